#include "harness/stanza.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "harness/test.h"

enum { MAX_FILE = 16 << 20 };

static struct stanza *add_stanza(TALLOC_CTX *mem, struct stanza *stanzas, size_t n, char *name)
{
    stanzas = mem_resize(mem, stanzas, n + 2);
    stanzas[n] = (struct stanza){.name = name, .lines = mem_array(mem, struct stanza_line, 1)};
    stanzas[n + 1] = (struct stanza){.name = NULL};
    return stanzas;
}

static void add_line(TALLOC_CTX *mem, struct stanza *stanza, const char *line)
{
    size_t n = stanza->n_lines;

    if (line[1] && line[1] != ' ')
        FAIL("%s: a tag is one character and a space: %s", stanza->name, line);
    stanza->lines = mem_resize(mem, stanza->lines, n + 1);
    stanza->lines[n].tag = line[0];
    stanza->lines[n].text = line[1] ? line + 2 : "";
    stanza->n_lines++;
}

/* The cases of a file, ending with one that has no name. */
static struct stanza *read_stanzas(TALLOC_CTX *mem, const char *path)
{
    struct error *err = error_new(mem);
    struct file_text *file = file_read(mem, path, MAX_FILE, err);
    struct stanza *stanzas = mem_array(mem, struct stanza, 1);
    size_t n = 0;
    char *rest, *line;

    PASSES(file != NULL);
    rest = mem_strndup(mem, file->bytes, file->length);
    while ((line = strsep(&rest, "\n"))) {
        if (strncmp(line, "== ", 3) == 0)
            stanzas = add_stanza(mem, stanzas, n++, line + 3);
        else if (*line && *line != '#' && n > 0)
            add_line(mem, &stanzas[n - 1], line);
    }
    return stanzas;
}

void stanza_each(const char *path, stanza_fn *fn)
{
    MEM_SCRATCH(scratch);
    struct stanza *stanzas = read_stanzas(scratch, path_join(scratch, TEST_SOURCE_DIR, path));

    if (!stanzas[0].name)
        FAIL("%s has no cases", path);
    for (size_t i = 0; stanzas[i].name; i++) {
        TALLOC_CTX *mem = talloc_new(scratch);

        test_case(stanzas[i].name);
        fn(mem, &stanzas[i]);
        talloc_free(mem);
    }
    test_case(NULL);
}

static void add_unescaped(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        char hex[3] = {0};

        if (*p != '\\') {
            buf_addc(out, *p);
            continue;
        }
        switch (*++p) {
        case 'n':
            buf_addc(out, '\n');
            break;
        case 'r':
            buf_addc(out, '\r');
            break;
        case 't':
            buf_addc(out, '\t');
            break;
        case '\\':
            buf_addc(out, '\\');
            break;
        case 'x':
            memcpy(hex, p + 1, strnlen(p + 1, 2));
            if (strlen(hex) != 2)
                FAIL("two hex digits must follow \\x: %s", text);
            buf_addc(out, (char)strtol(hex, NULL, 16));
            p += 2;
            break;
        default:
            FAIL("unknown escape: %s", text);
        }
    }
}

struct buf *stanza_input(TALLOC_CTX *mem, const struct stanza *stanza)
{
    struct buf *input = buf_new(mem, BUF_MAX);

    for (size_t i = 0; i < stanza->n_lines; i++) {
        const struct stanza_line *line = &stanza->lines[i];

        if (line->tag == '>') {
            buf_add(input, line->text);
            buf_addc(input, '\n');
        } else if (line->tag == '~') {
            add_unescaped(input, line->text);
        }
    }
    return input;
}

char *stanza_text(TALLOC_CTX *mem, const struct stanza *stanza, char tag)
{
    struct buf *text = buf_new(mem, BUF_MAX);

    for (size_t i = 0; i < stanza->n_lines; i++)
        if (stanza->lines[i].tag == tag)
            buf_addf(text, "%s\n", stanza->lines[i].text);
    return buf_take(mem, text);
}

const char *stanza_value(const struct stanza *stanza, char tag)
{
    for (size_t i = 0; i < stanza->n_lines; i++)
        if (stanza->lines[i].tag == tag)
            return stanza->lines[i].text;
    return NULL;
}

void stanza_escape(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            buf_add(out, "\\n");
        else if (*p == '\r')
            buf_add(out, "\\r");
        else if (*p == '\t')
            buf_add(out, "\\t");
        else if (*p == '\\')
            buf_add(out, "\\\\");
        else if ((unsigned char)*p < 0x20 || *p == 0x7f)
            buf_addf(out, "\\x%02x", (unsigned)*p);
        else
            buf_addc(out, *p);
    }
}
