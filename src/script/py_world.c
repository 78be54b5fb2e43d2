#include "script/py_world.h"

#include <errno.h>
#include <string.h>

#include "alembic/overlay.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/strlist.h"
#include "plugin/plugin.h"
#include "py/py.h"

/* Longer files are no part of a migration script. */
enum { FILE_MAX = 64 << 20, SLEEP_MAX_MS = 3600 * 1000 };

struct py_line {
    const char *logger, *level, *text;
    size_t time;
};

struct py_lines {
    struct py_line *items;
    size_t n;
};

struct module {
    const char *path, *text;
    size_t length;
    bool is_package;
};

struct world {
    const struct py_world_options *options;
    const char *root;       /* without links */
    struct strlist *places; /* where modules are looked for, without links */
    struct map *modules;    /* by name; NULL: there is none */
    struct py_lines *held;  /* NULL: lines are said at once */
    const size_t *clock;    /* or NULL */
};

static bool is_below(const char *folder, const char *path)
{
    size_t n = strlen(folder);

    return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

static const char *environment(void *data, const char *name)
{
    const struct world *world = data;

    return world->options->environment(world->options->environment_data, name);
}

/* The real path of 'path' if that lies in 'folder'; links that lead out of it are none. */
static char *real_below(TALLOC_CTX *mem, const char *folder, const char *path)
{
    char *real = path_real(mem, path);

    return real && is_below(folder, real) ? real : NULL;
}

/* "a.b" as "a/b"; NULL for what is no module's name. */
static char *module_path(TALLOC_CTX *mem, const char *folder, const char *name)
{
    char *path;

    if (strchr(name, '/') || strstr(name, "..") || *name == '.' || !*name)
        return NULL;
    path = path_join(mem, folder, name);
    for (char *c = path + strlen(folder); *c; c++)
        if (*c == '.')
            *c = '/';
    return path;
}

static struct module *read_module(struct world *world, const char *folder, const char *path,
                                  bool is_package)
{
    MEM_SCRATCH(scratch);
    char *real = real_below(scratch, folder, path);
    struct module *module;
    struct file_text *text;

    if (!real || file_is_folder(real))
        return NULL;
    module = mem_new(world, struct module);
    text = file_read(module, real, FILE_MAX, error_new(scratch));
    if (!text)
        return NULL;
    *module = (struct module){mem_strdup(module, path), text->bytes, text->length, is_package};
    return module;
}

/* A package with its own code, or a module. */
static struct module *find_in(struct world *world, const char *folder, const char *name)
{
    MEM_SCRATCH(scratch);
    const char *base = module_path(scratch, folder, name);
    struct module *found = NULL;

    if (base)
        found = read_module(world, folder, path_join(scratch, base, "__init__.py"), true);
    if (base && !found)
        found = read_module(world, folder, mem_printf(scratch, "%s.py", base), false);
    return found;
}

/* A folder without code of its own is a package, too, if nothing else has the name. */
static struct module *find_folder(struct world *world, const char *folder, const char *name)
{
    MEM_SCRATCH(scratch);
    const char *base = module_path(scratch, folder, name);
    char *real = base ? real_below(scratch, folder, base) : NULL;
    struct module *module;

    if (!real || !file_is_folder(real))
        return NULL;
    module = mem_new(world, struct module);
    *module = (struct module){mem_strdup(module, base), "", 0, true};
    return module;
}

/* A package whose operations come with this program. */
static struct module *find_plugin(struct world *world, const char *name)
{
    bool is_package;
    const char *text = plugin_source(name, &is_package);
    struct module *module;

    if (!text)
        return NULL;
    module = mem_new(world, struct module);
    *module = (struct module){mem_strdup(module, name), text, strlen(text), is_package};
    return module;
}

static struct module *find(struct world *world, const char *name)
{
    struct module *found = NULL;

    for (size_t i = 0; !found && i < world->places->n; i++)
        found = find_in(world, world->places->items[i], name);
    if (!found)
        found = find_plugin(world, name);
    for (size_t i = 0; !found && i < world->places->n; i++)
        found = find_folder(world, world->places->items[i], name);
    return found;
}

static bool has_module(void *data, const char *name)
{
    return find(data, name) != NULL;
}

/* With what the configuration says of names in the module behind its own source. */
static struct module *overlaid(struct world *world, const char *name, struct module *found)
{
    MEM_SCRATCH(scratch);
    const struct alembic_overlay overlay = {world->options->types, world->options->defines,
                                            has_module, world};
    const char *lines = alembic_overlay_source(scratch, &overlay, name);
    struct module *module;
    struct buf *text;

    if (!lines)
        return found;
    module = mem_new(world, struct module);
    text = buf_new(module, BUF_MAX);
    if (found)
        buf_addn(text, found->text, found->length);
    buf_addf(text, "\n%s", lines);
    *module = (struct module){.path = mem_strdup(module, found ? found->path : name),
                              .text = text->text,
                              .length = text->length,
                              .is_package = !found || found->is_package};
    return module;
}

static const char *source(void *data, const char *name, const char **path, size_t *length,
                          bool *is_package)
{
    struct world *world = data;
    const struct module *module;

    if (!map_has(world->modules, name))
        map_put(world->modules, name, overlaid(world, name, find(world, name)));
    module = map_at(world->modules, name);
    if (!module)
        return NULL;
    *path = module->path;
    *length = module->length;
    *is_package = module->is_package;
    return module->text;
}

static bool read_file(void *data, const char *path, TALLOC_CTX *mem, char **text, size_t *length)
{
    MEM_SCRATCH(scratch);
    const struct world *world = data;
    char *real = path_real(scratch, path);
    struct file_text *file;

    if (!real) /* realpath() has set errno */
        return false;
    errno = EACCES;
    if (!is_below(world->root, real))
        return false;
    file = file_read(scratch, real, FILE_MAX, error_new(scratch));
    if (!file)
        return false;
    *text = mem_strndup(mem, file->bytes, file->length);
    *length = file->length;
    return true;
}

static bool exists(void *data, const char *path, bool *is_folder)
{
    MEM_SCRATCH(scratch);
    const struct world *world = data;
    char *real = real_below(scratch, world->root, path);

    *is_folder = real && file_is_folder(real);
    return real != NULL;
}

static void keep(struct py_lines *lines, const char *logger, const char *level, const char *text,
                 size_t time)
{
    lines->items = mem_resize(lines, lines->items, lines->n + 1);
    lines->items[lines->n++] = (struct py_line){
        .logger = logger ? mem_strdup(lines, logger) : NULL,
        .level = level ? mem_strdup(lines, level) : NULL,
        .text = mem_strdup(lines, text),
        .time = time,
    };
}

static void say(void *data, const char *logger, const char *level, const char *text)
{
    const struct world *world = data;

    if (world->held)
        keep(world->held, logger, level, text, world->clock ? *world->clock : 0);
    else if (world->options->say)
        world->options->say(world->options->say_data, logger, level, text);
}

/* A signal that ends the pause ends the run, too, as soon as a statement is sent. */
static void pause_script(void *data, double seconds)
{
    MEM_SCRATCH(scratch);
    const struct world *world = data;
    double ms = seconds * 1000;

    if (!world->held && ms > 0)
        interrupt_sleep(ms < SLEEP_MAX_MS ? (int)ms : SLEEP_MAX_MS, error_new(scratch));
}

static void add_place(struct strlist *places, const char *folder)
{
    MEM_SCRATCH(scratch);
    char *real = path_real(scratch, folder);

    if (real && !strlist_has(places, real))
        strlist_add(places, real);
}

/* A project that is a package itself is imported from the folder above it. */
static void add_above(struct strlist *places, const char *folder)
{
    MEM_SCRATCH(scratch);

    if (!file_exists(path_join(scratch, folder, "__init__.py")))
        return;
    while (strcmp(folder, "/") != 0 && file_exists(path_join(scratch, folder, "__init__.py")))
        folder = path_folder(scratch, folder);
    add_place(places, folder);
}

/* What is not configured is where projects keep their packages. */
static struct strlist *list_places(struct world *world, const struct py_world_options *options)
{
    struct strlist *places = strlist_new(world);

    for (size_t i = 0; options->sys_path && options->sys_path[i]; i++)
        add_place(places, options->sys_path[i]);
    add_place(places, options->root);
    add_place(places, path_join(world, options->root, "src"));
    add_above(places, options->root);
    return places;
}

struct py_host *py_world_new(TALLOC_CTX *mem, const struct py_world_options *options)
{
    struct py_host *host = mem_new(mem, struct py_host);
    struct world *world = mem_new(host, struct world);
    char *root = path_real(world, options->root);

    world->options = options;
    world->root = root ? root : options->root;
    world->places = list_places(world, options);
    world->modules = map_new(world);
    *host = (struct py_host){
        .environment = options->environment ? environment : NULL,
        .source = source,
        .read_file = read_file,
        .file_exists = exists,
        .say = say,
        .sleep = pause_script,
        .data = world,
    };
    return host;
}

void py_world_hold(struct py_host *host, const size_t *clock)
{
    struct world *world = host->data;

    world->clock = clock;
    talloc_free(world->held);
    world->held = mem_new(world, struct py_lines);
}

struct py_lines *py_world_held(TALLOC_CTX *mem, struct py_host *host)
{
    struct world *world = host->data;
    struct py_lines *held = world->held;

    world->held = NULL;
    return talloc_steal(mem, held);
}

struct py_lines *py_world_join(TALLOC_CTX *mem, struct py_lines *lines, const struct py_lines *more)
{
    if (!lines)
        lines = mem_new(mem, struct py_lines);
    for (size_t i = 0; i < more->n; i++)
        keep(lines, more->items[i].logger, more->items[i].level, more->items[i].text,
             more->items[i].time);
    return lines;
}

void py_world_say(struct py_host *host, const struct py_lines *lines, size_t from, size_t to)
{
    for (size_t i = 0; lines && i < lines->n; i++)
        if (lines->items[i].time >= from && lines->items[i].time <= to)
            say(host->data, lines->items[i].logger, lines->items[i].level, lines->items[i].text);
}
