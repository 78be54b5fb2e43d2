#include "script/source.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sql/split.h"

bool source_error(const struct source *source, int line, struct error *err, const char *fmt, ...)
{
    MEM_SCRATCH(scratch);
    va_list ap;
    char *message;

    va_start(ap, fmt);
    message = mem_vprintf(scratch, fmt, ap);
    va_end(ap);
    return error_set(err, ERROR_INVALID, "%s:%d: %s", source->path, line, message);
}

static bool starts_with(const struct file_text *file, const char *bytes)
{
    size_t n = strlen(bytes);

    return file->length >= n && memcmp(file->bytes, bytes, n) == 0;
}

bool source_read(TALLOC_CTX *mem, const char *path, size_t max, struct source *source,
                 struct error *err)
{
    struct file_text *file = file_read(mem, path, max, err);
    size_t mark;

    if (!file)
        return false;
    if (starts_with(file, "\xff\xfe") || starts_with(file, "\xfe\xff")) {
        error_set(err, ERROR_INVALID, "\"%s\" is UTF-16 text", path);
        return error_hint(err, "Save it as UTF-8.");
    }
    mark = starts_with(file, "\xef\xbb\xbf") ? 3 : 0;
    *source = (struct source){path, file->bytes + mark, file->length - mark};
    return true;
}

bool source_check_bytes(const struct source *source, size_t n, struct error *err)
{
    const char *nul = memchr(source->text, '\0', n);
    size_t bad;

    if (nul)
        return source_error(source,
                            1 + split_count_lines(source->text, (size_t)(nul - source->text)), err,
                            "NUL byte");
    if (utf8_valid(source->text, n, &bad))
        return true;
    source_error(source, 1 + split_count_lines(source->text, bad), err,
                 "byte 0x%02x is not valid UTF-8", (unsigned char)source->text[bad]);
    return error_hint(err, "Save the file as UTF-8.");
}
