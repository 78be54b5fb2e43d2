#include "cmd/listing.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cli/message.h"
#include "text/json.h"

static bool is_current(const struct revision *r, const char *const *current)
{
    return strings_have(current, r->id);
}

static void add_joined(struct buf *text, const char *const *strings)
{
    MEM_SCRATCH(scratch);

    buf_add(text, strings_join(scratch, strings, ", "));
}

static void add_parents(struct buf *text, const struct revision *r)
{
    if (strings_count(r->down) > 0)
        add_joined(text, r->down);
    else
        buf_add(text, "<base>");
}

static void add_mark(struct buf *text, bool applies, const char *mark)
{
    if (applies)
        buf_add(text, mark);
}

/* The first paragraph. */
static void add_summary(struct buf *text, const char *doc)
{
    const char *end = strstr(doc, "\n\n");

    buf_addn(text, doc, end ? (size_t)(end - doc) : strlen(doc));
}

char *listing_short(TALLOC_CTX *mem, const struct graph *graph, const struct revision *r,
                    const struct listing_style *style)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    const char *const *labels = graph_labels(graph, r);
    bool is_real_head = graph_is_real_head(graph, r);

    if (style->parents) {
        add_parents(text, r);
        if (strings_count(r->depends) > 0) {
            buf_add(text, " (");
            add_joined(text, r->depends);
            buf_add(text, ")");
        }
        buf_add(text, " -> ");
    }
    buf_add(text, r->id);
    if (style->labels && strings_count(labels) > 0) {
        buf_add(text, " (");
        add_joined(text, labels);
        buf_add(text, ")");
    }
    add_mark(text, is_real_head, " (head)");
    add_mark(text, !is_real_head && graph_is_head(graph, r), " (effective head)");
    add_mark(text, is_current(r, style->current), " (current)");
    add_mark(text, style->marks && graph_is_branchpoint(graph, r), " (branchpoint)");
    add_mark(text, style->marks && graph_is_mergepoint(graph, r), " (mergepoint)");
    if (style->doc) {
        buf_add(text, ", ");
        add_summary(text, r->doc);
    }
    return buf_take(mem, text);
}

static void add_list(struct buf *text, const char *title, const char *const *strings)
{
    if (strings_count(strings) == 0)
        return;
    buf_add(text, title);
    add_joined(text, strings);
    buf_addc(text, '\n');
}

/* The ids of revisions, ending with NULL. */
static const char *const *ids(TALLOC_CTX *mem, revisions_t revisions)
{
    struct strlist *list = strlist_new(mem);

    for (; *revisions; revisions++)
        strlist_add(list, (*revisions)->id);
    return list->items;
}

/* Every line of the text four blanks in, empty ones too. */
static void add_indented(struct buf *text, const char *doc)
{
    while (*doc) {
        size_t n = strcspn(doc, "\n");

        buf_add(text, "    ");
        buf_addn(text, doc, n);
        buf_addc(text, '\n');
        doc += n + (doc[n] == '\n');
    }
}

char *listing_long(TALLOC_CTX *mem, const struct graph *graph, const struct revision *r,
                   const char *const *current)
{
    MEM_SCRATCH(scratch);
    struct buf *text = buf_new(mem, BUF_MAX);
    bool is_mergepoint = graph_is_mergepoint(graph, r);

    buf_addf(text, "Rev: %s", r->id);
    add_mark(text, graph_is_head(graph, r), " (head)");
    add_mark(text, graph_is_branchpoint(graph, r), " (branchpoint)");
    add_mark(text, is_mergepoint, " (mergepoint)");
    add_mark(text, is_current(r, current), " (current)");
    buf_add(text, is_mergepoint ? "\nMerges: " : "\nParent: ");
    add_parents(text, r);
    buf_addc(text, '\n');
    add_list(text, "Also depends on: ", r->depends);
    if (graph_is_branchpoint(graph, r))
        add_list(text, "Branches into: ", ids(scratch, graph_children(graph, r)));
    add_list(text, "Branch names: ", graph_labels(graph, r));
    buf_addf(text, "Path: %s\n\n", r->path ? path_absolute(scratch, r->path) : "");
    if (*r->doc)
        add_indented(text, r->doc);
    else
        buf_addc(text, '\n');
    buf_addc(text, '\n');
    return buf_take(mem, text);
}

void listing_json(struct json *json, const struct graph *graph, const struct revision *r,
                  const char *const *current)
{
    MEM_SCRATCH(scratch);

    json_object(json, NULL);
    json_string(json, "revision", r->id);
    json_strings(json, "down_revision", r->down);
    json_strings(json, "depends_on", r->depends);
    json_strings(json, "branch_labels", graph_labels(graph, r));
    json_strings(json, "children", ids(scratch, graph_children(graph, r)));
    json_bool(json, "head", graph_is_head(graph, r));
    json_bool(json, "effective_head", graph_is_head(graph, r) && !graph_is_real_head(graph, r));
    json_bool(json, "branchpoint", graph_is_branchpoint(graph, r));
    json_bool(json, "mergepoint", graph_is_mergepoint(graph, r));
    if (current)
        json_bool(json, "current", is_current(r, current));
    json_string(json, "message", r->doc);
    json_string(json, "path", r->path ? path_absolute(scratch, r->path) : NULL);
    json_end(json);
}

static void print_json(struct command_env *env, const struct graph *graph, revisions_t revisions,
                       const char *const *current)
{
    MEM_SCRATCH(scratch);
    struct json *json = json_to_file(scratch, env->out);

    json_array(json, NULL);
    for (; *revisions; revisions++)
        listing_json(json, graph, *revisions, current);
    json_end(json);
}

void listing_print(struct command_env *env, const struct graph *graph, revisions_t revisions,
                   const struct listing_style *style)
{
    FILE *out = message_listing(env);

    if (env->globals->json) {
        print_json(env, graph, revisions, style->current);
        return;
    }
    for (; *revisions; revisions++) {
        MEM_SCRATCH(scratch);

        if (style->verbose)
            fputs(listing_long(scratch, graph, *revisions, style->current), out);
        else
            fprintf(out, "%s\n", listing_short(scratch, graph, *revisions, style));
    }
}
