#include "cli/case.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"

enum { MAX_FILE = 1 << 20 };

struct case_file *case_file_read(TALLOC_CTX *mem, const char *path, struct error *err)
{
    struct case_file *file = mem_new(mem, struct case_file);
    struct file_text *text = file_read(file, path, MAX_FILE, err);

    if (!text)
        return NULL;
    file->path = mem_strdup(file, path);
    file->lines = strlist_new(file);
    for (const char *at = text->bytes; *at;) {
        size_t n = strcspn(at, "\n");

        strlist_addn(file->lines, at, n);
        at += n + (at[n] == '\n');
    }
    return file;
}

static const char *case_name(const char *line)
{
    return strncmp(line, "== ", 3) == 0 ? line + 3 : NULL;
}

bool case_next(const struct case_file *file, size_t *at, struct case_range *found)
{
    size_t n = file->lines->n;

    while (*at < n && !case_name(file->lines->items[*at]))
        (*at)++;
    if (*at == n)
        return false;
    found->name = case_name(file->lines->items[(*at)++]);
    found->first = *at;
    while (*at < n && !case_name(file->lines->items[*at]))
        (*at)++;
    found->end = *at;
    return true;
}

bool case_file_names(const struct case_file *file, const char *text)
{
    for (size_t i = 0; i < file->lines->n; i++)
        if (strstr(file->lines->items[i], text))
            return true;
    return false;
}

/* The bytes at 'actual' that a placeholder may stand for: at least one, at most the result. */
static size_t longest_run(const char *placeholder, const char *actual)
{
    size_t n = 0;

    if (strncmp(placeholder, "{hex}", 5) == 0)
        return strspn(actual, "0123456789abcdef");
    if (strncmp(placeholder, "{number}", 8) == 0)
        while (isdigit((unsigned char)actual[n]))
            n++;
    if (strncmp(placeholder, "{any}", 5) == 0)
        n = strlen(actual);
    return n;
}

bool case_line_matches(const char *expected, const char *actual, const char *folder)
{
    for (; *expected && *expected != '{'; expected++, actual++)
        if (*expected != *actual)
            return false;
    if (!*expected)
        return !*actual;
    if (strncmp(expected, "{dir}", 5) == 0) {
        size_t n = strlen(folder);

        return strncmp(actual, folder, n) == 0 &&
               case_line_matches(expected + 5, actual + n, folder);
    }
    for (size_t n = longest_run(expected, actual); n > 0; n--)
        if (case_line_matches(strchr(expected, '}') + 1, actual + n, folder))
            return true;
    return *actual == '{' && case_line_matches(expected + 1, actual + 1, folder);
}

char *case_line_shown(TALLOC_CTX *mem, const char *actual, const char *folder)
{
    struct buf *text = buf_new(mem, BUF_MAX);
    const char *found;

    while ((found = strstr(actual, folder))) {
        buf_addn(text, actual, (size_t)(found - actual));
        buf_add(text, "{dir}");
        actual = found + strlen(folder);
    }
    buf_add(text, actual);
    return buf_take(mem, text);
}
