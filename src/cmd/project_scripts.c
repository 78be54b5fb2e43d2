/* How the scripts of the configured project are evaluated. */
#include "cmd/project.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "cli/command.h"
#include "config/config.h"
#include "config/env.h"
#include "script/scripts.h"

static const char *environment(const void *data, const char *name)
{
    return env_at(data, name);
}

static const char *option(void *data, const char *section, const char *name)
{
    const struct command_env *env = data;

    return config_option(env->mem, env->config, section, name);
}

static enum log_level level_of(const char *level)
{
    if (!level || strcmp(level, "INFO") == 0)
        return LOG_INFO;
    if (strcmp(level, "DEBUG") == 0)
        return LOG_DEBUG;
    return strcmp(level, "WARNING") == 0 ? LOG_WARNING : LOG_ERROR;
}

/* What scripts print goes to stdout, as with Alembic. */
static void say(void *data, const char *logger, const char *level, const char *text)
{
    const struct command_env *env = data;

    if (logger)
        log_write(level_of(level), logger, "%s", text);
    else if (!env->globals->quiet)
        fprintf(env->out, "%s\n", text);
}

struct scripts *project_scripts(const struct command_env *env, const char *tag, bool offline)
{
    const struct config *config = env->config;
    const struct scripts_options options = {
        .world = {.root = config->folder,
                  .sys_path = config->sys_path,
                  .environment = environment,
                  .environment_data = config->env,
                  .say = say,
                  .say_data = (void *)(uintptr_t)env},
        .context = {.offline = offline,
                    .version_table = config->version_table,
                    .version_table_schema = config->version_table_schema,
                    .x_arguments = env->globals->x ? env->globals->x->items : NULL,
                    .tag = tag ? strings_copy(env->mem, (const char *const[]){tag, NULL}) : NULL,
                    .script_location = config->script_location,
                    .config_path = config->file,
                    .option = option,
                    .option_data = (void *)(uintptr_t)env,
                    .naming = config->naming,
                    .types = config->types,
                    .defines = config->defines},
    };

    return scripts_new(env->mem, &options);
}
