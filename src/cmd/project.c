#include "cmd/project.h"

#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"
#include "config/config.h"
#include "script/script_dir.h"

static bool check_location(struct command_env *env)
{
    const char *folder = env->config->script_location;

    if (!folder) {
        error_set(env->err, ERROR_USAGE, "No 'script_location' key found in configuration.");
        return error_hint(env->err, "Go to the folder of the project, name its configuration with "
                                    "-c, or make a new project with \"limbeck init\".");
    }
    if (!file_exists(folder))
        return error_set(env->err, ERROR_NOT_FOUND,
                         "Path doesn't exist: %s.  Please use the 'init' command to create a new "
                         "scripts folder.",
                         folder);
    return true;
}

struct graph *project_graph(struct command_env *env)
{
    struct script_locations locations = {
        .folders = env->config->versions,
        .recursive = env->config->recursive_versions,
    };

    return check_location(env) ? script_dir_load(env->mem, &locations, env->err) : NULL;
}
