#include "notation.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/plan.h"
#include "graph/resolve.h"

/* A command taken apart, and what it prints. */
struct run {
    const struct graph *graph;
    const char *const *words; /* the command and its arguments */
    const char *const *rows;
    bool brief;
    struct buf *out;
    struct error *err;
    struct strlist *table; /* the rows as the server has them, repeats included */
};

/* Rename the rows 'from' (or take them out, when 'to' is NULL); returns how many there were. */
static size_t replace_rows(struct strlist *table, const char *from, const char *to)
{
    size_t kept = 0, n = 0;

    for (size_t i = 0; i < table->n; i++) {
        bool match = strcmp(table->items[i], from) == 0;

        n += match;
        if (!match || to)
            table->items[kept++] = match ? to : table->items[i];
    }
    table->n = kept;
    table->items[kept] = NULL;
    return n;
}

static bool change_table(struct run *run, const struct graph_row_change *change)
{
    const char *doing = change->kind == GRAPH_ROW_UPDATE ? "updating" : "deleting";
    size_t n;

    if (change->kind == GRAPH_ROW_INSERT) {
        strlist_add(run->table, change->to);
        return true;
    }
    n = replace_rows(run->table, change->from, change->to);
    if (n == 1)
        return true;
    buf_addf(run->out,
             "error: Online migration expected to match one row when %s '%s'%s%s%s in "
             "'alembic_version'; %zu found\n",
             doing, change->from, change->to ? " to '" : "", change->to ? change->to : "",
             change->to ? "'" : "", n);
    return false;
}

static void print_table(const struct run *run, const char *before)
{
    MEM_SCRATCH(scratch);
    struct strlist *sorted = strlist_new(scratch);

    for (size_t i = 0; i < run->table->n; i++)
        strlist_add(sorted, run->table->items[i]);
    strlist_sort(sorted);
    buf_addf(run->out, "%s%s\n", before, sorted->n ? strlist_join(scratch, sorted, ", ") : "none");
}

static void print_change(struct run *run, const struct graph_row_change *change, bool first)
{
    static const char letters[] = {'I', 'U', 'D'};

    buf_addf(run->out, "%s%c %s%s%s", first ? ": " : ", ", letters[change->kind],
             change->from ? change->from : "", change->kind == GRAPH_ROW_UPDATE ? "=>" : "",
             change->to ? change->to : "");
}

static bool print_step(struct run *run, const struct graph_step *step)
{
    MEM_SCRATCH(scratch);

    buf_add(run->out, graph_step_title(scratch, step));
    for (size_t i = 0; i < step->n_changes && !run->brief; i++)
        print_change(run, &step->changes[i], i == 0);
    buf_addc(run->out, '\n');
    for (size_t i = 0; i < step->n_changes; i++) {
        if (!change_table(run, &step->changes[i]))
            return false;
    }
    if (run->brief)
        print_table(run, "=> ");
    return true;
}

/* 'rows_after' are those of the table, each once. */
static void check_rows_after(struct run *run, const char *const *after)
{
    MEM_SCRATCH(scratch);
    struct strlist *once = strlist_new(scratch);
    char *table;

    strlist_sort(run->table);
    for (size_t i = 0; i < run->table->n; i++) {
        if (!strlist_has(once, run->table->items[i]))
            strlist_add(once, run->table->items[i]);
    }
    table = strlist_join(scratch, once, ", ");
    if (strcmp(strings_join(scratch, after, ", "), table) != 0)
        buf_addf(run->out, "but rows_after says %s\n", strings_join(scratch, after, ", "));
}

static void print_plan(struct run *run, const struct graph_plan *plan)
{
    for (const char *const *warning = plan->warnings; *warning; warning++)
        buf_addf(run->out, "warning: %s\n", *warning);
    for (size_t i = 0; i < plan->n; i++) {
        if (!print_step(run, &plan->steps[i]))
            return;
    }
    print_table(run, "rows: ");
    check_rows_after(run, plan->rows_after);
}

static void print_names(struct buf *out, const char *before, const char *const *names,
                        const char *after)
{
    MEM_SCRATCH(scratch);

    if (names && *names)
        buf_addf(out, "%s%s%s", before, strings_join(scratch, names, ", "), after);
}

static void print_revision(struct run *run, const struct revision *r)
{
    const struct graph *graph = run->graph;
    struct buf *out = run->out;

    buf_add(out, *r->down ? "" : "<base>");
    print_names(out, "", r->down, "");
    print_names(out, " (", r->depends, ")");
    buf_addf(out, " -> %s", r->id);
    print_names(out, " (", graph_labels(graph, r), ")");
    if (graph_is_head(graph, r))
        buf_add(out, graph_is_real_head(graph, r) ? " (head)" : " (effective head)");
    buf_add(out, graph_is_branchpoint(graph, r) ? " (branchpoint)" : "");
    buf_add(out, graph_is_mergepoint(graph, r) ? " (mergepoint)" : "");
    buf_addc(out, '\n');
}

static void print_list(struct run *run, revisions_t list)
{
    for (; list && *list; list++)
        print_revision(run, *list);
}

static void run_plan(struct run *run, struct graph_plan *plan)
{
    if (plan)
        print_plan(run, plan);
}

static void run_words(TALLOC_CTX *mem, struct run *run)
{
    const struct graph *graph = run->graph;
    const char *verb = run->words[0], *first = verb ? run->words[1] : NULL;

    if (!verb)
        return;
    if (strcmp(verb, "graph") == 0)
        print_list(run, graph_all(graph));
    else if (strcmp(verb, "heads") == 0)
        print_list(run, first ? graph_real_heads(graph) : graph_heads(graph));
    else if (strcmp(verb, "current") == 0)
        print_list(run, graph_current(mem, graph, run->rows, run->err));
    else if (strcmp(verb, "history") == 0)
        print_list(run, graph_history(mem, graph, first, run->rows, run->err));
    else if (strcmp(verb, "stamp") == 0)
        run_plan(run, graph_plan_stamp(mem, graph, run->words + 1, run->rows, run->err));
    else if (!first)
        error_set(run->err, ERROR_USAGE, "\"%s\" needs an argument", verb);
    else if (strcmp(verb, "upgrade") == 0)
        run_plan(run, graph_plan_upgrade(mem, graph, first, run->rows, run->err));
    else if (strcmp(verb, "downgrade") == 0)
        run_plan(run, graph_plan_downgrade(mem, graph, first, run->rows, run->err));
    else if (strcmp(verb, "show") == 0)
        print_list(run, graph_resolve_for_show(mem, graph, first, run->rows, run->err));
    else
        error_set(run->err, ERROR_USAGE, "there is no command \"%s\"", verb);
}

char *notation_run(TALLOC_CTX *mem, const struct graph *graph, const char *command, bool brief)
{
    MEM_SCRATCH(scratch);
    const char *open = strchr(command, '(');
    size_t length = open ? (size_t)(open - command) : strlen(command);
    struct strlist *rows = strlist_new(scratch);
    struct run run = {.graph = graph, .brief = brief, .table = strlist_new(scratch)};

    if (open)
        rows = notation_words(scratch, open + 1, strcspn(open + 1, ")"), ",");
    for (size_t i = 0; i < rows->n; i++)
        strlist_add(run.table, rows->items[i]);
    run.words = notation_words(scratch, command, length, "")->items;
    run.rows = rows->items;
    run.out = buf_new(scratch, BUF_MAX);
    run.err = error_new(scratch);
    run_words(scratch, &run);
    if (run.err->code)
        buf_addf(run.out, "error: %s\n", run.err->message);
    return buf_take(mem, run.out);
}
