#include <string.h>

#include "alembic/sa_schema.h"
#include "py/py.h"

static bool is_accepted(const char *name, const char *const *accepted)
{
    for (size_t i = 0; accepted[i]; i++)
        if (strcmp(accepted[i], name) == 0)
            return true;
    return false;
}

bool sa_check_options(struct py *py, const char *class, const struct py_dict *options,
                      const char *const *accepted)
{
    static const char ours[] = "postgresql_";

    for (size_t i = 0; options && i < options->n_entries; i++) {
        const char *name = options->entries[i].key ? py_text(options->entries[i].key) : NULL;
        const char *underscore = name ? strchr(name, '_') : NULL;

        if (!name)
            continue;
        if (!sa_known(py, options->entries[i].value))
            return false;
        if (!underscore || underscore == name || !underscore[1])
            return py_raise(py, &py_type_error,
                            "Additional arguments should be named <dialectname>_<argument>, got "
                            "'%s'",
                            name);
        if (strncmp(name, ours, strlen(ours)) == 0 && !is_accepted(name, accepted))
            return py_raise(py, &sa_argument_error,
                            "Argument '%s' is not accepted by dialect 'postgresql' on behalf of "
                            "<class 'sqlalchemy.sql.schema.%s'>",
                            name, class);
    }
    return true;
}
