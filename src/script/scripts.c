#include "script/scripts.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "py/parser.h"
#include "script/checksum.h"
#include "script/py_checksum.h"
#include "script/py_header.h"
#include "script/py_note.h"
#include "script/source.h"
#include "stdlib/stdlib.h"

static const char *const function_names[] = {"upgrade", "downgrade"};

struct scripts {
    struct scripts_options options;
    struct alembic_context *context;
    struct py_note nowhere; /* where statements go that nobody asked for */
    struct script_side dropped;
    struct py_host *host;
    struct py *py;
    struct arena *trees;
    struct map *modules;      /* by path; NULL: it must be loaded again */
    struct map *noted;        /* by direction and path */
    unsigned n_live;          /* so many live sides have run */
    struct py_lines *loading; /* what modules printed when they were loaded first; said once */
};

/* A side that was noted. */
struct noted {
    struct script *script;
    struct py_dict *types_before; /* for which CREATE TYPE had been written by then */
    struct py_lines *said;
    unsigned n_live;
};

struct scripts *scripts_new(TALLOC_CTX *mem, const struct scripts_options *options)
{
    struct scripts *scripts = mem_new(mem, struct scripts);

    scripts->options = *options;
    scripts->context = mem_new(scripts, struct alembic_context);
    *scripts->context = options->context;
    py_note_init(&scripts->nowhere, scripts, &scripts->dropped, NULL, false);
    scripts->context->sink = &scripts->nowhere.sink;
    scripts->options.world.types = options->context.types;
    scripts->options.world.defines = options->context.defines;
    scripts->host = py_world_new(scripts, &scripts->options.world);
    scripts->trees = arena_new(scripts);
    scripts->modules = map_new(scripts);
    scripts->noted = map_new(scripts);
    return scripts;
}

struct py *scripts_interpreter(struct scripts *scripts)
{
    if (scripts->py)
        return scripts->py;
    scripts->py = py_new(scripts, scripts->host, &(struct py_limits){.steps = 0});
    stdlib_add_modules(scripts->py);
    alembic_add_modules(scripts->py);
    py_set_data(scripts->py, scripts->context);
    return scripts->py;
}

struct arena *scripts_trees(struct scripts *scripts)
{
    return scripts->trees;
}

/* As Alembic names a module: what cannot stand in a name becomes "_". */
static char *module_name(TALLOC_CTX *mem, const char *path)
{
    char *name = mem_strdup(mem, path_name(path));

    for (char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c) && !(*c & 0x80))
            *c = '_';
    return name;
}

static bool read_source(TALLOC_CTX *mem, const char *path, struct source *source, struct error *err)
{
    return source_read(mem, path, SOURCE_MAX, source, err) &&
           source_check_bytes(source, source->length, err);
}

static struct py_module *load(struct scripts *scripts, const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct py_module *module = map_at(scripts->modules, path);
    struct source source;
    struct py_tree *tree;

    if (module)
        return module;
    if (!read_source(scratch, path, &source, err))
        return NULL;
    tree = py_parse(scripts->trees, mem_strdup(scripts, path), source.text, source.length, err);
    if (tree)
        module = py_load(scripts_interpreter(scripts), tree, module_name(scripts, path), err);
    map_put(scripts->modules, path, module);
    return module;
}

/* '*present' is false when the script has no such function. */
static bool call(struct scripts *scripts, const char *path, enum script_direction direction,
                 bool *present, struct error *err)
{
    static const struct py_args no_arguments = {.n = 0};
    struct py_module *module = load(scripts, path, err);
    struct py_object *function;

    *present = true;
    if (!module)
        return false;
    function = py_dict_at(module->dict, function_names[direction]);
    *present = function != NULL;
    return !function || py_run(scripts->py, function, &no_arguments, err);
}

static struct py_dict *copy_of(struct py *py, const struct py_dict *dict)
{
    struct py_dict *copy = dict ? py_dict_new(py) : NULL;

    for (size_t i = 0; dict && i < dict->n_entries; i++)
        if (dict->entries[i].key)
            py_dict_put(py, copy, dict->entries[i].key, dict->entries[i].value);
    return copy;
}

static bool check_function(const char *path, enum script_direction direction, bool present,
                           struct error *err)
{
    if (present || direction == SCRIPT_DOWNGRADE)
        return true;
    error_set(err, ERROR_INVALID, "%s has no function upgrade()", path);
    return error_hint(err, "Write one; \"pass\" as its body if there is nothing to do.");
}

/* Whatever the evaluation came to after it had asked for rows: it will be done again. */
static bool settle(struct scripts *scripts, const struct noted *noted, const char *path,
                   struct script_side *side, struct error *err)
{
    error_clear(err);
    *side = (struct script_side){.present = side->present, .live = true};
    scripts->context->enums_made = noted->types_before;
    map_put(scripts->modules, path, NULL);
    return true;
}

static bool note(struct scripts *scripts, struct noted *noted, const char *path,
                 enum script_direction direction, struct error *err)
{
    struct script_side *side = &noted->script->sides[direction];
    struct py_note note;
    bool present, ok;

    py_note_init(&note, noted->script, side, scripts_interpreter(scripts),
                 scripts->context->offline);
    scripts->context->sink = &note.sink;
    noted->types_before = copy_of(scripts_interpreter(scripts), scripts->context->enums_made);
    py_world_hold(scripts->host, &side->n);
    ok = call(scripts, path, direction, &present, err);
    noted->said = py_world_held(noted, scripts->host);
    scripts->context->sink = &scripts->nowhere.sink;
    side->present = present;
    if (note.asked)
        return settle(scripts, noted, path, side, err);
    return ok && check_function(path, direction, present, err);
}

static char *key_of(TALLOC_CTX *mem, const char *path, enum script_direction direction)
{
    return mem_printf(mem, "%s %s", function_names[direction], path);
}

/* What an earlier live script did was not known when this one was noted. */
static struct noted *find_noted(struct scripts *scripts, const char *key)
{
    struct noted *noted = map_at(scripts->noted, key);

    return noted && noted->n_live == scripts->n_live ? noted : NULL;
}

static struct noted *read_python(struct scripts *scripts, const char *path,
                                 enum script_direction direction, struct error *err)
{
    MEM_SCRATCH(scratch);
    char *key = key_of(scratch, path, direction);
    struct noted *noted = find_noted(scripts, key);

    if (noted)
        return noted;
    noted = mem_new(scratch, struct noted);
    noted->n_live = scripts->n_live;
    noted->script = mem_new(noted, struct script);
    noted->script->path = mem_strdup(noted->script, path);
    noted->script->is_python = true;
    noted->script->checksum = scripts_checksum(noted->script, path, err);
    if (!noted->script->checksum || !note(scripts, noted, path, direction, err))
        return NULL;
    map_put(scripts->noted, key, noted);
    return talloc_steal(scripts, noted);
}

static bool refuse_python(const char *path, struct error *err)
{
    return error_set(err, ERROR_INVALID, "%s is a Python script, which cannot be run here", path);
}

struct script *scripts_read(TALLOC_CTX *mem, struct scripts *scripts, const char *path,
                            enum script_direction direction, struct error *err)
{
    struct noted *noted;
    struct script *script;

    if (!py_header_is_python(path))
        return script_read(mem, path, err);
    if (!scripts)
        return refuse_python(path, err), NULL;
    noted = read_python(scripts, path, direction, err);
    if (!noted)
        return NULL;
    script = mem_new(mem, struct script);
    *script = *noted->script;
    return script;
}

char *scripts_checksum(TALLOC_CTX *mem, const char *path, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct source source;
    struct script *script;

    if (py_header_is_python(path))
        return read_source(scratch, path, &source, err) ? py_checksum(mem, &source) : NULL;
    script = script_read(scratch, path, err);
    return script ? mem_strdup(mem, script->checksum) : NULL;
}

/* Afresh: what the evaluation that was broken off left in the module is not the script's. */
void scripts_load(struct scripts *scripts, const char *path)
{
    MEM_SCRATCH(scratch);
    struct script_side side = {.n = 0};
    struct py_note note;

    if (!py_header_is_python(path))
        return;
    py_note_init(&note, scratch, &side, scripts_interpreter(scripts), scripts->context->offline);
    scripts->context->sink = &note.sink;
    py_world_hold(scripts->host, NULL);
    load(scripts, path, error_new(scratch));
    scripts->loading =
        py_world_join(scripts, scripts->loading, py_world_held(scratch, scripts->host));
    scripts->context->sink = &scripts->nowhere.sink;
    if (note.asked || side.n > 0) /* it acts when it is loaded: not before its turn */
        map_put(scripts->modules, path, NULL);
}

void scripts_say_loading(struct scripts *scripts)
{
    py_world_say(scripts->host, scripts->loading, 0, 0);
    TALLOC_FREE(scripts->loading);
}

static bool run_live(struct scripts *scripts, const struct noted *noted, const char *path,
                     enum script_direction direction, const struct alembic_sink *sink,
                     struct error *err)
{
    bool present, ok;

    if (scripts->n_live++ == 0)
        scripts->context->enums_made = noted->types_before;
    map_put(scripts->modules, path, NULL);
    scripts->context->sink = sink;
    py_world_hold(scripts->host, NULL);
    ok = load(scripts, path, err) != NULL;
    talloc_free(py_world_held(scripts, scripts->host)); /* it said so before */
    ok = ok && call(scripts, path, direction, &present, err);
    scripts->context->sink = &scripts->nowhere.sink;
    return ok && check_function(path, direction, present, err);
}

void scripts_say(struct scripts *scripts, const char *path, enum script_direction direction,
                 size_t statement)
{
    MEM_SCRATCH(scratch);
    const struct noted *noted = find_noted(scripts, key_of(scratch, path, direction));

    if (noted)
        py_world_say(scripts->host, noted->said, statement, statement);
}

bool scripts_run(struct scripts *scripts, const char *path, enum script_direction direction,
                 const struct alembic_sink *sink, struct error *err)
{
    struct noted *noted = read_python(scripts, path, direction, err);

    if (!noted)
        return false;
    scripts_say_loading(scripts);
    if (noted->script->sides[direction].live)
        return run_live(scripts, noted, path, direction, sink, err);
    py_world_say(scripts->host, noted->said, 0, SIZE_MAX);
    return true;
}
