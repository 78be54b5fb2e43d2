/*
 * Operations that other packages add to Alembic, written for the evaluator in
 * the Python that it knows: they open in an editor and read as what they do.
 */
#ifndef PLUGIN_PLUGIN_H
#define PLUGIN_PLUGIN_H

#include <stdbool.h>

/* The source of a module of such a package, or NULL; '*is_package': modules can stand below it. */
const char *plugin_source(const char *module, bool *is_package);

#endif
