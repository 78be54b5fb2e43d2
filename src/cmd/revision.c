/* revision: a new script. */
#include "base/error.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "cmd/commands.h"
#include "cmd/new_revision.h"

struct revision_options {
    const char *message, *head, *branch_label, *version_path, *rev_id;
    struct strlist *depends_on;
    bool autogenerate, sql, splice;
};

static const struct option_spec option_specs[] = {
    {OPTION_STRING, 'm', "message", offsetof(struct revision_options, message),
     "what the revision is for"},
    {OPTION_FLAG, '\0', "autogenerate", offsetof(struct revision_options, autogenerate),
     "write what the database lacks; not available yet"},
    {OPTION_FLAG, '\0', "sql", offsetof(struct revision_options, sql),
     "accepted as Alembic has it, and refused as Alembic does"},
    {OPTION_STRING, '\0', "head", offsetof(struct revision_options, head),
     "the revision to build on; \"base\" makes a new root"},
    {OPTION_FLAG, '\0', "splice", offsetof(struct revision_options, splice),
     "build on a revision that is no head, too"},
    {OPTION_STRING, '\0', "branch-label", offsetof(struct revision_options, branch_label),
     "a label for the branch that begins here", "LABEL"},
    {OPTION_STRING, '\0', "version-path", offsetof(struct revision_options, version_path),
     "the folder for the script, one of the configured ones", "FOLDER"},
    {OPTION_STRING, '\0', "rev-id", offsetof(struct revision_options, rev_id),
     "the id of the new revision, in place of one that is made", "ID"},
    {OPTION_LIST, '\0', "depends-on", offsetof(struct revision_options, depends_on),
     "a revision that must be applied before, without being a parent; may be given several times",
     "REVISION"},
    {.kind = OPTION_END},
};

static const struct revision_options defaults = {.head = "head"};

static bool check_options(const struct revision_options *o, struct error *err)
{
    if (o->autogenerate && o->sql)
        return error_set(err, ERROR_CONFLICT,
                         "Using --sql with --autogenerate does not make any sense");
    if (o->sql)
        return error_set(err, ERROR_CONFLICT,
                         "Using --sql with the revision command when revision_environment is not "
                         "configured does not make any sense");
    if (!o->autogenerate)
        return true;
    error_set(err, ERROR_USAGE, "--autogenerate is not available in this version");
    return error_hint(err, "Without it an empty script is made, for you to fill in.");
}

static bool run(struct command_env *env, const void *options)
{
    const struct revision_options *o = options;
    struct strlist *heads = strlist_new(env->mem);

    if (!check_options(o, env->err))
        return false;
    strlist_add(heads, o->head);
    return new_revision_make(env, &(struct new_revision){
                                      .heads = heads,
                                      .message = o->message,
                                      .rev_id = o->rev_id,
                                      .branch_label = o->branch_label,
                                      .version_path = o->version_path,
                                      .depends_on = o->depends_on,
                                      .splice = o->splice,
                                  });
}

const struct command command_revision = {
    .name = "revision",
    .summary = "make a new script",
    .options = option_specs,
    .options_size = sizeof(struct revision_options),
    .defaults = &defaults,
    .run = run,
    .is_alembic = true,
};
