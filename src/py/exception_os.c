/* OSError: a number, a text and a file. */
#include <errno.h>
#include <string.h>

#include "py/exception.h"
#include "py/interp.h"

/* OSError(2, ...) is a FileNotFoundError. */
static const struct py_type *type_of_number(int64_t number)
{
    switch (number) {
    case ENOENT:
        return &py_file_not_found_error;
    case EACCES:
    case EPERM:
        return &py_permission_error;
    case ETIMEDOUT:
        return &py_timeout_error;
    default:
        return &py_os_error;
    }
}

struct py_object *py_os_error_make(struct py *py, const struct py_type *type,
                                   const struct py_args *args)
{
    bool has_parts = args->n >= 2 && args->n <= 5, has_file = has_parts && args->n >= 3;
    struct py_args shown = {.values = args->values, .n = has_file ? 2 : args->n};
    struct py_exception *e;
    int64_t number;

    if (args->n_keywords > 0)
        return py_raise(py, &py_type_error, "%s() takes no keyword arguments", type->name);
    if (has_parts && type == &py_os_error && py_as_int(args->values[0], &number))
        type = type_of_number(number);
    e = py_exception_new(py, type, &shown);
    if (has_file) {
        e->attrs = py_dict_new(py);
        py_dict_put_text(py, e->attrs, "filename", args->values[2]);
    }
    return &e->object;
}

static struct py_object *filename(const struct py_exception *e)
{
    struct py_object *name = e->attrs ? py_dict_at(e->attrs, "filename") : NULL;

    return name && !py_is_none(name) ? name : NULL;
}

struct py_object *py_os_error_str(struct py *py, struct py_object *self)
{
    const struct py_exception *e = (const struct py_exception *)self;
    const struct py_list *args = py_as_sequence(e->args);
    const char *number, *text, *file;

    if (args->n != 2)
        return py_base_exception.str(py, self);
    number = py_str_text(py, args->items[0]);
    text = number ? py_str_text(py, args->items[1]) : NULL;
    if (!text)
        return NULL;
    if (!filename(e))
        return py_stringf(py, "[Errno %s] %s", number, text);
    file = py_repr_text(py, filename(e));
    return file ? py_stringf(py, "[Errno %s] %s: %s", number, text, file) : NULL;
}

struct py_object *py_os_error_attr(struct py *py, struct py_object *self, const char *name)
{
    const struct py_list *args = py_as_sequence(((struct py_exception *)self)->args);
    struct py_object *found = py_base_exception.attr(py, self, name);

    if (found)
        return found;
    if (strcmp(name, "errno") == 0)
        return args->n == 2 ? args->items[0] : py_none();
    if (strcmp(name, "strerror") == 0)
        return args->n == 2 ? args->items[1] : py_none();
    return strcmp(name, "filename") == 0 || strcmp(name, "filename2") == 0 ? py_none() : NULL;
}
