#include "cmd/diagnosis.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/project.h"
#include "graph/graph.h"
#include "graph/plan.h"
#include "script/py_header.h"
#include "script/scripts.h"

/* What was seen of all scripts in one direction. */
struct tally {
    size_t complete, live, missing, failed;
};

static void count(struct tally *tally, const struct script_side *side)
{
    if (side->live)
        tally->live++;
    else if (!side->present)
        tally->missing++;
    else
        tally->complete++;
}

/* In the order in which they would run: what one does can depend on those before. */
static struct tally evaluate(struct diagnosis *d, struct command_env *env,
                             const struct graph_plan *plan, enum script_direction direction)
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct scripts *scripts = project_scripts(env, NULL, false);
    struct tally tally = {.failed = 0};

    for (size_t i = 0; i < plan->n; i++) {
        const struct revision *r = plan->steps[i].revision;
        struct script *script = scripts_read(scratch, scripts, r->path, direction, err);

        if (script) {
            count(&tally, &script->sides[direction]);
            continue;
        }
        tally.failed++;
        diagnosis_problem(d, direction == SCRIPT_UPGRADE ? "upgrade" : "downgrade", err);
    }
    return tally;
}

static void note_tally(struct diagnosis *d, const char *topic, const struct tally *tally)
{
    diagnosis_note(d, topic,
                   "known completely: %zu; known while they run: %zu; cannot be evaluated: %zu",
                   tally->complete, tally->live, tally->failed);
    if (tally->missing > 0)
        diagnosis_note(d, topic, "%zu scripts are irreversible: they have none", tally->missing);
}

static char *head_names(TALLOC_CTX *mem, const struct graph *graph)
{
    struct strlist *heads = strlist_new(mem);

    for (revisions_t r = graph_heads(graph); *r; r++)
        strlist_add(heads, (*r)->id);
    return strlist_join(mem, heads, ", ");
}

static void note_numbers(struct diagnosis *d, const struct graph *graph)
{
    MEM_SCRATCH(scratch);
    size_t python = 0;

    for (revisions_t r = graph_all(graph); *r; r++)
        python += py_header_is_python((*r)->path);
    diagnosis_note(d, "scripts", "%zu: %zu Python, %zu SQL", graph_count(graph), python,
                   graph_count(graph) - python);
    if (graph_count(graph) > 0)
        diagnosis_note(d, "scripts", "head: %s", head_names(scratch, graph));
    for (revisions_t r = graph_all(graph); *r; r++)
        if ((*r)->replaces)
            diagnosis_note(d, "scripts", "%s stands in for %s", (*r)->path, (*r)->replaces);
}

void diagnosis_scripts(struct diagnosis *d, struct command_env *env, const struct graph *graph)
{
    static const char *const no_rows[] = {NULL};
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct graph_plan *plan = graph_plan_upgrade(scratch, graph, "heads", no_rows, err);
    struct tally up, down;

    note_numbers(d, graph);
    if (!plan) {
        diagnosis_problem(d, "scripts", err);
        return;
    }
    up = evaluate(d, env, plan, SCRIPT_UPGRADE);
    note_tally(d, "upgrade", &up);
    down = evaluate(d, env, plan, SCRIPT_DOWNGRADE);
    note_tally(d, "downgrade", &down);
}
