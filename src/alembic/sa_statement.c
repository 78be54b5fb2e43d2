/* What a statement keeps while it is written: made-up names, CTEs, parameters. */
#include <string.h>

#include "alembic/sa_select.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

/* The text of WITH for the CTEs that were met, in front of a statement. */
static bool sa_write_ctes(struct sa_compiler *c, struct buf *with);

struct sa_statement *sa_statement_of(struct sa_compiler *c)
{
    struct sa_statement *statement = c->statement;

    if (!statement) {
        statement = arena_new_object(py_arena(c->py), struct sa_statement);
        statement->counters = py_dict_new(c->py);
        statement->names = py_dict_new(c->py);
        c->statement = statement;
    }
    return statement;
}

const char *sa_made_up_name(struct sa_compiler *c, const void *object, const char *base)
{
    struct sa_statement *statement = sa_statement_of(c);
    const char *key = py_text(py_stringf(c->py, "%p", object));
    struct py_object *name = py_dict_at(statement->names, key);
    struct py_object *counter;
    int64_t n = 0;

    if (name)
        return py_text(name);
    counter = py_dict_at(statement->counters, base);
    if (counter)
        py_as_int(counter, &n);
    name = py_stringf(c->py, "%s_%lld", base, (long long)n + 1);
    py_dict_put_text(c->py, statement->counters, base, py_int(c->py, n + 1));
    py_dict_put_text(c->py, statement->names, key, name);
    return py_text(name);
}

/* ---- WITH ---------------------------------------------------------------------------------------
 */

static bool write_cte_columns(struct sa_compiler *c, struct sa_alias *cte)
{
    sa_write(c, "(");
    for (size_t i = 0; i < cte->table.n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        sa_write_name(c, cte->table.columns[i]->name);
    }
    sa_write(c, ")");
    return true;
}

static struct py_object *cte_text(struct sa_compiler *c, struct sa_alias *cte)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler inner = *c;
    struct sa_statement *statement = sa_statement_of(c);
    const struct sa_scope *scope = statement->scope;
    bool ok;

    inner.sql = buf_new(scratch, BUF_MAX);
    statement->scope = NULL;
    if (!sa_write_table_of(&inner, &cte->table))
        return NULL;
    if (cte->recursive)
        write_cte_columns(&inner, cte);
    sa_writef(&inner, " AS %s\n(",
              cte->materialized       ? "MATERIALIZED "
              : cte->not_materialized ? "NOT MATERIALIZED "
                                      : "");
    ok = sa_is_query(cte->element) ? sa_write_query(&inner, cte->element, true)
                                   : sa_compile(&inner, cte->element);
    sa_write(&inner, ")");
    statement->scope = scope;
    return ok && sa_compiled(&inner) ? py_stringn(c->py, inner.sql->text, inner.sql->length) : NULL;
}

/* Remember a CTE, after those that it uses itself. */
static bool add_cte(struct sa_compiler *c, struct sa_alias *cte)
{
    struct sa_statement *statement = sa_statement_of(c);
    const char *key = py_text(py_stringf(c->py, "cte %p", (const void *)cte));
    struct py_object *text, *pair[2];

    if (py_dict_at(statement->names, key))
        return true;
    py_dict_put_text(c->py, statement->names, key, py_none());
    if (cte->restates) {
        const char *other = py_text(py_stringf(c->py, "cte %p", (const void *)cte->restates));

        py_dict_put_text(c->py, statement->names, other, py_none());
    }
    if (!(text = cte_text(c, cte)))
        return false;
    if (!statement->ctes)
        statement->ctes = py_list_new(c->py);
    pair[0] = text;
    pair[1] = py_bool(cte->recursive);
    return py_list_add(c->py, statement->ctes, py_tuple(c->py, pair, 2));
}

bool sa_meet_cte(struct sa_compiler *c, struct sa_alias *cte)
{
    return add_cte(c, cte);
}

static bool sa_write_ctes(struct sa_compiler *c, struct buf *with)
{
    const struct py_list *ctes = sa_statement_of(c)->ctes;
    bool recursive = false;

    for (size_t i = 0; ctes && i < ctes->n; i++)
        recursive = recursive || py_as_sequence(ctes->items[i])->items[1] == py_bool(true);
    for (size_t i = 0; ctes && i < ctes->n; i++) {
        buf_add(with, i > 0 ? ", \n" : recursive ? "WITH RECURSIVE " : "WITH ");
        buf_add(with, py_text(py_as_sequence(ctes->items[i])->items[0]));
    }
    if (ctes)
        buf_add(with, "\n ");
    return true;
}

bool sa_write_statement(struct sa_compiler *c, const struct sa_clause *clause,
                        const struct py_dict *params)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler inner = *c;
    struct sa_statement *statement;

    inner.sql = buf_new(scratch, BUF_MAX);
    inner.statement = NULL;
    statement = sa_statement_of(&inner);
    statement->params = params;
    if (!sa_compile(&inner, clause))
        return false;
    sa_write_ctes(&inner, c->sql);
    buf_addn(c->sql, inner.sql->text, inner.sql->length);
    return sa_compiled(&inner) != NULL;
}
