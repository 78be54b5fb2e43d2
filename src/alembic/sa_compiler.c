#include "alembic/sa.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "alembic/context.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"
#include "sql/quote.h"

enum { MAX_STATEMENT = 64 << 20 };

struct sa_compiler sa_compiler_ddl(struct py *py, TALLOC_CTX *mem)
{
    return (struct sa_compiler){
        .py = py, .sql = buf_new(mem, MAX_STATEMENT), .literal_binds = true};
}

struct sa_compiler sa_compiler_dml(struct py *py, TALLOC_CTX *mem)
{
    const struct alembic_context *context = alembic_context(py);

    return (struct sa_compiler){.py = py,
                                .sql = buf_new(mem, MAX_STATEMENT),
                                .literal_binds = context && context->offline,
                                .with_table = true};
}

const char *sa_compiled(struct sa_compiler *c)
{
    if (c->sql->full || !py_may_have(c->py, c->sql->length))
        return py_raised(c->py) ? NULL : py_refuse(c->py, "a statement is longer than 64 MiB");
    return c->sql->text;
}

void sa_write(struct sa_compiler *c, const char *text)
{
    buf_add(c->sql, text);
}

void sa_writef(struct sa_compiler *c, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    buf_addv(c->sql, fmt, args);
    va_end(args);
}

void sa_write_text_name(struct sa_compiler *c, const char *name)
{
    quote_name_if_needed(c->sql, name);
}

void sa_write_name(struct sa_compiler *c, struct sa_name name)
{
    if (!name.text)
        return;
    if (name.quote == SA_QUOTE)
        quote_name(c->sql, name.text);
    else if (name.quote == SA_NO_QUOTE)
        buf_add(c->sql, name.text);
    else
        quote_name_if_needed(c->sql, name.text);
}

void sa_write_qualified(struct sa_compiler *c, const char *schema, struct sa_name name)
{
    if (schema) {
        quote_name_if_needed(c->sql, schema);
        buf_addc(c->sql, '.');
    }
    sa_write_name(c, name);
}

void sa_write_string(struct sa_compiler *c, const char *text, size_t n)
{
    const char *end = text + n;

    buf_addc(c->sql, '\'');
    while (text < end) {
        const char *quote = memchr(text, '\'', (size_t)(end - text));
        const char *stop = quote ? quote + 1 : end;

        buf_addn(c->sql, text, (size_t)(stop - text));
        if (quote)
            buf_addc(c->sql, '\'');
        text = stop;
    }
    buf_addc(c->sql, '\'');
}
