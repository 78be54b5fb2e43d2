#include "graph/plan.h"

#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"

/* Alembic logs the name of the function that it runs, and people look for these lines. */
static const char *const verbs[] = {
    [GRAPH_UPGRADE] = "upgrade",
    [GRAPH_DOWNGRADE] = "downgrade",
    [GRAPH_STAMP] = "stamp_revision",
};

/* The first paragraph, without the blanks that Python's strip() takes off. */
static char *summary(TALLOC_CTX *mem, const char *doc)
{
    static const char spaces[] = " \t\n\r\f\v";
    size_t length;
    const char *blank;

    doc += strspn(doc, spaces);
    length = strlen(doc);
    while (length > 0 && strchr(spaces, doc[length - 1]))
        length--;
    blank = strstr(doc, "\n\n");
    if (blank && (size_t)(blank - doc) < length)
        length = (size_t)(blank - doc);
    return mem_strndup(mem, doc, length);
}

char *graph_step_title(TALLOC_CTX *mem, const struct graph_step *step)
{
    MEM_SCRATCH(scratch);
    const char *doc = step->revision ? summary(scratch, step->revision->doc) : "";

    return mem_printf(mem, "%s %s -> %s%s%s", verbs[step->direction],
                      strings_join(scratch, step->from, ", "),
                      strings_join(scratch, step->to, ", "), *doc ? ", " : "", doc);
}
