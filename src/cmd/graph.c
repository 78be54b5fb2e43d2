/* graph: a picture of all revisions. */
#include <string.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/listing.h"
#include "cmd/project.h"
#include "graph/draw.h"
#include "graph/graph.h"
#include "text/json.h"

struct graph_options {
    const char *format;
    bool indicate_current;
};

static const char *const formats[] = {"text", "dot", "json", NULL};

static const struct option_spec option_specs[] = {
    {OPTION_STRING, '\0', "format", offsetof(struct graph_options, format),
     "text, dot (for Graphviz) or json; text if not given", NULL, formats},
    {OPTION_FLAG, 'i', "indicate-current", offsetof(struct graph_options, indicate_current),
     "tell applied revisions from the others; the database is asked"},
    {.kind = OPTION_END},
};

static const struct graph_options defaults = {.format = "text"};

static void put_ids(struct json *json, const char *key, revisions_t revisions)
{
    json_array(json, key);
    for (; *revisions; revisions++)
        json_string(json, NULL, (*revisions)->id);
    json_end(json);
}

static void print_json(struct command_env *env, const struct graph *graph, const char *const *rows)
{
    struct json *json = json_to_file(env->mem, env->out);

    json_object(json, NULL);
    put_ids(json, "bases", graph_bases(graph));
    put_ids(json, "heads", graph_heads(graph));
    if (rows)
        json_strings(json, "current", rows);
    json_array(json, "revisions");
    for (revisions_t r = graph_all(graph); *r; r++)
        listing_json(json, graph, *r, rows);
    json_end(json);
    json_end(json);
}

static void print_picture(struct command_env *env, const struct graph *graph,
                          const char *const *rows, bool dot)
{
    struct buf *picture = buf_new(env->mem, BUF_MAX);

    (dot ? draw_dot : draw_text)(picture, graph, rows);
    fputs(picture->text, env->out);
}

static bool run(struct command_env *env, const void *options)
{
    const struct graph_options *o = options;
    struct graph *graph = project_graph(env);
    const char *const *rows = NULL;

    if (!graph || (o->indicate_current && !(rows = project_rows(env))))
        return false;
    if (env->globals->json || strcmp(o->format, "json") == 0)
        print_json(env, graph, rows);
    else
        print_picture(env, graph, rows, strcmp(o->format, "dot") == 0);
    return true;
}

const struct command command_graph = {
    .name = "graph",
    .summary = "draw all revisions and what builds on what",
    .manual = "Draw the graph of the revisions, newest first.  With -i a \"*\" is applied and an "
              "\"o\" is not.\n\nA picture: limbeck graph --format dot | dot -Tsvg >graph.svg.",
    .options = option_specs,
    .options_size = sizeof(struct graph_options),
    .defaults = &defaults,
    .run = run,
};
