/* func.anything(...). */
#include <string.h>

#include "alembic/sa_expr.h"
#include "alembic/sa_select.h"
#include "alembic/sa_types.h"
#include "base/arena.h"
#include "py/py.h"

/* What SQLAlchemy knows about functions by name. */
static const struct known {
    const char *name, *text; /* 'text' without parentheses: CURRENT_DATE */
    const struct sa_type_rule *type;
    bool type_of_arguments;
    const char *keyword; /* CUBE(a): in capital letters */
} known[] = {
    {.name = "now", .type = &sa_datetime},
    {.name = "count", .type = &sa_integer},
    {.name = "char_length", .type = &sa_integer},
    {.name = "concat", .type = &sa_string},
    {.name = "coalesce", .type_of_arguments = true},
    {.name = "max", .type_of_arguments = true},
    {.name = "min", .type_of_arguments = true},
    {.name = "sum", .type_of_arguments = true},
    {.name = "rank", .type = &sa_integer},
    {.name = "dense_rank", .type = &sa_integer},
    {.name = "current_date", .text = "CURRENT_DATE", .type = &sa_date},
    {.name = "current_time", .text = "CURRENT_TIME", .type = &sa_time},
    {.name = "current_timestamp", .text = "CURRENT_TIMESTAMP", .type = &sa_datetime},
    {.name = "current_user", .text = "CURRENT_USER", .type = &sa_string},
    {.name = "localtime", .text = "LOCALTIME", .type = &sa_datetime},
    {.name = "localtimestamp", .text = "LOCALTIMESTAMP", .type = &sa_datetime},
    {.name = "session_user", .text = "SESSION_USER", .type = &sa_string},
    {.name = "user", .text = "USER", .type = &sa_string},
    {.name = "cube", .keyword = "CUBE"},
    {.name = "rollup", .keyword = "ROLLUP"},
    {.name = "grouping_sets", .keyword = "GROUPING SETS"},
};

static const struct known *find(const char *name)
{
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcasecmp(known[i].name, name) == 0)
            return &known[i];
    return NULL;
}

static bool visit(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data)
{
    const struct sa_function *f = (const void *)clause;

    for (size_t i = 0; i < f->n; i++)
        if (!each(py, f->arguments[i], data))
            return false;
    return true;
}

/* Any letters are taken as they are; other characters need quotes. */
static void write_part(struct sa_compiler *c, const char *name)
{
    bool plain = *name && !(*name >= '0' && *name <= '9') && *name != '$';

    for (const char *p = name; *p; p++)
        plain = plain && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                          (*p >= '0' && *p <= '9') || *p == '_' || *p == '$');
    if (plain)
        sa_write(c, name);
    else
        sa_write_name(c, (struct sa_name){.text = name, .quote = SA_QUOTE});
}

/* substring(a FROM 1 FOR 2) */
static bool write_substring(struct sa_compiler *c, const struct sa_function *f)
{
    static const char *const words[] = {"SUBSTRING(", " FROM ", " FOR "};

    for (size_t i = 0; i < f->n; i++) {
        sa_write(c, words[i]);
        if (!sa_compile(c, f->arguments[i]))
            return false;
    }
    sa_write(c, ")");
    return true;
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_function *f = (const void *)clause;

    if (strcasecmp(f->name, "substring") == 0 && (f->n == 2 || f->n == 3))
        return write_substring(c, f);
    for (size_t i = 0; f->packages && f->packages[i]; i++) {
        write_part(c, f->packages[i]);
        sa_write(c, ".");
    }
    if (f->text)
        sa_write(c, f->text);
    else
        write_part(c, f->name);
    if (f->text && f->n == 0)
        return true;
    sa_write(c, "(");
    if (!sa_compile_list(c, f->arguments, f->n, ", "))
        return false;
    sa_write(c, ")");
    return true;
}

/* Functions that are indexed need parentheses: (f(x))[1] */
static struct sa_clause *group(struct py *py, struct sa_clause *clause,
                               const struct sa_operator *against)
{
    enum sa_op op = against ? against->op : SA_OP_NONE;

    if (op == SA_OP_ANY || op == SA_OP_ALL ||
        (op == SA_OP_ITEM && sa_kind_of(py, clause) == SA_ARRAY))
        return sa_parentheses(py, clause);
    return clause;
}

static const struct sa_clause_kind kind = {
    .name = "function", .compile = compile, .group = group, .visit = visit};

struct sa_clause *sa_function_new(struct py *py, const char *name,
                                  struct sa_clause *const *arguments, size_t n)
{
    struct sa_function *f = arena_new_object(py_arena(py), struct sa_function);
    const struct known *row = find(name);

    f->clause.object.type = &sa_function_type;
    f->clause.kind = &kind;
    f->name = name;
    f->text = row && row->keyword ? row->keyword : row ? row->text : NULL;
    f->arguments = arena_new_array(py_arena(py), struct sa_clause *, n + 1);
    f->n = n;
    for (size_t i = 0; i < n; i++)
        if (!(f->arguments[i] = sa_group(py, arguments[i], sa_operator(SA_OP_COMMA))))
            return NULL;
    if (row && row->type)
        f->clause.sql_type = sa_type_new_of(py, row->type);
    for (size_t i = 0; row && row->type_of_arguments && i < n; i++)
        if (sa_kind_of(py, arguments[i]) != SA_NULL || i + 1 == n) {
            f->clause.sql_type = sa_type_of_clause(py, arguments[i]);
            break;
        }
    return py_raised(py) ? NULL : &f->clause;
}

/* ---- func -------------------------------------------------------------------------------------
 */

/* func, func.a, func.a.b: called, the last name is the function. */
struct generator {
    struct py_object object;
    const char *const *names; /* ends with NULL */
    size_t n;
};

static const struct py_type generator_type;

static struct py_object *generator_new(struct py *py, const struct generator *from,
                                       const char *name)
{
    struct generator *g = arena_new_object(py_arena(py), struct generator);
    const char **names = arena_new_array(py_arena(py), const char *, (from ? from->n : 0) + 2);

    g->object.type = &generator_type;
    for (size_t i = 0; from && i < from->n; i++)
        names[g->n++] = from->names[i];
    if (name)
        names[g->n++] = name;
    g->names = names;
    return &g->object;
}

/* func.class_() is class(): names that Python keeps for itself end with "_". */
static struct py_object *part(struct py *py, struct py_object *self, const char *name)
{
    size_t n = strlen(name);

    if (strncmp(name, "__", 2) == 0)
        return NULL;
    if (n > 1 && name[n - 1] == '_')
        n--;
    return generator_new(py, (const void *)self, arena_strndup(py_arena(py), name, n));
}

static bool count_star(struct py *py, const char *name, struct sa_clause **arguments, size_t *n)
{
    if (strcasecmp(name, "count") == 0 && *n == 0)
        arguments[(*n)++] = sa_literal_column(py, "*");
    return true;
}

static struct py_object *call(struct py *py, struct py_object *self, const struct py_args *args)
{
    const struct generator *g = (const void *)self;
    struct sa_clause **arguments = arena_new_array(py_arena(py), struct sa_clause *, args->n + 1);
    const char **packages = arena_new_array(py_arena(py), const char *, g->n + 1), *name;
    struct sa_clause *made;
    size_t n = args->n;

    if (g->n == 0)
        return py_raise(py, &py_type_error, "'_FunctionGenerator' object needs a function's name");
    name = g->names[g->n - 1];
    for (size_t i = 0; i < n; i++)
        if (!(arguments[i] = sa_expression(py, args->values[i], name)))
            return NULL;
    count_star(py, name, arguments, &n);
    made = sa_function_new(py, name, arguments, n);
    if (!made)
        return NULL;
    for (size_t i = 0; i + 1 < g->n; i++)
        packages[i] = g->names[i];
    ((struct sa_function *)(void *)made)->packages = packages;
    for (size_t i = 0; i < args->n_keywords; i++)
        if (strcmp(args->keywords[i].name, "type_") == 0 &&
            !(made->sql_type = sa_type_of(py, args->keywords[i].value)))
            return NULL;
    return &made->object;
}

static const struct py_type generator_type = {
    .name = "_FunctionGenerator",
    .module = "sqlalchemy.sql.functions",
    .attr = part,
    .call = call,
};

struct py_object *sa_func(struct py *py)
{
    return generator_new(py, NULL, NULL);
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_function *f = (const void *)self;

    return strcmp(name, "name") == 0 ? py_string(py, f->name) : NULL;
}

static const struct py_method methods[] = {
    {"over", sa_over_method, PY_METHOD},
    {"filter", sa_filter_method, PY_METHOD},
    {"within_group", sa_within_group_method, PY_METHOD},
    {"alias", sa_function_alias_method, PY_METHOD},
    {"table_valued", sa_table_valued_method, PY_METHOD},
    {"column_valued", sa_column_valued_method, PY_METHOD},
    {NULL},
};

const struct py_type sa_function_type = {
    .name = "Function",
    .module = "sqlalchemy.sql.functions",
    .base = &sa_element_type,
    .methods = methods,
    .attr = attr,
};
