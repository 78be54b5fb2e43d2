#include "script/permit.h"

#include <ctype.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "script/source.h"
#include "sql/classify.h"

static size_t word_length(const char *command, size_t length)
{
    size_t n = 0;

    while (n < length && !isspace((unsigned char)command[n]))
        n++;
    return n;
}

bool permit_skips(const char *command, size_t length)
{
    static const char *const words[] = {"\\restrict", "\\unrestrict"};
    size_t n = word_length(command, length);

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (n == strlen(words[i]) && memcmp(command, words[i], n) == 0)
            return true;
    return false;
}

bool permit_command(const struct source *source, int line, const char *command, size_t length,
                    struct error *err)
{
    source_error(source, line, err, "\"%.*s\" is a psql command, not SQL",
                 (int)word_length(command, length), command);
    return error_hint(err, "Write in SQL what it is to do; includes and variables of psql do not "
                           "work in scripts.");
}

static bool refuse_transaction(const struct source *source, int line,
                               const struct statement_class *class, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *word = mem_strdup(scratch, class->word);

    for (char *c = word; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    source_error(source, line, err, "%s: transaction control cannot stand in a script", word);
    return error_hint(err, "limbeck begins and commits for you; what must not run inside a "
                           "transaction goes into a section \"-- limbeck: upgrade "
                           "transaction=off\".");
}

static bool refuse_copy(const struct source *source, int line, struct error *err)
{
    source_error(source, line, err, "COPY with STDIN or STDOUT cannot stand in a script");
    return error_hint(err, "Write rows as INSERT (pg_dump --inserts does).");
}

static bool refuse_unnamed(const struct source *source, int line, struct error *err)
{
    source_error(source, line, err, "CREATE INDEX CONCURRENTLY without a name");
    return error_hint(err, "Give the index a name: without one nobody could tell after a crash "
                           "whether it was built.");
}

static bool refuse_commit(const struct source *source, int line, struct error *err)
{
    source_error(source, line, err, "COMMIT or ROLLBACK inside DO");
    return error_hint(err, "Write the steps as statements of a section \"-- limbeck: upgrade "
                           "transaction=off\", where each is committed on its own.");
}

static bool refuse_unlock(const struct source *source, int line, struct error *err)
{
    source_error(source, line, err,
                 "DISCARD ALL and pg_advisory_unlock_all() cannot stand in a script");
    return error_hint(err, "They give back the lock that keeps other runs away. What a script sets "
                           "for its session limbeck puts back by itself; DISCARD TEMP, DISCARD "
                           "PLANS and DISCARD SEQUENCES may stand in one.");
}

bool permit_statement(const struct source *source, int line, const char *sql, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct statement_class *class = classify_statement(scratch, sql);

    if (class->kind == STATEMENT_TRANSACTION)
        return refuse_transaction(source, line, class, err);
    if (class->kind == STATEMENT_COPY_STREAM)
        return refuse_copy(source, line, err);
    if (class->kind == STATEMENT_UNLOCK_ALL)
        return refuse_unlock(source, line, err);
    if (class->kind == STATEMENT_CREATE_INDEX && class->concurrent && class->unnamed)
        return refuse_unnamed(source, line, err);
    return !class->commits || refuse_commit(source, line, err);
}
