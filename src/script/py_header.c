#include "script/py_header.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"
#include "script/py_literal.h"
#include "script/py_scan.h"
#include "script/script.h"
#include "script/source.h"

enum key { REVISION, DOWN_REVISION, BRANCH_LABELS, DEPENDS_ON, KEYS };

static const char *const key_names[KEYS] = {"revision", "down_revision", "branch_labels",
                                            "depends_on"};

bool py_header_is_python(const char *path)
{
    return path_has_suffix(path, ".py");
}

static bool names_key(const struct py_scan_token *token)
{
    for (int i = 0; i < KEYS; i++)
        if (py_scan_is(token, key_names[i]))
            return true;
    return false;
}

bool py_header_is_key(const struct py_scan_token *first, const struct py_scan_token *second)
{
    return names_key(first) && (py_scan_is(second, "=") || py_scan_is(second, ":"));
}

/* A file whose header is read. */
struct reading {
    const struct source *source;
    struct py_scan scan;
    struct py_literals *literals;
    const char *first_line; /* a docstring, if there is one */
    bool seen[KEYS];
    size_t end; /* how much of the file was looked at */
};

static bool opens_block(const struct py_scan_token *token)
{
    return py_scan_is(token, "def") || py_scan_is(token, "class") || py_scan_is(token, "async") ||
           py_scan_is(token, "@");
}

/* Behind the first function a header hardly goes on; but nothing forbids it. */
static bool goes_on(const struct reading *r)
{
    MEM_SCRATCH(scratch);
    const char *rest = r->scan.at;

    if (!r->seen[REVISION] || !r->seen[DOWN_REVISION])
        return true;
    for (int i = 0; i < KEYS; i++) {
        const char *line = mem_printf(scratch, "\n%s", key_names[i]);

        if (memmem(rest, (size_t)(r->scan.end - rest), line, strlen(line)))
            return true;
    }
    return false;
}

/* Read on to the end of the logical line; is "=" among its tokens, so that it may assign? */
static bool finish_line(struct reading *r, struct py_scan_token *token)
{
    bool assigns = false;

    while (token->kind != PY_SCAN_NEWLINE && token->kind != PY_SCAN_END &&
           !(token->depth == 0 && py_scan_is(token, ";"))) {
        assigns = assigns || (token->depth == 0 && py_scan_is(token, "="));
        for (int i = 0; i < KEYS; i++)
            r->seen[i] = r->seen[i] || (token->depth == 0 && py_scan_is(token, key_names[i]));
        *token = py_scan_next(&r->scan);
    }
    return assigns;
}

/* Hand on every assignment that stands outside of blocks, and the first line. */
static void scan_lines(struct reading *r)
{
    struct py_scan_token token = py_scan_next(&r->scan);
    bool outside = true;

    while (token.kind != PY_SCAN_END) {
        const struct py_scan_token start = token;
        bool assigns;

        /* What stands behind a ";" belongs to the block of what stands before it. */
        outside = start.begins_line ? start.indent == 0 : outside;
        if (outside && opens_block(&start) && !goes_on(r))
            break;
        assigns = finish_line(r, &token);
        if (!r->first_line)
            r->first_line = py_literals_copy(r->literals, start.text, token.text);
        if (outside && assigns)
            py_literals_add(r->literals, start.text, token.text, start.line);
        token = py_scan_next(&r->scan);
    }
    r->end = (size_t)(r->scan.at - r->source->text);
}

static bool refuse_value(const struct reading *r, const char *name, const struct py_literal *value,
                         struct error *err)
{
    source_error(r->source, value->line, err, "the value of \"%s\" cannot be read from the script",
                 name);
    return error_hint(err, "Write it as a text, as None, or as a tuple of texts.");
}

static bool read_id(TALLOC_CTX *mem, struct reading *r, const char **id, struct error *err)
{
    struct py_literal value;

    if (!py_literals_find(r->literals, "revision", &value, err))
        return false;
    if (value.kind == PY_LITERAL_ABSENT)
        return true;
    if (value.kind != PY_LITERAL_TEXT)
        return refuse_value(r, "revision", &value, err);
    *id = mem_strdup(mem, value.text);
    return true;
}

static bool refuse_absence(const struct reading *r, struct error *err)
{
    error_set(err, ERROR_INVALID, "%s has no \"down_revision\"", r->source->path);
    return error_hint(err, "Write \"down_revision = None\" if it builds on no other revision.");
}

/* None, a text, or several. */
static bool read_list(TALLOC_CTX *mem, struct reading *r, enum key key, const char *const **list,
                      struct error *err)
{
    struct py_literal value;

    if (!py_literals_find(r->literals, key_names[key], &value, err))
        return false;
    if (value.kind == PY_LITERAL_ABSENT)
        return key != DOWN_REVISION || refuse_absence(r, err);
    if (value.kind == PY_LITERAL_TEXT)
        *list = strings_copy(mem, (const char *const[]){value.text, NULL});
    else if (value.kind == PY_LITERAL_LIST)
        *list = value.list[0] ? strings_copy(mem, value.list) : NULL;
    else if (value.kind != PY_LITERAL_NONE)
        return refuse_value(r, key_names[key], &value, err);
    return true;
}

/* "ae1027a6acf.py": what stands before the first suffix is the id. */
static bool read_legacy_id(TALLOC_CTX *mem, const struct source *source, const char **id,
                           struct error *err)
{
    const char *name = path_name(source->path);
    size_t n = strspn(name, "abcdef0123456789");

    if (n > 0 && strncmp(name + n, ".py", 3) == 0) {
        *id = mem_strndup(mem, name, n);
        return true;
    }
    return error_set(err, ERROR_INVALID,
                     "Could not determine revision id from filename %s. Be sure the 'revision' "
                     "variable is declared inside the script (please see 'Upgrading from Alembic "
                     "0.1 to 0.2' in the documentation).",
                     name);
}

/* Without the white space around it that Python's strip() takes away. */
static char *strip(TALLOC_CTX *mem, const char *text)
{
    size_t n = strlen(text), start = 0, end = 0;

    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t size = utf8_decode(text + i, n - i, &c);

        size = size ? size : 1;
        if (!utf8_is_space(c)) {
            start = end ? start : i;
            end = i + size;
        }
        i += size;
    }
    return mem_strndup(mem, text + start, end - start);
}

static bool fill(TALLOC_CTX *mem, struct reading *r, struct script_header *header,
                 struct error *err)
{
    const char *doc = py_literals_docstring(r->literals, r->first_line);

    header->message = strip(mem, doc ? doc : "");
    return read_id(mem, r, &header->id, err) &&
           (header->id || read_legacy_id(mem, r->source, &header->id, err)) &&
           read_list(mem, r, DOWN_REVISION, &header->down, err) &&
           read_list(mem, r, BRANCH_LABELS, &header->labels, err) &&
           read_list(mem, r, DEPENDS_ON, &header->depends, err);
}

bool py_header_read(TALLOC_CTX *mem, const struct source *source, struct script_header *header,
                    struct error *err)
{
    MEM_SCRATCH(scratch);
    struct reading r = {.source = source, .literals = py_literals_new(scratch, source)};

    *header = (struct script_header){.message = ""};
    py_scan_init(&r.scan, source->text, source->length);
    scan_lines(&r);
    return source_check_bytes(source, r.end, err) && fill(mem, &r, header, err);
}
