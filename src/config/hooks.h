/*
 * The post_write_hooks of a project: programs that are run on a new script.
 */
#ifndef CONFIG_HOOKS_H
#define CONFIG_HOOKS_H

#include <stdbool.h>

struct config;
struct error;
struct sources;

/* Read them into config->hooks, from the first file that has any. */
bool hooks_read(struct config *config, const struct sources *sources, struct error *err);

#endif
