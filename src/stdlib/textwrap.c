/* textwrap.dedent() and indent(). */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "py/py.h"
#include "stdlib/module.h"

static size_t blank(const char *line, size_t n)
{
    size_t i = 0;

    while (i < n && (line[i] == ' ' || line[i] == '\t'))
        i++;
    return i;
}

/* The white space that all lines with text begin with. */
static size_t margin_of(const char *text, const char **margin)
{
    size_t length = 0;

    *margin = NULL;
    for (const char *at = text; *at; at += *at == '\n') {
        size_t n = strcspn(at, "\n"), indent = blank(at, n), same = 0;

        if (indent < n && !*margin) {
            *margin = at;
            length = indent;
        } else if (indent < n) {
            while (same < length && same < indent && at[same] == (*margin)[same])
                same++;
            length = same;
        }
        at += n;
    }
    return length;
}

static struct py_object *dedent(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *value;
    struct buf *out = buf_new(scratch, BUF_MAX);
    const char *text, *margin;
    size_t length;

    (void)self;
    if (!py_bind(py, "dedent", (const char *const[]){"text", NULL}, args, &value) ||
        !(text = stdlib_text(py, "dedent", value)))
        return NULL;
    length = margin_of(text, &margin);
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\n");

        if (blank(at, n) < n)
            buf_addn(out, at + length, n - length);
        at += n;
        if (*at)
            buf_addc(out, *at++);
    }
    return py_string(py, out->text);
}

static struct py_object *indent(struct py *py, struct py_object *self, const struct py_args *args)
{
    MEM_SCRATCH(scratch);
    struct py_object *slots[2];
    struct buf *out = buf_new(scratch, BUF_MAX);
    const char *text, *prefix;

    (void)self;
    if (!py_bind(py, "indent", (const char *const[]){"text", "prefix", NULL}, args, slots) ||
        !(text = stdlib_text(py, "indent", slots[0])) ||
        !(prefix = stdlib_text(py, "indent", slots[1])))
        return NULL;
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\n");

        if (strspn(at, " \t\r\v\f") < n)
            buf_add(out, prefix);
        if (!py_may_have(py, out->length + n))
            return NULL;
        buf_addn(out, at, n);
        at += n;
        if (*at)
            buf_addc(out, *at++);
    }
    return py_string(py, out->text);
}

const struct stdlib_name stdlib_textwrap[] = {
    {.name = "dedent", .call = dedent},
    {.name = "indent", .call = indent},
    {.name = NULL},
};
