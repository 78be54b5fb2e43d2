/* The table of all commands, and the program under each of its names. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

struct command;
struct program;

extern const struct program program_limbeck;
extern const struct program program_alembic; /* started under the name "alembic" */

/* One for each file of this folder that is a command, in the order of the alphabet. */
extern const struct command command_branches;
extern const struct command command_current;
extern const struct command command_dev_clone;
extern const struct command command_dev_destroy;
extern const struct command command_dev_psql;
extern const struct command command_dev_start;
extern const struct command command_dev_status;
extern const struct command command_dev_stop;
extern const struct command command_dev_url;
extern const struct command command_doctor;
extern const struct command command_downgrade;
extern const struct command command_edit;
extern const struct command command_ensure_version;
extern const struct command command_export;
extern const struct command command_graph;
extern const struct command command_heads;
extern const struct command command_help;
extern const struct command command_history;
extern const struct command command_init;
extern const struct command command_list_templates;
extern const struct command command_log;
extern const struct command command_merge;
extern const struct command command_plan;
extern const struct command command_revision;
extern const struct command command_show;
extern const struct command command_stamp;
extern const struct command command_upgrade;

#endif
