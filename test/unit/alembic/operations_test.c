/* The operations beside Alembic: see operations_expected.py. */
#include "alembic/context.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "harness/stanza.h"
#include "harness/test.h"
#include "py/parser.h"
#include "stdlib/stdlib.h"

/* What a script sends, as the lines of a case have it. */
struct record {
    struct buf *sent, *printed;
};

static bool note(void *data, const char *sql, struct py_place place, struct error *err)
{
    struct record *record = data;
    MEM_SCRATCH(scratch);

    (void)err;
    TRUE(place.path != NULL);
    stanza_escape(record->sent, sql);
    buf_addc(record->sent, '\n');
    stanza_escape(record->printed, alembic_printed(scratch, sql));
    buf_add(record->printed, "\\n\\n");
    return true;
}

static struct map *naming_of(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct map *naming = map_new(mem);

    for (size_t i = 0; i < stanza->n_lines; i++) {
        const char *text = stanza->lines[i].text;
        const char *blank = strchr(text, ' ');

        if (stanza->lines[i].tag == '&')
            map_put(naming, mem_strndup(mem, text, (size_t)(blank - text)),
                    mem_strdup(mem, blank + 1));
    }
    return naming;
}

/* prelude.py, and the lines of the case as the body of upgrade(). */
static char *script_of(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct buf *script = buf_new(mem, BUF_MAX);
    struct file_text *prelude =
        file_read(mem, TEST_SOURCE_DIR "/unit/alembic/prelude.py", BUF_MAX, error_new(mem));

    TRUE(prelude != NULL);
    buf_add(script, "from alembic import op\n");
    buf_addn(script, prelude->bytes, prelude->length);
    buf_add(script, "def upgrade():\n    pass\n");
    for (size_t i = 0; i < stanza->n_lines; i++)
        if (stanza->lines[i].tag == '>')
            buf_addf(script, "    %s\n", stanza->lines[i].text);
    return buf_take(mem, script);
}

/* "ValueError: text" of an exception that nobody caught, without the place. */
static const char *failure_of(TALLOC_CTX *mem, const struct error *err)
{
    const char *text = strstr(err->message, ": ");
    struct buf *escaped = buf_new(mem, BUF_MAX);

    stanza_escape(escaped, text ? text + 2 : err->message);
    return escaped->text;
}

static void run(TALLOC_CTX *mem, const struct stanza *stanza, bool offline, struct record *record,
                const char **failure)
{
    const struct alembic_sink sink = {.execute = note, .data = record};
    struct alembic_context context = {
        .sink = &sink, .offline = offline, .naming = naming_of(mem, stanza)};
    struct error *err = error_new(mem);
    struct py *py = py_new(mem, &(struct py_host){0}, &(struct py_limits){0});
    const char *script = script_of(mem, stanza);
    struct py_tree *tree = py_parse(py_arena(py), "script.py", script, strlen(script), err);
    struct py_module *module;

    record->sent = buf_new(mem, BUF_MAX);
    record->printed = buf_new(mem, BUF_MAX);
    stdlib_add_modules(py);
    alembic_add_modules(py);
    py_set_data(py, &context);
    module = tree ? py_load(py, tree, "script", err) : NULL;
    *failure = NULL;
    if (!module || !py_run(py, py_dict_at(module->dict, "upgrade"), &(struct py_args){0}, err))
        *failure = failure_of(mem, err);
}

static void check(TALLOC_CTX *mem, const struct stanza *stanza)
{
    const char *expected = stanza_text(mem, stanza, '=');
    const char *printed = stanza_value(stanza, '-');
    const char *error = stanza_value(stanza, '!'), *offline_error = stanza_value(stanza, '?');
    struct record record;
    const char *failure;

    run(mem, stanza, false, &record, &failure);
    EQUAL_STR(failure ? failure : "", error ? error : "");
    EQUAL_STR(record.sent->text, expected);
    if (!printed)
        printed = mem_strdup(mem, record.printed->text);
    run(mem, stanza, true, &record, &failure);
    EQUAL_STR(failure ? failure : "", offline_error ? offline_error : error ? error : "");
    EQUAL_STR(record.printed->text, printed);
}

TEST(alembic_types_are_written_as_sqlalchemy_writes_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/types.txt", check);
}

TEST(alembic_types_of_a_script_stand_for_what_they_say)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/decorators.txt", check);
}

TEST(alembic_tables_are_made_as_alembic_makes_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/tables.txt", check);
}

TEST(alembic_enums_are_made_once_and_where_alembic_makes_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/enums.txt", check);
}

TEST(alembic_columns_are_altered_as_alembic_alters_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/columns.txt", check);
}

TEST(alembic_indexes_and_constraints_are_those_of_alembic)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/indexes.txt", check);
}

TEST(alembic_names_follow_the_naming_convention)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/naming.txt", check);
}

TEST(alembic_values_are_written_as_psycopg2_and_sqlalchemy_write_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/values.txt", check);
}

TEST(alembic_objects_are_written_as_psycopg2_and_sqlalchemy_write_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/objects.txt", check);
}

TEST(alembic_expressions_are_written_as_sqlalchemy_writes_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/expressions.txt", check);
}

TEST(alembic_statements_are_written_as_sqlalchemy_writes_them)
{
    (void)mem, (void)err;
    stanza_each("unit/alembic/statements.txt", check);
}
