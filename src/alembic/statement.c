/* From an operation to the sink. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/sa.h"
#include "alembic/sa_db_error.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "py/py.h"

struct alembic_context *alembic_context(const struct py *py)
{
    return py_data(py);
}

static bool raise_of(struct py *py, const struct error *err, const char *sql)
{
    if (err->code == ERROR_BUSY && !err->sqlstate[0])
        return py_refuse(py, "%s", err->message);
    if (err->code == ERROR_DATABASE || err->sqlstate[0])
        return sa_raise_database(py, err, sql);
    return py_refuse(py, "%s", err->message);
}

bool alembic_raise(struct py *py, const struct error *err)
{
    return raise_of(py, err, NULL);
}

bool alembic_execute(struct py *py, const char *sql)
{
    return alembic_execute_at(py, sql, py_here(py));
}

bool alembic_execute_at(struct py *py, const char *sql, struct py_place place)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    const struct alembic_sink *sink = alembic_context(py)->sink;

    if (!sql || !py_step(py, 1 + strlen(sql) / 64))
        return false;
    return sink->execute(sink->data, sql, place, err) || raise_of(py, err, sql);
}

struct alembic_rows *alembic_query(struct py *py, TALLOC_CTX *mem, const char *sql)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    const struct alembic_sink *sink = alembic_context(py)->sink;
    struct alembic_rows *rows;

    if (!sink->query)
        return NULL;
    rows = sink->query(sink->data, mem, sql, py_here(py), err);
    if (!rows)
        raise_of(py, err, sql);
    return rows;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char *alembic_printed(TALLOC_CTX *mem, const char *sql)
{
    struct buf *out = buf_new(mem, BUF_MAX);
    size_t n = strlen(sql);

    while (n > 0 && is_space(sql[n - 1]))
        n--;
    while (n > 0 && is_space(*sql))
        sql++, n--;
    for (size_t i = 0; i < n; i++) {
        if (sql[i] == '\t')
            buf_add(out, "    ");
        else
            buf_addc(out, sql[i]);
    }
    buf_addc(out, ';');
    return buf_take(mem, out);
}
