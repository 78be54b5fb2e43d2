#include "py/repr.h"

#include "py/interp.h"

bool py_show_begin(struct py *py, struct py_shown *shown, const struct py_object *o)
{
    for (const struct py_shown *s = py->shown; s; s = s->outer)
        if (s->o == o)
            return false;
    *shown = (struct py_shown){o, py->shown};
    py->shown = shown;
    return true;
}

void py_show_end(struct py *py, const struct py_shown *shown)
{
    py->shown = shown->outer;
}
