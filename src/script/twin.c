#include "script/twin.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "script/script.h"

static bool is_word(char c)
{
    return c == '_' || c == '$' || isalnum((unsigned char)c);
}

/* Would SQLAlchemy's text() take the colon at 'at' for the beginning of a bound name? */
static bool is_bind(const char *sql, const char *at)
{
    char before = at > sql ? at[-1] : ' ';
    const char *end = at + 1;

    while (is_word(*end))
        end++;
    return end > at + 1 && *end != ':' && before != ':' && before != '\\' && !is_word(before);
}

/* Within """ and """: a backslash in front of what would end it or be read as something else. */
static void add_text(struct buf *text, const char *sql, bool is_sql)
{
    for (const char *at = sql; *at; at++) {
        if (*at == '\\' || *at == '"')
            buf_addc(text, '\\');
        if (is_sql && *at == ':' && is_bind(sql, at))
            buf_add(text, "\\\\");
        buf_addc(text, *at);
    }
}

static void add_name(struct buf *text, const char *name)
{
    buf_addc(text, '"');
    add_text(text, name, false);
    buf_addc(text, '"');
}

static void add_list(struct buf *text, const char *variable, const char *const *names,
                     bool one_alone)
{
    size_t n = strings_count(names);

    buf_addf(text, "%s = ", variable);
    if (n == 0)
        buf_add(text, "None");
    else if (n == 1 && one_alone)
        add_name(text, names[0]);
    for (size_t i = 0; n > 0 && !(n == 1 && one_alone) && i < n; i++) {
        buf_add(text, i == 0 ? "(" : ", ");
        add_name(text, names[i]);
        if (i + 1 == n)
            buf_add(text, n == 1 ? ",)" : ")");
    }
    buf_addc(text, '\n');
}

static void add_side(struct buf *text, const char *function, const struct script_side *side)
{
    bool in_block = false;

    buf_addf(text, "\n\ndef %s() -> None:\n", function);
    if (!side->present)
        buf_add(text, "    raise NotImplementedError(\"this revision cannot be taken back\")\n");
    else if (side->n == 0)
        buf_add(text, "    pass\n");
    for (size_t i = 0; i < side->n; i++) {
        const struct script_statement *s = &side->statements[i];

        if (!s->transaction && !in_block)
            buf_add(text, "    with op.get_context().autocommit_block():\n");
        in_block = !s->transaction;
        buf_addf(text, "%s    op.execute(\"\"\"", in_block ? "    " : "");
        add_text(text, s->sql, true);
        buf_add(text, "\"\"\")\n");
    }
}

char *script_twin(TALLOC_CTX *mem, const struct script *script, const char *id,
                  const char *const *down, const char *const *labels, const char *const *depends)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    buf_add(text, "\"\"\"");
    add_text(text, script->header.message, false);
    buf_add(text, "\"\"\"\nfrom alembic import op\n\nrevision = ");
    add_name(text, id);
    buf_addc(text, '\n');
    add_list(text, "down_revision", down, true);
    add_list(text, "branch_labels", labels, false);
    add_list(text, "depends_on", depends, true);
    add_side(text, "upgrade", &script->sides[SCRIPT_UPGRADE]);
    add_side(text, "downgrade", &script->sides[SCRIPT_DOWNGRADE]);
    return buf_take(mem, text);
}
