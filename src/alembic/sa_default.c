/* What fills a column on the server: Identity, Computed, Sequence, DefaultClause, FetchedValue. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/ddl.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"

bool ddl_write_expression(struct sa_compiler *c, struct py_object *expression)
{
    bool with_table = c->with_table, ok;
    struct sa_clause *clause = sa_clause_of(expression);

    if (!sa_known(c->py, expression))
        return false;
    if (!clause && !py_text(expression))
        return py_raise(c->py, &sa_argument_error,
                        "SQL expression element or literal value expected, got %s.",
                        py_repr_text(c->py, expression));
    c->with_table = false;
    ok = sa_compile(c, clause ? clause : sa_text(c->py, py_text(expression)));
    c->with_table = with_table;
    return ok;
}

bool ddl_write_default(struct sa_compiler *c, struct py_object *server_default)
{
    const struct py_string *text = py_as_string(server_default);
    struct sa_clause *clause = sa_clause_of(server_default);

    if (!sa_known(c->py, server_default))
        return false;
    if (py_is(server_default, &sa_default_type))
        return ddl_write_default(c, ((struct sa_server_default *)(void *)server_default)->argument);
    if (text) {
        sa_write_string(c, text->text, text->length);
        return true;
    }
    if (!clause)
        return py_raise(c->py, &sa_argument_error,
                        "Argument 'arg' is expected to be one of type '<class 'str'>' or "
                        "'<class 'sqlalchemy.sql.elements.ClauseElement'>' or "
                        "'<class 'sqlalchemy.sql.elements.TextClause'>', got '<class '%s'>'",
                        py_type_of(server_default)->name);
    return sa_compile(c, clause);
}

/* ---- options of identities and sequences --------------------------------------------------------
 */

bool ddl_write_identity_options(struct sa_compiler *c, const struct py_dict *options)
{
    static const struct {
        const char *name, *text;
        bool number;
    } all[] = {
        {"increment", "INCREMENT BY ", true},
        {"start", "START WITH ", true},
        {"minvalue", "MINVALUE ", true},
        {"maxvalue", "MAXVALUE ", true},
        {"nominvalue", "NO MINVALUE", false},
        {"nomaxvalue", "NO MAXVALUE", false},
        {"cache", "CACHE ", true},
        {"cycle", "CYCLE", false},
    };
    const char *separator = "";

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct py_object *value = py_dict_at(options, all[i].name);
        int64_t number;
        bool yes = true;

        if (sa_absent(value))
            continue;
        sa_write(c, separator);
        separator = " ";
        if (strcmp(all[i].name, "cycle") == 0 && !py_truth(c->py, value, &yes))
            return false;
        sa_writef(c, "%s%s", yes ? "" : "NO ", all[i].text);
        if (!all[i].number)
            continue;
        if (!py_need_int(c->py, value, &number))
            return false;
        sa_writef(c, "%lld", (long long)number);
    }
    return true;
}

bool ddl_write_identity(struct sa_compiler *c, const struct sa_identity *identity)
{
    MEM_SCRATCH(scratch);
    struct sa_compiler options = sa_compiler_ddl(c->py, scratch);

    if (!ddl_write_identity_options(&options, identity->options))
        return false;
    sa_writef(c, "GENERATED %s AS IDENTITY", identity->always ? "ALWAYS" : "BY DEFAULT");
    if (*sa_compiled(&options))
        sa_writef(c, " (%s)", sa_compiled(&options));
    return true;
}

#define OPTIONS                                                                                    \
    "?start", "?increment", "?minvalue", "?maxvalue", "?nominvalue", "?nomaxvalue", "?cycle",      \
        "?cache", "?order"
enum { N_OPTIONS = 9 };

static struct py_dict *options_of(struct py *py, const char *const *signature,
                                  struct py_object *const *slots)
{
    struct py_dict *options = py_dict_new(py);

    for (size_t i = 0; i < N_OPTIONS; i++)
        if (!sa_absent(slots[i]) &&
            (!sa_known(py, slots[i]) || !py_dict_put_text(py, options, signature[i] + 1, slots[i])))
            return NULL;
    return options;
}

static struct py_object *make_identity(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    static const char *const signature[] = {"?always", "?on_null", OPTIONS, "**dialect", NULL};
    struct py_object *slots[2 + N_OPTIONS + 1];
    struct sa_identity *identity = arena_new_object(py_arena(py), struct sa_identity);

    if (!py_bind(py, "Identity.__init__", signature, args, slots))
        return NULL;
    identity->object.type = type;
    if (!sa_absent(slots[0]) && !py_truth(py, slots[0], &identity->always))
        return NULL;
    identity->options = options_of(py, signature + 2, slots + 2);
    return identity->options ? &identity->object : NULL;
}

static struct py_object *make_computed(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    static const char *const signature[] = {"sqltext", "?persisted", NULL};
    struct py_object *slots[2];
    struct sa_computed *computed = arena_new_object(py_arena(py), struct sa_computed);

    if (!py_bind(py, "Computed.__init__", signature, args, slots) || !sa_known(py, slots[0]))
        return NULL;
    computed->object.type = type;
    computed->expression = slots[0];
    return sa_choice_of(py, slots[1], &computed->persisted) ? &computed->object : NULL;
}

/* ---- DefaultClause and FetchedValue -------------------------------------------------------------
 */

static struct py_object *make_default(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    static const char *const signature[] = {"arg", "?for_update", "?_reflected", NULL};
    struct py_object *slots[3];
    struct sa_server_default *made = arena_new_object(py_arena(py), struct sa_server_default);

    if (!py_bind(py, "DefaultClause.__init__", signature, args, slots))
        return NULL;
    made->object.type = type;
    made->argument = slots[0];
    return &made->object;
}

static struct py_object *make_fetched(struct py *py, const struct py_type *type,
                                      const struct py_args *args)
{
    struct py_object *for_update;
    struct sa_server_default *made = arena_new_object(py_arena(py), struct sa_server_default);

    if (!py_bind(py, "FetchedValue.__init__", (const char *const[]){"?for_update", NULL}, args,
                 &for_update))
        return NULL;
    made->object.type = type;
    return &made->object;
}

static struct py_object *default_attr(struct py *py, struct py_object *self, const char *name)
{
    struct sa_server_default *made = (void *)self;

    (void)py;
    return strcmp(name, "arg") == 0 ? made->argument : NULL;
}

const struct py_type sa_fetched_type = {
    .name = "FetchedValue", .module = "sqlalchemy.sql.schema", .make = make_fetched};
const struct py_type sa_default_type = {.name = "DefaultClause",
                                        .module = "sqlalchemy.sql.schema",
                                        .base = &sa_fetched_type,
                                        .make = make_default,
                                        .attr = default_attr};
const struct py_type sa_identity_type = {.name = "Identity",
                                         .module = "sqlalchemy.sql.schema",
                                         .base = &sa_fetched_type,
                                         .make = make_identity};
const struct py_type sa_computed_type = {.name = "Computed",
                                         .module = "sqlalchemy.sql.schema",
                                         .base = &sa_fetched_type,
                                         .make = make_computed};

/* ---- Sequence -----------------------------------------------------------------------------------
 */

static bool compile_nextval(struct sa_compiler *c, const struct sa_clause *clause)
{
    MEM_SCRATCH(scratch);
    const struct sa_sequence *sequence = (const void *)clause;
    struct sa_compiler name = sa_compiler_ddl(c->py, scratch);
    const char *text;

    sa_write_qualified(&name, sequence->schema, sequence->name);
    text = sa_compiled(&name);
    if (!text)
        return false;
    sa_write(c, "nextval(");
    sa_write_string(c, text, strlen(text));
    sa_write(c, ")");
    return true;
}

static const struct sa_clause_kind sequence_kind = {.name = "sequence", .compile = compile_nextval};

static struct py_object *make_sequence(struct py *py, const struct py_type *type,
                                       const struct py_args *args)
{
    static const char *const signature[] = {
        "name",      OPTIONS,         "?schema",     "?optional",  "?quote",
        "?metadata", "?quote_schema", "?for_update", "?data_type", NULL};
    enum {
        SCHEMA = 1 + N_OPTIONS,
        OPTIONAL,
        QUOTE,
        METADATA,
        QUOTE_SCHEMA,
        FOR_UPDATE,
        DATA_TYPE,
        SLOTS
    };
    struct py_object *slots[SLOTS];
    struct sa_sequence *sequence = arena_new_object(py_arena(py), struct sa_sequence);

    if (!py_bind(py, "Sequence.__init__", signature, args, slots) ||
        !sa_name_of(py, slots[0], "name", &sequence->name) ||
        !sa_text_of(py, slots[SCHEMA], "schema", &sequence->schema))
        return NULL;
    if (!sequence->name.text)
        return py_raise(py, &py_type_error, "the name of a sequence must be a str, not NoneType");
    sequence->clause.object.type = type;
    sequence->clause.kind = &sequence_kind;
    sequence->options = options_of(py, signature + 1, slots + 1);
    if (!sequence->options ||
        (slots[OPTIONAL] && !py_truth(py, slots[OPTIONAL], &sequence->optional)))
        return NULL;
    if (!sa_absent(slots[DATA_TYPE])) {
        sequence->data_type = sa_type_of(py, slots[DATA_TYPE]);
        if (!sequence->data_type)
            return NULL;
    }
    return &sequence->clause.object;
}

bool ddl_write_create_sequence(struct sa_compiler *c, const struct sa_sequence *sequence,
                               bool if_not_exists)
{
    size_t start;

    sa_writef(c, "CREATE SEQUENCE %s", if_not_exists ? "IF NOT EXISTS " : "");
    sa_write_qualified(c, sequence->schema, sequence->name);
    if (sequence->data_type) {
        sa_write(c, " AS ");
        if (!sa_write_type(c, sequence->data_type))
            return false;
    }
    if (sequence->options->n == 0)
        return true;
    start = c->sql->length;
    sa_write(c, " ");
    if (!ddl_write_identity_options(c, sequence->options))
        return false;
    if (c->sql->length == start + 1)
        buf_cut(c->sql, start);
    return true;
}

static const struct py_method sequence_methods[] = {
    {"create", sa_create, PY_METHOD},
    {"drop", sa_drop, PY_METHOD},
    {NULL},
};

const struct py_type sa_sequence_type = {.name = "Sequence",
                                         .module = "sqlalchemy.sql.schema",
                                         .base = &sa_element_type,
                                         .make = make_sequence,
                                         .methods = sequence_methods};
