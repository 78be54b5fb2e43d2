/* Functions to select from: unnest(...) AS x, json_each(...).table_valued("key"). */
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

static struct sa_clause *given(struct py_object *self)
{
    return (struct sa_clause *)(void *)self;
}

struct py_object *sa_function_alias_method(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    struct py_object *slots[2];
    struct sa_clause *made;
    const char *name;

    if (!py_bind(py, "alias", (const char *const[]){"?name", "**rest", NULL}, args, slots) ||
        !sa_text_of(py, slots[0], "name", &name))
        return NULL;
    made = sa_alias_new(py, given(self), SA_FUNCTION_ALIAS, name);
    return made ? &made->object : NULL;
}

struct py_object *sa_table_valued_method(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    static const char *const signature[] = {"*expr", "?name", "?with_ordinality",
                                            "?joins_implicitly", NULL};
    struct py_object *slots[4];
    const struct py_list *columns;
    struct sa_clause *made;
    const char *name;

    if (!py_bind(py, "table_valued", signature, args, slots) ||
        !sa_text_of(py, slots[1], "name", &name) ||
        !(made = sa_alias_new(py, given(self), SA_FUNCTION_ALIAS, name)))
        return NULL;
    columns = py_as_sequence(slots[0]);
    for (size_t i = 0; i < columns->n; i++) {
        struct sa_column *column = sa_as_column(columns->items[i]);
        const char *text = py_text(columns->items[i]);

        if (!column && !text)
            return py_raise(py, &sa_argument_error, "Column name or column expected, got %s",
                            py_repr_text(py, columns->items[i]));
        column = column ? sa_column_copy(py, column) : sa_column_new(py, sa_plain_name(text), NULL);
        if (!sa_table_add(py, &sa_as_alias(made)->table, &column->clause.object))
            return NULL;
    }
    return &made->object;
}

struct py_object *sa_column_valued_method(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    (void)self, (void)args;
    return py_refuse(py, "column_valued() is not supported");
}
