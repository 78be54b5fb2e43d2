/* merge: a new revision that joins others. */
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/new_revision.h"

struct merge_options {
    struct strlist *revisions;
    const char *message, *branch_label, *rev_id;
    bool splice;
};

static const struct option_spec option_specs[] = {
    {OPTION_ARGUMENTS, '\0', "revisions", offsetof(struct merge_options, revisions),
     "the revisions to join, or \"heads\" for all heads", "REVISION"},
    {OPTION_STRING, 'm', "message", offsetof(struct merge_options, message),
     "what the revision is for"},
    {OPTION_STRING, '\0', "branch-label", offsetof(struct merge_options, branch_label),
     "a label for the branch that begins here", "LABEL"},
    {OPTION_STRING, '\0', "rev-id", offsetof(struct merge_options, rev_id),
     "the id of the new revision, in place of one that is made", "ID"},
    {OPTION_FLAG, '\0', "splice", offsetof(struct merge_options, splice),
     "join revisions that are no heads, too"},
    {.kind = OPTION_END},
};

static bool run(struct command_env *env, const void *options)
{
    const struct merge_options *o = options;

    return new_revision_make(env, &(struct new_revision){
                                      .heads = o->revisions,
                                      .message = o->message,
                                      .rev_id = o->rev_id,
                                      .branch_label = o->branch_label,
                                      .splice = o->splice,
                                  });
}

const struct command command_merge = {
    .name = "merge",
    .summary = "make a revision that joins others",
    .options = option_specs,
    .options_size = sizeof(struct merge_options),
    .run = run,
    .is_alembic = true,
};
