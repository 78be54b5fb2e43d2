/* Steps that an earlier run left unfinished, and how far this one has come. */
#include "migrate/run.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "digest/digest.h"
#include "graph/graph.h"
#include "script/scripts.h"

/* By direction, too: an upgrade that was stopped is not continued by the downgrade of the same. */
struct progress_key run_key(const struct run *run, size_t step)
{
    const struct work_step *ours = &run->work->steps[step];

    return (struct progress_key){
        .version_table = run->table->label,
        .revision = ours->step->revision ? ours->step->revision->id : "",
        .direction = ours->direction == SCRIPT_UPGRADE ? "upgrade" : "downgrade",
    };
}

const struct progress *run_progress_of(const struct run *run, size_t step)
{
    struct progress_key key = run_key(run, step);

    for (size_t i = 0; i < run->n_progress; i++)
        if (strcmp(run->progress[i].key.revision, key.revision) == 0 &&
            strcmp(run->progress[i].key.direction, key.direction) == 0)
            return &run->progress[i];
    return NULL;
}

/*
 * Each statement's sum goes into the next one's, so that a section of many
 * statements is not read from its start for each of them.
 */
static char *sum_with(TALLOC_CTX *mem, const char *sum, const char *sql)
{
    MEM_SCRATCH(scratch);
    struct digest *digest = digest_new(scratch);

    digest_add(digest, sum, strlen(sum));
    digest_add(digest, sql, strlen(sql));
    return digest_hex(mem, digest);
}

static void advance(struct done_sum *sum, const struct script_side *side, size_t done)
{
    for (; sum->done < done; sum->done++) {
        char *next = sum_with(sum, sum->text, side->statements[sum->done].sql);

        talloc_free(sum->text);
        sum->text = next;
    }
}

static struct done_sum *sum_of_nothing(TALLOC_CTX *mem, size_t step)
{
    struct done_sum *sum = mem_new(mem, struct done_sum);

    sum->step = step;
    sum->text = digest_hex(sum, digest_new(sum));
    return sum;
}

struct progress run_progress_at(TALLOC_CTX *mem, struct run *run, size_t step, size_t done)
{
    if (!run->sum || run->sum->step != step || run->sum->done > done) {
        talloc_free(run->sum);
        run->sum = sum_of_nothing(run, step);
    }
    advance(run->sum, run_side(run, step), done);
    return (struct progress){
        .key = run_key(run, step),
        .done = (int)done,
        .done_checksum = mem_strdup(mem, run->sum->text),
    };
}

size_t run_done_before(const struct run *run, size_t step)
{
    const struct progress *before = run_progress_of(run, step);

    return before ? (size_t)before->done : 0;
}

/* What is unfinished and no part of this run would be forgotten, and later run from its start. */
static bool is_planned(const struct run *run, const struct progress *progress)
{
    for (size_t i = 0; i < run->work->n_steps; i++)
        if (run_progress_of(run, i) == progress)
            return true;
    return false;
}

/*
 * A downgrade is told where to go: one step down from the revision, and where
 * that could be several, to one of them.
 */
static char *target_to_finish(TALLOC_CTX *mem, const struct run *run, const struct progress *p)
{
    const struct revision *r = graph_at(run->graph, p->key.revision);

    if (strcmp(p->key.direction, "upgrade") == 0)
        return mem_strdup(mem, p->key.revision);
    if (r && strings_count(r->down) > 1)
        return mem_strdup(mem, graph_parents(run->graph, r)[0]->id);
    return mem_printf(mem, "%s@-1", p->key.revision);
}

static bool refuse_unfinished(const struct run *run, const struct progress *p, struct error *err)
{
    MEM_SCRATCH(scratch);

    error_set(err, ERROR_CONFLICT, "the %s of \"%s\" was stopped and has not been finished",
              p->key.direction, p->key.revision);
    error_detail(err, "It is done up to statement %d%s, and this command does not continue it.",
                 p->done, p->announced ? ", and one more was sent" : "");
    return error_hint(err,
                      "Continue it with \"limbeck %s %s\", or say where the database really stands "
                      "with \"limbeck stamp REVISION\".",
                      p->key.direction, target_to_finish(scratch, run, p));
}

static bool is_as_it_was(const struct script_side *side, const struct progress *before)
{
    MEM_SCRATCH(scratch);
    struct done_sum *sum = sum_of_nothing(scratch, 0);

    if ((size_t)before->done > side->n)
        return false;
    advance(sum, side, (size_t)before->done);
    return strcmp(sum->text, before->done_checksum) == 0;
}

/* Statements that ran already must still be the ones in the file. */
static bool check_done_part(struct run *run, size_t step, struct error *err)
{
    MEM_SCRATCH(scratch);
    const struct progress *before = run_progress_of(run, step);
    const struct graph_step *ours = run->work->steps[step].step;
    const struct script_side *side;
    struct script *script;

    if (!before)
        return true;
    script = scripts_read(scratch, run->options->scripts, ours->revision->path,
                          run->work->steps[step].direction, err);
    if (!script)
        return false;
    side = &script->sides[run->work->steps[step].direction];
    if (is_as_it_was(side, before))
        return true;
    error_set(err, ERROR_CONFLICT, "%s was changed in the part that has already run", script->path);
    error_detail(err, "Statements 1 to %d of its %s were committed by an earlier run.",
                 before->done, before->key.direction);
    return error_hint(err, "Put these statements back as they were; later ones may be changed.");
}

bool run_check_unfinished(struct run *run, struct error *err)
{
    if (!run->state_ready)
        return true;
    if (!progress_all(run, run->db, run->table->label, &run->progress, &run->n_progress, err))
        return false;
    if (run->request->direction == GRAPH_STAMP)
        return true;
    for (size_t i = 0; i < run->n_progress; i++)
        if (!is_planned(run, &run->progress[i]))
            return refuse_unfinished(run, &run->progress[i], err);
    for (size_t i = 0; i < run->work->n_steps; i++)
        if (!check_done_part(run, i, err))
            return false;
    return true;
}
