/* op.get_context(), alembic.context and its config. */
#include <string.h>

#include "alembic/context.h"
#include "alembic/names.h"
#include "alembic/op.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"

static struct py_object *text_or_none(struct py *py, const char *text)
{
    return text ? py_string(py, text) : py_none();
}

static struct py_object *plain(struct py *py, const struct py_type *type)
{
    struct py_object *o = arena_new_object(py_arena(py), struct py_object);

    o->type = type;
    return o;
}

/* ---- with op.get_context().autocommit_block(): --------------------------------------------------
 */

static bool switch_autocommit(struct py *py, bool on)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    const struct alembic_sink *sink = alembic_context(py)->sink;

    return sink->autocommit(sink->data, on, py_here(py), err) || alembic_raise(py, err);
}

static struct py_object *enter_block(struct py *py, struct py_object *self)
{
    return switch_autocommit(py, true) ? self : NULL;
}

static bool leave_block(struct py *py, struct py_object *self, struct py_object *exception,
                        bool *swallowed)
{
    (void)self, (void)exception;
    *swallowed = false;
    return switch_autocommit(py, false);
}

static const struct py_type block_type = {
    .name = "_GeneratorContextManager",
    .module = "alembic.runtime.migration",
    .enter = enter_block,
    .leave = leave_block,
};

static struct py_object *autocommit_block(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    (void)self, (void)args;
    return plain(py, &block_type);
}

/* ---- with context.begin_transaction(): ----------------------------------------------------------
 */

static struct py_object *enter_nothing(struct py *py, struct py_object *self)
{
    (void)py;
    return self;
}

static bool leave_nothing(struct py *py, struct py_object *self, struct py_object *exception,
                          bool *swallowed)
{
    (void)py, (void)self, (void)exception;
    *swallowed = false;
    return true;
}

static const struct py_type transaction_type = {
    .name = "_ProxyTransaction",
    .module = "alembic.runtime.migration",
    .enter = enter_nothing,
    .leave = leave_nothing,
};

static struct py_object *begin_transaction(struct py *py, struct py_object *self,
                                           const struct py_args *args)
{
    (void)self, (void)args;
    return plain(py, &transaction_type);
}

/* ---- config -------------------------------------------------------------------------------------
 */

static struct py_object *option(struct py *py, const char *section, struct py_object *name,
                                struct py_object *otherwise)
{
    const struct alembic_context *context = alembic_context(py);
    const char *value = NULL, *text;

    if (!sa_text_of(py, name, "name", &text))
        return NULL;
    if (context->option && text)
        value = context->option(context->option_data, section, text);
    return value ? py_string(py, value) : otherwise ? otherwise : py_none();
}

static struct py_object *get_main_option(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    struct py_object *slots[2];

    (void)self;
    if (!py_bind(py, "get_main_option", (const char *const[]){"name", "?default", NULL}, args,
                 slots))
        return NULL;
    return option(py, NULL, slots[0], slots[1]);
}

static struct py_object *get_section_option(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    static const char *const signature[] = {"section", "name", "?default", NULL};
    struct py_object *slots[3];
    const char *section;

    (void)self;
    if (!py_bind(py, "get_section_option", signature, args, slots) ||
        !sa_text_of(py, slots[0], "section", &section))
        return NULL;
    return option(py, section, slots[1], slots[2]);
}

static const struct py_method config_methods[] = {
    {"get_main_option", get_main_option, PY_METHOD},
    {"get_alembic_option", get_main_option, PY_METHOD},
    {"get_section_option", get_section_option, PY_METHOD},
    {NULL},
};

static struct py_object *config_attr(struct py *py, struct py_object *self, const char *name)
{
    (void)self;
    if (strcmp(name, "config_file_name") == 0)
        return text_or_none(py, alembic_context(py)->config_path);
    if (strcmp(name, "config_ini_section") == 0)
        return py_string(py, "alembic");
    if (strcmp(name, "attributes") == 0)
        return &py_dict_new(py)->object;
    if (strcmp(name, "cmd_opts") == 0)
        return py_none();
    return NULL;
}

static const struct py_type config_type = {
    .name = "Config",
    .module = "alembic.config",
    .methods = config_methods,
    .attr = config_attr,
};

/* ---- MigrationContext ---------------------------------------------------------------------------
 */

static struct py_object *opts(struct py *py)
{
    const struct alembic_context *context = alembic_context(py);
    struct py_dict *dict = py_dict_new(py);

    if (!py_dict_put_text(py, dict, "as_sql", py_bool(context->offline)) ||
        !py_dict_put_text(py, dict, "version_table", text_or_none(py, context->version_table)) ||
        !py_dict_put_text(py, dict, "version_table_schema",
                          text_or_none(py, context->version_table_schema)))
        return NULL;
    return &dict->object;
}

static struct py_object *context_attr(struct py *py, struct py_object *self, const char *name)
{
    if (strcmp(name, "as_sql") == 0)
        return py_bool(alembic_context(py)->offline);
    if (strcmp(name, "dialect") == 0)
        return sa_dialect(py);
    if (strcmp(name, "opts") == 0)
        return opts(py);
    if (strcmp(name, "bind") == 0 || strcmp(name, "connection") == 0)
        return alembic_bind(py);
    if (strcmp(name, "config") == 0)
        return plain(py, &config_type);
    if (strcmp(name, "impl") == 0 || strcmp(name, "migration_context") == 0)
        return self;
    if (strcmp(name, "transactional_ddl") == 0)
        return py_bool(true);
    return NULL;
}

static const struct py_method context_methods[] = {
    {"autocommit_block", autocommit_block, PY_METHOD},
    {"begin_transaction", begin_transaction, PY_METHOD},
    {"execute", op_execute, PY_METHOD},
    {NULL},
};

static const struct py_type context_type = {
    .name = "MigrationContext",
    .module = "alembic.runtime.migration",
    .methods = context_methods,
    .attr = context_attr,
};

struct py_object *op_get_context(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return plain(py, &context_type);
}

struct py_object *op_get_bind(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self, (void)args;
    return alembic_bind(py);
}

/* ---- alembic.context ----------------------------------------------------------------------------
 */

static struct py_object *is_offline_mode(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    (void)self, (void)args;
    return py_bool(alembic_context(py)->offline);
}

static struct py_object *is_transactional_ddl(struct py *py, struct py_object *self,
                                              const struct py_args *args)
{
    (void)py, (void)self, (void)args;
    return py_bool(true);
}

/* "-x tenant=a -x quiet" as a list, or as {"tenant": "a", "quiet": ""}. */
static struct py_object *get_x_argument(struct py *py, struct py_object *self,
                                        const struct py_args *args)
{
    const char *const *x = alembic_context(py)->x_arguments;
    struct py_object *as_dictionary;
    struct py_list *list = py_list_new(py);
    struct py_dict *dict = py_dict_new(py);
    bool is_dict;

    (void)self;
    if (!py_bind(py, "get_x_argument", (const char *const[]){"?as_dictionary", NULL}, args,
                 &as_dictionary) ||
        !op_flag(py, as_dictionary, &is_dict))
        return NULL;
    for (size_t i = 0; x && x[i]; i++) {
        size_t n = strcspn(x[i], "=");
        const char *value = x[i][n] ? x[i] + n + 1 : "";

        if (!py_list_add(py, list, py_string(py, x[i])) ||
            !py_dict_put(py, dict, py_stringn(py, x[i], n), py_string(py, value)))
            return NULL;
    }
    return is_dict ? &dict->object : &list->object;
}

static struct py_object *get_tag_argument(struct py *py, struct py_object *self,
                                          const struct py_args *args)
{
    const char *const *tag = alembic_context(py)->tag;

    (void)self, (void)args;
    return text_or_none(py, tag ? *tag : NULL);
}

static struct py_object *config(struct py *py)
{
    return plain(py, &config_type);
}

const struct alembic_export alembic_context_names[] = {
    {.name = "begin_transaction", .function = begin_transaction},
    {.name = "config", .value = config},
    {.name = "execute", .function = op_execute},
    {.name = "get_bind", .function = op_get_bind},
    {.name = "get_context", .function = op_get_context},
    {.name = "get_tag_argument", .function = get_tag_argument},
    {.name = "get_x_argument", .function = get_x_argument},
    {.name = "is_offline_mode", .function = is_offline_mode},
    {.name = "is_transactional_ddl", .function = is_transactional_ddl},
    {.name = NULL},
};
