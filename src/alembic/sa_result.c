/* Result, ScalarResult and MappingResult: three views of the same rows. */
#include <string.h>

#include "alembic/sa_result.h"
#include "base/arena.h"
#include "py/py.h"

static const struct py_type sa_result_type;

struct result {
    struct py_object object;
    struct sa_rows *rows;
    enum { ROWS, SCALARS, MAPPINGS } view;
    size_t index;         /* of SCALARS */
    struct py_dict *seen; /* of unique(), or NULL */
};

static const struct py_type scalar_result_type, mapping_result_type;

struct py_object *sa_result_new(struct py *py, struct sa_rows *rows)
{
    struct result *result = arena_new_object(py_arena(py), struct result);

    result->object.type = &sa_result_type;
    result->rows = rows;
    return &result->object;
}

static struct result *of(struct py_object *self)
{
    return (struct result *)(void *)self;
}

/* Have the rows here: a statement that was only noted is asked for now. */
static bool look(struct py *py, struct sa_rows *rows)
{
    struct py_object **keys;

    if (!rows->rows) {
        rows->rows = alembic_query(py, arena_context(py_arena(py)), rows->sql);
        if (!rows->rows)
            return py_raised(py) ? false : py_refuse(py, "there are no rows without a database");
    }
    if (rows->keys)
        return true;
    keys = arena_new_array(py_arena(py), struct py_object *, rows->rows->n_columns + 1);
    for (size_t i = 0; i < rows->rows->n_columns; i++)
        keys[i] = py_string(py, rows->rows->columns[i]);
    rows->keys = py_tuple(py, keys, rows->rows->n_columns);
    return rows->keys != NULL;
}

static bool look_at_rows(struct py *py, struct sa_rows *rows)
{
    if (!look(py, rows))
        return false;
    if (rows->rows->n_columns == 0 || rows->implicit.n > 0)
        return py_raise(py, &sa_resource_closed_error,
                        "This result object does not return rows. It has been closed "
                        "automatically.");
    return !rows->closed ||
           py_raise(py, &sa_resource_closed_error, "This result object is closed.");
}

static struct py_object *row_at(struct py *py, struct sa_rows *rows, size_t at)
{
    const struct alembic_rows *from = rows->rows;
    struct py_object **values =
        arena_new_array(py_arena(py), struct py_object *, from->n_columns + 1);

    if (!py_step(py, 1 + from->n_columns))
        return NULL;
    for (size_t i = 0; i < from->n_columns; i++) {
        struct sa_clause *column =
            rows->columns.n == from->n_columns ? rows->columns.items[i] : NULL;

        if (!(values[i] =
                  sa_row_value(py, from->values[at * from->n_columns + i], from->types[i], column)))
            return NULL;
    }
    return sa_row_new(py, rows->keys, values, from->n_columns);
}

/* The next item of the view; NULL without raising at the end. */
static struct py_object *next(struct py *py, struct py_object *self)
{
    struct result *r = of(self);
    struct py_object *row, *item, *seen = NULL;

    if (!look_at_rows(py, r->rows))
        return NULL;
    while (r->rows->at < r->rows->rows->n) {
        if (!(row = row_at(py, r->rows, r->rows->at++)))
            return NULL;
        item = r->view == SCALARS    ? ((struct py_list *)(void *)row)->items[r->index]
               : r->view == MAPPINGS ? sa_row_mapping(py, row)
                                     : row;
        if (!item || !r->seen)
            return item;
        if (!py_dict_find(py, r->seen, item, &seen))
            return NULL;
        if (!seen)
            return py_dict_put(py, r->seen, item, item) ? item : NULL;
    }
    return NULL;
}

/* ---- one row ------------------------------------------------------------------------------------
 */

/* The next item, None at the end. */
static struct py_object *fetchone(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *item = next(py, self);

    (void)args;
    return item ? item : py_raised(py) ? NULL : py_none();
}

/* The first item, closing the result: whether others or none are right is up to the caller. */
static struct py_object *only(struct py *py, struct py_object *self, const char *several,
                              const char *none)
{
    struct py_object *item = next(py, self), *other;

    if (!item && !py_raised(py))
        return none ? py_raise(py, &sa_no_result_error, "%s", none) : py_none();
    if (!item)
        return NULL;
    other = several ? next(py, self) : NULL;
    of(self)->rows->closed = true;
    if (other)
        return py_raise(py, &sa_multiple_results_error, "%s", several);
    return py_raised(py) ? NULL : item;
}

static const char no_row[] = "No row was found when one was required";
static const char several_rows[] = "Multiple rows were found when exactly one was required";
static const char several_or_none[] = "Multiple rows were found when one or none was required";

static struct py_object *first(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_object *item = only(py, self, NULL, NULL);

    (void)args;
    of(self)->rows->closed = true;
    return item;
}

static struct py_object *one(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)args;
    return only(py, self, several_rows, no_row);
}

static struct py_object *one_or_none(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    (void)args;
    return only(py, self, several_or_none, NULL);
}

/* The first column of a row; None stays None. */
static struct py_object *first_column(struct py_object *row)
{
    const struct py_list *list = row && !py_is_none(row) ? (const void *)row : NULL;

    return list && list->n > 0 ? list->items[0] : row;
}

static struct py_object *scalar(struct py *py, struct py_object *self, const struct py_args *args)
{
    return first_column(first(py, self, args));
}

static struct py_object *scalar_one(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    return first_column(one(py, self, args));
}

static struct py_object *scalar_one_or_none(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    return first_column(one_or_none(py, self, args));
}

struct py_object *sa_scalar_of(struct py *py, struct py_object *result)
{
    static const struct py_args no_arguments = {0};

    return result && !py_is_none(result) ? scalar(py, result, &no_arguments) : result;
}

/* ---- many rows ----------------------------------------------------------------------------------
 */

static struct py_list *take(struct py *py, struct py_object *self, int64_t most)
{
    struct py_list *list = py_list_new(py);
    struct py_object *item;

    while (most-- != 0 && (item = next(py, self)))
        if (!py_list_add(py, list, item))
            return NULL;
    return py_raised(py) ? NULL : list;
}

static struct py_object *fetchall(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct py_list *list = take(py, self, -1);

    (void)args;
    return list ? &list->object : NULL;
}

static struct py_object *fetchmany(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_object *size;
    struct py_list *list;
    int64_t most = 1;

    if (!py_bind(py, "fetchmany", (const char *const[]){"?size", NULL}, args, &size) ||
        (!sa_absent(size) && !py_need_int(py, size, &most)))
        return NULL;
    list = take(py, self, most < 0 ? 0 : most);
    return list ? &list->object : NULL;
}

/* Lists of 'size' rows each. */
static struct py_object *partitions(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    struct py_object *size;
    struct py_list *all = py_list_new(py), *part;
    int64_t most = 1;

    if (!py_bind(py, "partitions", (const char *const[]){"?size", NULL}, args, &size) ||
        (!sa_absent(size) && !py_need_int(py, size, &most)))
        return NULL;
    while ((part = take(py, self, most < 1 ? 1 : most)) && part->n > 0)
        if (!py_list_add(py, all, &part->object))
            return NULL;
    return part ? &all->object : NULL;
}

static struct py_object *iterate(struct py *py, struct py_object *self)
{
    return look_at_rows(py, of(self)->rows) ? self : NULL;
}

/* ---- views --------------------------------------------------------------------------------------
 */

static struct result *view(struct py *py, struct py_object *self, const struct py_type *type)
{
    struct result *result = arena_new_object(py_arena(py), struct result);

    *result = *of(self);
    result->object.type = type;
    return result;
}

/* Which column: by number or name. */
static bool find_index(struct py *py, struct py_object *self, struct py_object *o, size_t *index)
{
    struct sa_rows *rows = of(self)->rows;
    struct sa_clause *clause = o ? sa_clause_of(o) : NULL;
    const char *name = clause ? sa_clause_name(clause) : o ? py_text(o) : NULL;
    int64_t n = 0;

    if (!o || (!name && py_as_int(o, &n) && n >= 0)) {
        *index = (size_t)n;
        return true;
    }
    if (!look(py, rows))
        return false;
    for (*index = 0; name && *index < rows->rows->n_columns; ++*index)
        if (strcmp(rows->rows->columns[*index], name) == 0)
            return true;
    return py_raise(py, &sa_no_such_column_error, "Could not locate column in row for column '%s'",
                    name ? name : py_str_text(py, o));
}

static struct py_object *scalars(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct result *made = view(py, self, &scalar_result_type);
    struct py_object *index;

    made->view = SCALARS;
    if (!py_bind(py, "scalars", (const char *const[]){"?index", NULL}, args, &index) ||
        !find_index(py, self, index, &made->index))
        return NULL;
    return &made->object;
}

static struct py_object *mappings(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct result *made = view(py, self, &mapping_result_type);

    (void)args;
    made->view = MAPPINGS;
    return &made->object;
}

static struct py_object *unique(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct result *made = view(py, self, self->type);

    (void)args;
    made->seen = py_dict_new(py);
    return &made->object;
}

static struct py_object *keys(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct py_list *names;
    struct py_list *list = py_list_new(py);

    (void)args;
    if (!look_at_rows(py, of(self)->rows))
        return NULL;
    names = py_as_sequence(of(self)->rows->keys);
    for (size_t i = 0; i < names->n; i++)
        if (!py_list_add(py, list, names->items[i]))
            return NULL;
    return &list->object;
}

static struct py_object *self_alone(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    (void)py, (void)args;
    return self;
}

static struct py_object *close_result(struct py *py, struct py_object *self,
                                      const struct py_args *args)
{
    (void)py, (void)args;
    of(self)->rows->closed = true;
    return py_none();
}

/* ---- attributes ---------------------------------------------------------------------------------
 */

/* The key that RETURNING brought, or the values that the statement gave. */
static struct py_object *primary_key(struct py *py, struct sa_rows *rows)
{
    if (!look(py, rows))
        return NULL;
    if (rows->implicit.n == 0 || rows->rows->n == 0)
        return py_raise(py, &sa_invalid_request_error,
                        "Statement is not an insert() expression construct.");
    return row_at(py, rows, 0);
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    struct sa_rows *rows = of(self)->rows;

    if (strcmp(name, "rowcount") == 0)
        return look(py, rows) ? py_int(py, rows->rows->affected) : NULL;
    if (strcmp(name, "returns_rows") == 0)
        return look(py, rows) ? py_bool(rows->rows->n_columns > 0) : NULL;
    if (strcmp(name, "inserted_primary_key") == 0)
        return primary_key(py, rows);
    if (strcmp(name, "lastrowid") == 0)
        return py_int(py, 0);
    if (strcmp(name, "closed") == 0)
        return py_bool(rows->closed);
    return NULL;
}

static const struct py_method methods[] = {
    {"fetchone", fetchone, PY_METHOD},
    {"fetchall", fetchall, PY_METHOD},
    {"fetchmany", fetchmany, PY_METHOD},
    {"all", fetchall, PY_METHOD},
    {"first", first, PY_METHOD},
    {"one", one, PY_METHOD},
    {"one_or_none", one_or_none, PY_METHOD},
    {"scalar", scalar, PY_METHOD},
    {"scalar_one", scalar_one, PY_METHOD},
    {"scalar_one_or_none", scalar_one_or_none, PY_METHOD},
    {"scalars", scalars, PY_METHOD},
    {"mappings", mappings, PY_METHOD},
    {"tuples", self_alone, PY_METHOD},
    {"yield_per", self_alone, PY_METHOD},
    {"unique", unique, PY_METHOD},
    {"partitions", partitions, PY_METHOD},
    {"keys", keys, PY_METHOD},
    {"close", close_result, PY_METHOD},
    {NULL},
};

static const struct py_type sa_result_type = {
    .name = "CursorResult",
    .module = "sqlalchemy.engine.cursor",
    .methods = methods,
    .attr = attr,
    .iter = iterate,
    .next = next,
};

static const struct py_method view_methods[] = {
    {"fetchone", fetchone, PY_METHOD},
    {"fetchall", fetchall, PY_METHOD},
    {"fetchmany", fetchmany, PY_METHOD},
    {"all", fetchall, PY_METHOD},
    {"first", first, PY_METHOD},
    {"one", one, PY_METHOD},
    {"one_or_none", one_or_none, PY_METHOD},
    {"unique", unique, PY_METHOD},
    {"partitions", partitions, PY_METHOD},
    {"keys", keys, PY_METHOD},
    {"close", close_result, PY_METHOD},
    {NULL},
};

static const struct py_type scalar_result_type = {
    .name = "ScalarResult",
    .module = "sqlalchemy.engine.result",
    .methods = view_methods,
    .iter = iterate,
    .next = next,
};

static const struct py_type mapping_result_type = {
    .name = "MappingResult",
    .module = "sqlalchemy.engine.result",
    .methods = view_methods,
    .iter = iterate,
    .next = next,
};
