/*
 * Which database: the first that somebody names, never one that nobody named.
 */
#ifndef CONFIG_DATABASE_H
#define CONFIG_DATABASE_H

#include <stdbool.h>

struct config;
struct config_request;
struct error;
struct sources;

/*
 * Set the fields of 'config' that are about the address.  A value that
 * cannot be had is no failure here, since many commands need no database:
 * config_no_database() says it.  Fails with ERROR_USAGE only when the
 * command line contradicts itself.
 */
bool database_read(struct config *config, const struct sources *sources,
                   const struct config_request *request, struct error *err);

#endif
