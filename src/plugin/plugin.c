#include "plugin/plugin.h"

#include <stddef.h>
#include <string.h>

#include "plugin/pgai.py.h"
#include "plugin/utils.py.h"

/* Every module of a package has the names of all of it: they are the same objects. */
static const struct {
    const char *package;
    const char *module; /* which has the source */
    const char *source;
    const char *import;
} packages[] = {
    {"alembic_utils", "alembic_utils", plugin_utils_py, "from alembic_utils import *\n"},
    {"pgai", "pgai.vectorizer.configuration", plugin_pgai_py,
     "from pgai.vectorizer.configuration import *\n"},
};

/* Is 'module' 'package' or below it? */
static bool is_of(const char *module, const char *package)
{
    size_t n = strlen(package);

    return strncmp(module, package, n) == 0 && (module[n] == '\0' || module[n] == '.');
}

const char *plugin_source(const char *module, bool *is_package)
{
    for (size_t i = 0; i < sizeof(packages) / sizeof(packages[0]); i++) {
        if (!is_of(module, packages[i].package))
            continue;
        *is_package = strcmp(module, "pgai.vectorizer.configuration") != 0;
        if (strcmp(module, packages[i].module) == 0)
            return packages[i].source;
        /* "pgai" alone says nothing: its modules import each other through it. */
        return strcmp(module, "pgai") == 0 || strcmp(module, "pgai.vectorizer") == 0
                   ? ""
                   : packages[i].import;
    }
    return NULL;
}
