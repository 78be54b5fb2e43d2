#include "script/py_template.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "py/parser.h"
#include "py/py.h"
#include "script/mako.h"
#include "script/source.h"
#include "script/write.h"

enum { MAX_TEMPLATE = 1 << 20, N_NAMES = 12 };

/* In the order of values_of(). */
static const char *const names[N_NAMES + 1] = {
    "message", "up_revision", "down_revision", "branch_labels", "depends_on", "create_date",
    "imports", "upgrades",    "downgrades",    "comma",         "config",     "context",
    NULL};

struct rendering {
    const struct py_template *template;
    struct buf *text;
};

static struct py_object *write_piece(struct py *py, struct py_object *self,
                                     const struct py_args *args)
{
    struct rendering *rendering = py_data(py);
    const char *text = args->n == 1 ? py_str_text(py, args->values[0]) : "";

    (void)self;
    if (!text)
        return NULL;
    buf_add(rendering->text, text);
    return py_may_have(py, rendering->text->length) ? py_none() : NULL;
}

/* comma: None is nothing, a text itself, others are joined. */
static struct py_object *comma(struct py *py, struct py_object *self, const struct py_args *args)
{
    static const char *const parameters[] = {"value", NULL};
    struct py_object *value, *separator = py_string(py, ", ");

    (void)self;
    if (!py_bind(py, "format_as_comma", parameters, args, &value))
        return NULL;
    if (py_is_none(value))
        return py_string(py, "");
    if (py_text(value))
        return value;
    return py_call_method(py, separator, "join", &(struct py_args){.values = &value, .n = 1});
}

static struct py_object *option(struct py *py, const char *section, struct py_object *name,
                                struct py_object *otherwise)
{
    const struct rendering *rendering = py_data(py);
    const char *text = py_text(name);
    const char *value = text && rendering->template->option
                            ? rendering->template->option(rendering->template->data, section, text)
                            : NULL;

    if (value)
        return py_string(py, value);
    return otherwise ? otherwise : py_none();
}

static struct py_object *get_main_option(struct py *py, struct py_object *self,
                                         const struct py_args *args)
{
    static const char *const parameters[] = {"name", "?default", NULL};
    struct py_object *slots[2];

    (void)self;
    if (!py_bind(py, "get_main_option", parameters, args, slots))
        return NULL;
    return option(py, NULL, slots[0], slots[1]);
}

static struct py_object *get_section_option(struct py *py, struct py_object *self,
                                            const struct py_args *args)
{
    static const char *const parameters[] = {"section", "name", "?default", NULL};
    struct py_object *slots[3];

    (void)self;
    if (!py_bind(py, "get_section_option", parameters, args, slots))
        return NULL;
    return option(py, py_text(slots[0]), slots[1], slots[2]);
}

static const struct py_method config_methods[] = {
    {.name = "get_main_option", .call = get_main_option},
    {.name = "get_section_option", .call = get_section_option},
    {.name = NULL},
};

static const struct py_type config_type = {
    .name = "Config", .module = "alembic.config", .methods = config_methods};

static struct py_object *text_or_none(struct py *py, const char *text)
{
    return text ? py_string(py, text) : py_none();
}

/* None for none, a str for one unless 'always_tuple', else a tuple. */
static struct py_object *list_value(struct py *py, const char *const *list, bool always_tuple)
{
    size_t n = strings_count(list);
    struct py_object **items = arena_new_array(py_arena(py), struct py_object *, n + 1);

    if (n == 0)
        return py_none();
    for (size_t i = 0; i < n; i++)
        items[i] = py_string(py, list[i]);
    return n == 1 && !always_tuple ? items[0] : py_tuple(py, items, n);
}

static void values_of(struct py *py, const struct script_draft *draft, const char *create_date,
                      struct py_object **values)
{
    const char *message = draft->message ? draft->message : "empty message";
    struct py_dict *context = py_dict_new(py);
    struct py_object *config = arena_new_object(py_arena(py), struct py_object);

    values[0] = py_string(py, message);
    values[1] = py_string(py, draft->id);
    values[2] = list_value(py, draft->down, false);
    values[3] = list_value(py, draft->labels, true);
    values[4] = list_value(py, draft->depends, false);
    values[5] = text_or_none(py, create_date);
    for (size_t i = 6; i < 9; i++)
        values[i] = py_string(py, "");
    values[9] = py_native_function(py, "comma", comma, NULL);
    config->type = &config_type;
    values[10] = config;
    values[11] = &context->object;
    for (size_t i = 0; i < N_NAMES - 1; i++)
        py_dict_put_text(py, context, names[i], values[i]);
}

static bool run(struct py *py, const struct py_tree *tree, const struct script_draft *draft,
                const char *create_date, struct error *err)
{
    struct py_object *values[N_NAMES + 1] = {py_native_function(py, "_write", write_piece, NULL)};
    const struct py_args args = {.values = values, .n = N_NAMES + 1};
    struct py_module *module = py_load(py, tree, "script.py.mako", err);

    if (!module)
        return false;
    values_of(py, draft, create_date, values + 1);
    return py_run(py, py_dict_at(module->dict, "_render"), &args, err) != NULL;
}

static struct py_tree *translate(TALLOC_CTX *mem, struct py *py, const char *path,
                                 struct error *err)
{
    struct source source;
    char *python;

    if (!source_read(mem, path, MAX_TEMPLATE, &source, err) ||
        !source_check_bytes(&source, source.length, err))
        return NULL;
    python = mako_to_python(mem, path, source.text, source.length, names, err);
    return python ? py_parse_from(py_arena(py), path, 0, python, strlen(python), err) : NULL;
}

char *py_template_render(TALLOC_CTX *mem, const struct py_template *template,
                         const struct script_draft *draft, const char *create_date,
                         struct error *err)
{
    MEM_SCRATCH(scratch);
    static const struct py_host no_world;
    static const struct py_limits limits = {.steps = 1000000};
    struct rendering rendering = {.template = template, .text = buf_new(scratch, BUF_MAX)};
    struct py *py = py_new(scratch, &no_world, &limits);
    struct py_tree *tree;

    if (!file_exists(template->path)) {
        error_set(err, ERROR_NOT_FOUND, "there is no template %s", template->path);
        error_hint(err, "New Python scripts are made from it; \"list_templates\" and \"init\" say "
                        "where one comes from.");
        return NULL;
    }
    py_set_data(py, &rendering);
    tree = translate(scratch, py, template->path, err);
    if (!tree || !run(py, tree, draft, create_date, err))
        return NULL;
    return buf_take(mem, rendering.text);
}
