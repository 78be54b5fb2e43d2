/*
 * What the commands that move the database share: the engine's options from
 * configuration and command line, and what it says put into words.
 */
#ifndef CMD_ENGINE_H
#define CMD_ENGINE_H

#include "cli/command.h"
#include "migrate/migrate.h"
#include "migrate/offline.h"

/* The options that upgrade, downgrade and stamp have in common. */
struct engine_options {
    bool sql;
    const char *tag;
    int lock_wait;
    const char *resume;
    bool allow_edited;
};

#define ENGINE_OPTIONS_DEFAULT                                                                     \
    {                                                                                              \
        .lock_wait = -1                                                                            \
    }

/* The rows of an option table for them; 'type' has a field 'engine'. */
#define ENGINE_OPTION_SQL(type)                                                                    \
    {                                                                                              \
        OPTION_FLAG, '\0', "sql", offsetof(type, engine.sql),                                      \
            "print the SQL instead of running it; TARGET may be START:TARGET", NULL, NULL          \
    }
#define ENGINE_OPTION_TAG(type)                                                                    \
    {                                                                                              \
        OPTION_STRING, '\0', "tag", offsetof(type, engine.tag),                                    \
            "a word for env.py; accepted and without effect", NULL, NULL                           \
    }
#define ENGINE_OPTION_LOCK_WAIT(type)                                                              \
    {                                                                                              \
        OPTION_INT, '\0', "lock-wait", offsetof(type, engine.lock_wait),                           \
            "wait that long for another migration to end; 0: not at all", "SECONDS", NULL          \
    }
#define ENGINE_OPTION_RESUME(type)                                                                 \
    {                                                                                              \
        OPTION_STRING, '\0', "resume", offsetof(type, engine.resume),                              \
            "what to do with a statement of which an earlier run did not learn the outcome: "      \
            "again or skip",                                                                       \
            "again|skip", engine_resume_words                                                      \
    }
#define ENGINE_OPTION_ALLOW_EDITED(type)                                                           \
    {                                                                                              \
        OPTION_FLAG, '\0', "allow-edited", offsetof(type, engine.allow_edited),                    \
            "go on although applied scripts were edited since", NULL, NULL                         \
    }

extern const char *const engine_resume_words[];

/* Run 'request' against the configured database, or with --sql print its text. */
bool engine_run(struct command_env *env, const struct migrate_request *request,
                const struct engine_options *options);

/* The engine's options as configuration and command line have them. */
struct migrate_options engine_migrate_options(const struct command_env *env,
                                              const struct engine_options *options);

/* Alembic's log lines before a run, or before the text of --sql. */
void engine_announce(const struct migrate_options *o, bool offline);

/* What the engine says, as Alembic's log lines on stderr. */
struct migrate_listener engine_listener(struct command_env *env);

#endif
