#include "cmd/listing.h"

#include "cli/command.h"
#include "harness/capture.h"
#include "harness/test.h"

#define IDS(...) ((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

/* y001 [yy]; x001 [xx]; y002 <- y001 {x001}; z002 <- y001; m003 <- y002, z002 */
static struct graph *sample(TALLOC_CTX *mem, struct error *err)
{
    const struct revision revisions[] = {
        {.id = "y001", .labels = IDS("yy"), .doc = "first", .path = "/p/y001.sql"},
        {.id = "x001", .labels = IDS("xx"), .doc = "other\nline\n\nmore", .path = "/p/x001.sql"},
        {.id = "y002",
         .down = IDS("y001"),
         .depends = IDS("x001"),
         .doc = "left",
         .path = "/p/y002.sql"},
        {.id = "z002", .down = IDS("y001"), .doc = "", .path = "/p/z002.sql"},
        {.id = "m003", .down = IDS("y002", "z002"), .doc = "join", .path = "/p/m003.sql"},
    };

    return graph_new(mem, revisions, 5, err);
}

static const char *shortly(TALLOC_CTX *mem, const char *id, struct error *err)
{
    const struct listing_style all = {.parents = true,
                                      .labels = true,
                                      .marks = true,
                                      .doc = true,
                                      .current = IDS("y001", "m003")};
    struct graph *graph = sample(mem, err);

    return listing_short(mem, graph, graph_at(graph, id), &all);
}

TEST(listing_short_shows_all_parts_in_alembics_order)
{
    EQUAL_STR(shortly(mem, "y001", err), "<base> -> y001 (yy) (current) (branchpoint), first");
    EQUAL_STR(shortly(mem, "x001", err), "<base> -> x001 (xx) (effective head), other\nline");
    EQUAL_STR(shortly(mem, "y002", err), "y001 (x001) -> y002 (yy), left");
    EQUAL_STR(shortly(mem, "z002", err), "y001 -> z002 (yy), ");
    EQUAL_STR(shortly(mem, "m003", err),
              "y002, z002 -> m003 (yy) (head) (current) (mergepoint), join");
}

TEST(listing_short_leaves_out_what_was_not_asked_for)
{
    struct graph *graph = sample(mem, err);

    EQUAL_STR(listing_short(mem, graph, graph_at(graph, "m003"), &(struct listing_style){0}),
              "m003 (head)");
}

TEST(listing_long_shows_everything)
{
    struct graph *graph = sample(mem, err);

    EQUAL_STR(listing_long(mem, graph, graph_at(graph, "y001"), NULL), "Rev: y001 (branchpoint)\n"
                                                                       "Parent: <base>\n"
                                                                       "Branches into: y002, z002\n"
                                                                       "Branch names: yy\n"
                                                                       "Path: /p/y001.sql\n"
                                                                       "\n"
                                                                       "    first\n"
                                                                       "\n");
    EQUAL_STR(listing_long(mem, graph, graph_at(graph, "y002"), NULL), "Rev: y002\n"
                                                                       "Parent: y001\n"
                                                                       "Also depends on: x001\n"
                                                                       "Branch names: yy\n"
                                                                       "Path: /p/y002.sql\n"
                                                                       "\n"
                                                                       "    left\n"
                                                                       "\n");
    EQUAL_STR(listing_long(mem, graph, graph_at(graph, "m003"), IDS("m003")),
              "Rev: m003 (head) (mergepoint) (current)\n"
              "Merges: y002, z002\n"
              "Branch names: yy\n"
              "Path: /p/m003.sql\n"
              "\n"
              "    join\n"
              "\n");
}

TEST(listing_long_indents_empty_lines_and_calls_an_effective_head_a_head)
{
    struct graph *graph = sample(mem, err);

    EQUAL_STR(listing_long(mem, graph, graph_at(graph, "x001"), NULL), "Rev: x001 (head)\n"
                                                                       "Parent: <base>\n"
                                                                       "Branch names: xx\n"
                                                                       "Path: /p/x001.sql\n"
                                                                       "\n"
                                                                       "    other\n"
                                                                       "    line\n"
                                                                       "    \n"
                                                                       "    more\n"
                                                                       "\n");
}

TEST(listing_long_without_a_message_has_an_empty_line_for_it)
{
    struct graph *graph = sample(mem, err);

    CONTAINS(listing_long(mem, graph, graph_at(graph, "z002"), NULL), "Path: /p/z002.sql\n\n\n\n");
}

TEST(listing_print_as_json_is_an_array_of_objects)
{
    static const struct command_globals globals = {.json = true};
    struct capture *out = capture_new(mem);
    struct command_env env = {
        .mem = mem, .globals = &globals, .out = capture_stream(out), .err = err};
    struct graph *graph = sample(mem, err);

    listing_print(&env, graph, (const struct revision *const[]){graph_at(graph, "y001"), NULL},
                  &(struct listing_style){.current = IDS("m003")});
    EQUAL_STR(capture_text(out),
              "[{\"revision\":\"y001\",\"down_revision\":[],\"depends_on\":[],"
              "\"branch_labels\":[\"yy\"],\"children\":[\"y002\",\"z002\"],\"head\":false,"
              "\"effective_head\":false,\"branchpoint\":true,\"mergepoint\":false,"
              "\"current\":false,\"message\":\"first\",\"path\":\"/p/y001.sql\"}]\n");
}
