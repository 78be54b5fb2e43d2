#include "py/source.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/utf8.h"
#include "py/syntax_error.h"

static int line_of(const struct py_source *source, size_t offset)
{
    int line = 1;

    for (size_t i = 0; i < offset; i++)
        line += source->text[i] == '\n' || (source->text[i] == '\r' && source->text[i + 1] != '\n');
    return line;
}

static bool check_bytes(const struct py_source *source, struct error *err)
{
    const char *null = memchr(source->text, '\0', source->length);
    size_t bad;

    if (null)
        return error_set(err, ERROR_INVALID,
                         "%s:%d: SyntaxError: source code cannot contain null bytes", source->path,
                         line_of(source, (size_t)(null - source->text)));
    if (!utf8_valid(source->text, source->length, &bad))
        return error_set(err, ERROR_INVALID,
                         "%s:%d: SyntaxError: (unicode error) 'utf-8' codec can't decode byte "
                         "0x%02x in position %zu",
                         source->path, line_of(source, bad), (unsigned char)source->text[bad], bad);
    return true;
}

/* Behind "coding:" or "coding=" in the comment of a line; NULL when there is none. */
static const char *declared(const char *line, size_t length)
{
    size_t i = strspn(line, " \t\f");

    if (i >= length || line[i] != '#')
        return NULL;
    for (; i + 7 <= length; i++)
        if (strncmp(line + i, "coding", 6) == 0 && (line[i + 6] == ':' || line[i + 6] == '='))
            return line + i + 7 + strspn(line + i + 7, " \t");
    return NULL;
}

static bool is_known(const char *name, size_t length)
{
    static const char *const known[] = {"utf-8", "utf8", "ascii", "us-ascii", "utf_8", "u8"};

    if (length > 6 && strncasecmp(name, "utf-8-", 6) == 0)
        return true;
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (strlen(known[i]) == length && strncasecmp(known[i], name, length) == 0)
            return true;
    return false;
}

static bool is_blank(const char *line, size_t length)
{
    size_t i = strspn(line, " \t\f");

    return i >= length || line[i] == '#';
}

static bool check_encoding(const struct py_source *source, struct error *err)
{
    const char *line = source->text;

    for (int i = 1; i <= 2; i++) {
        size_t length = strcspn(line, "\r\n");
        const char *name = declared(line, length);
        size_t n = name ? strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-_.")
                        : 0;

        if (n > 0 && !is_known(name, n))
            return error_set(err, ERROR_INVALID, "%s:%d: SyntaxError: encoding problem: %.*s",
                             source->path, i, (int)n, name);
        if (n > 0 || !is_blank(line, length))
            return true;
        line += length;
        line += line[0] == '\r' && line[1] == '\n' ? 2 : line[0] != '\0';
    }
    return true;
}

bool py_source_check(struct py_source *source, struct error *err)
{
    if (source->length >= 3 && memcmp(source->text, "\xef\xbb\xbf", 3) == 0) {
        source->text += 3;
        source->length -= 3;
    }
    return check_bytes(source, err) && check_encoding(source, err);
}
