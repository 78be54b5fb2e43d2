/* The table of all commands, and the program under each of its names. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

struct command;
struct program;

extern const struct program program_limbeck;
extern const struct program program_alembic; /* started under the name "alembic" */

/* One for each file of this folder that is a command, in the order of the alphabet. */
extern const struct command command_branches;
extern const struct command command_edit;
extern const struct command command_heads;
extern const struct command command_help;
extern const struct command command_history;
extern const struct command command_init;
extern const struct command command_list_templates;
extern const struct command command_show;

#endif
