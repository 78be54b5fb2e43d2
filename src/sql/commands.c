#include "sql/commands.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "sql/split.h"
#include "sql/token.h"

/* Is the next of the words 'words' (ending with NULL) at '*at'?  Then '*at' moves behind it. */
static bool takes(const char **at, const char *const *words)
{
    struct sql_token token = sql_token_past_space(*at, *at + strlen(*at));

    for (; *words; words++) {
        if (!sql_token_is_word(&token, *words))
            continue;
        *at = token.text + token.length;
        return true;
    }
    return false;
}

static enum sql_control control_of(const char *sql)
{
    static const char *const begins[] = {"begin", "start", NULL};
    static const char *const commits[] = {"commit", "end", NULL};
    static const char *const rollbacks[] = {"rollback", "abort", NULL};
    static const char *const fillers[] = {"work", "transaction", NULL};
    static const char *const others[] = {"to", "prepared", NULL};
    enum sql_control control = SQL_CONTROL_NONE;

    if (takes(&sql, begins))
        return SQL_CONTROL_BEGIN;
    if (takes(&sql, commits))
        control = SQL_CONTROL_COMMIT;
    else if (takes(&sql, rollbacks))
        control = SQL_CONTROL_ROLLBACK;
    else
        return SQL_CONTROL_NONE;
    takes(&sql, fillers);
    return takes(&sql, others) ? SQL_CONTROL_NONE : control;
}

static void add(struct sql_commands *commands, const char *text, size_t length)
{
    char *sql = mem_strndup(commands, text, length);

    commands->items = mem_resize(commands, commands->items, commands->n + 1);
    commands->items[commands->n++] = (struct sql_command){sql, control_of(sql)};
}

struct sql_commands *sql_commands(TALLOC_CTX *mem, const char *text)
{
    struct sql_commands *commands = mem_new(mem, struct sql_commands);
    struct split split;
    struct split_piece piece;
    bool whole = false;

    split_init(&split, text, strlen(text));
    while (!whole && split_next(&split, &piece)) {
        if (piece.kind == SPLIT_STATEMENT)
            add(commands, piece.text, piece.length);
        whole = piece.kind == SPLIT_BACKSLASH;
    }
    if (whole || piece.kind == SPLIT_ERROR) {
        commands->n = 0;
        add(commands, text, strlen(text));
    }
    return commands;
}
