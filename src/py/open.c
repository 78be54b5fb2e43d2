#include "py/open.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "py/interp.h"

struct file {
    struct py_object object;
    const char *path, *mode;
    const char *text; /* all of it */
    size_t length, at;
    bool is_binary, is_closed;
};

static const struct py_type *error_type(int number)
{
    if (number == ENOENT)
        return &py_file_not_found_error;
    return number == EACCES || number == EPERM ? &py_permission_error : &py_os_error;
}

/* [Errno 2] No such file or directory: 'x' */
static struct py_object *raise_errno(struct py *py, int number, const char *path)
{
    struct py_object *name = py_string(py, path);
    const char *shown = py_repr_text(py, name);

    return py_raise(py, error_type(number), "[Errno %d] %s: %s", number, strerror(number), shown);
}

/* "\r\n" is "\n" in a text. */
static size_t join_line_ends(char *text, size_t length)
{
    size_t to = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\r' && i + 1 < length && text[i + 1] == '\n')
            continue;
        text[to++] = text[i] == '\r' ? '\n' : text[i];
    }
    return to;
}

static bool read_all(struct py *py, struct file *file)
{
    MEM_SCRATCH(scratch);
    char *text, *copy;
    size_t length, bad;

    errno = ENOENT;
    if (!py->host.read_file ||
        !py->host.read_file(py->host.data, file->path, scratch, &text, &length))
        return raise_errno(py, errno, file->path) != NULL;
    if (!py_may_have(py, length))
        return false;
    copy = arena_strndup(py->arena, text, length);
    file->length = file->is_binary ? length : join_line_ends(copy, length);
    file->text = copy;
    if (!file->is_binary && !utf8_valid(copy, file->length, &bad))
        return py_raise(
                   py, &py_unicode_error,
                   "'utf-8' codec can't decode byte 0x%02x in position %zu: invalid start byte",
                   (unsigned char)copy[bad], bad) != NULL;
    return true;
}

static const struct py_type file_type;

struct py_object *py_open(struct py *py, const char *path, const char *mode)
{
    struct file *file = arena_new_object(py->arena, struct file);

    if (strpbrk(mode, "wax+"))
        return py_refuse(py, "writing files is not supported: open(\"%s\", \"%s\")", path, mode);
    file->object.type = &file_type;
    file->path = arena_strdup(py->arena, path);
    file->mode = arena_strdup(py->arena, mode);
    file->is_binary = strchr(mode, 'b') != NULL;
    return read_all(py, file) ? &file->object : NULL;
}

/* ---- methods -------------------------------------------------------------------------------- */

static struct file *open_file(struct py *py, struct py_object *self)
{
    struct file *file = (struct file *)self;

    if (file->is_closed)
        return py_raise(py, &py_value_error, "I/O operation on closed file.");
    return file;
}

static struct py_object *piece(struct py *py, struct file *file, size_t length)
{
    const char *from = file->text + file->at;

    file->at += length;
    return file->is_binary ? py_bytes(py, from, length) : py_stringn(py, from, length);
}

/* The bytes of 'n' characters from where the file is. */
static size_t length_of(const struct file *file, size_t n)
{
    size_t left = file->length - file->at, length = 0;

    if (file->is_binary)
        return n < left ? n : left;
    for (; n > 0 && length < left; n--) {
        uint32_t c;
        size_t bytes = utf8_decode(file->text + file->at + length, left - length, &c);

        length += bytes ? bytes : 1;
    }
    return length;
}

static struct py_object *read(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct file *file = open_file(py, self);
    struct py_object *size;
    int64_t n = -1;

    if (!file || !py_bind(py, "read", (const char *const[]){"?size", "/", NULL}, args, &size) ||
        (size && !py_is_none(size) && !py_need_int(py, size, &n)))
        return NULL;
    return piece(py, file, n < 0 ? file->length - file->at : length_of(file, (size_t)n));
}

static struct py_object *next_line(struct py *py, struct file *file)
{
    size_t left = file->length - file->at;
    const char *end = left > 0 ? memchr(file->text + file->at, '\n', left) : NULL;

    return piece(py, file, end ? (size_t)(end + 1 - (file->text + file->at)) : left);
}

static struct py_object *next(struct py *py, struct py_object *self)
{
    struct file *file = open_file(py, self);

    return file && file->at < file->length ? next_line(py, file) : NULL;
}

static struct py_object *readline(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct file *file = open_file(py, self);

    (void)args;
    return file ? next_line(py, file) : NULL;
}

static struct py_object *readlines(struct py *py, struct py_object *self,
                                   const struct py_args *args)
{
    struct py_list *lines = py_list_new(py);
    struct py_object *line;

    (void)args;
    while ((line = next(py, self)))
        if (!py_list_add(py, lines, line))
            return NULL;
    return py_raised(py) ? NULL : &lines->object;
}

static struct py_object *seek(struct py *py, struct py_object *self, const struct py_args *args)
{
    struct file *file = open_file(py, self);
    struct py_object *offset;
    int64_t at;

    if (!file || !py_bind(py, "seek", (const char *const[]){"offset", "/", NULL}, args, &offset) ||
        !py_need_int(py, offset, &at))
        return NULL;
    file->at = at < 0 ? 0 : (size_t)at < file->length ? (size_t)at : file->length;
    return offset;
}

static struct py_object *close(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)py;
    (void)args;
    ((struct file *)self)->is_closed = true;
    return py_none();
}

static struct py_object *write(struct py *py, struct py_object *self, const struct py_args *args)
{
    (void)self;
    (void)args;
    return py_refuse(py, "writing files is not supported");
}

static const struct py_method methods[] = {
    {.name = "read", .call = read},           {.name = "readline", .call = readline},
    {.name = "readlines", .call = readlines}, {.name = "seek", .call = seek},
    {.name = "close", .call = close},         {.name = "write", .call = write},
    {.name = "writelines", .call = write},    {.name = NULL},
};

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct file *file = (const struct file *)self;

    if (strcmp(name, "name") == 0)
        return py_string(py, file->path);
    if (strcmp(name, "mode") == 0)
        return py_string(py, file->mode);
    return strcmp(name, "closed") == 0 ? py_bool(file->is_closed) : NULL;
}

static struct py_object *iter(struct py *py, struct py_object *self)
{
    return open_file(py, self) ? self : NULL;
}

static bool leave(struct py *py, struct py_object *self, struct py_object *exception,
                  bool *swallowed)
{
    (void)exception;
    *swallowed = false;
    return close(py, self, &py_nothing) != NULL;
}

static const struct py_type file_type = {
    .name = "TextIOWrapper",
    .module = "_io",
    .methods = methods,
    .attr = attr,
    .iter = iter,
    .next = next,
    .enter = iter,
    .leave = leave,
};
