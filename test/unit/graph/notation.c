#include "notation.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "graph/graph.h"

struct strlist *notation_words(TALLOC_CTX *mem, const char *text, size_t length,
                               const char *separators)
{
    struct strlist *list = strlist_new(mem);
    const char *end = text + length;

    while (text < end) {
        const char *start = text;

        while (text < end && *text != ' ' && !strchr(separators, *text))
            text++;
        if (text > start)
            strlist_addn(list, start, (size_t)(text - start));
        else
            text++;
    }
    return list;
}

/* What stands between 'open' and 'close' in 'text', as a list of words. */
static const char *const *between(TALLOC_CTX *mem, const char *text, char open, char close)
{
    const char *start = strchr(text, open);
    const char *end = start ? strchr(start, close) : NULL;

    return end ? notation_words(mem, start + 1, (size_t)(end - start - 1), ",")->items : NULL;
}

static struct revision read_revision(TALLOC_CTX *mem, const char *text)
{
    const char *arrow = strstr(text, "<-");
    size_t id = strcspn(text, "< [{");

    return (struct revision){
        .id = mem_strndup(mem, text, id),
        .down =
            arrow ? notation_words(mem, arrow + 2, strcspn(arrow + 2, "[{ "), ",")->items : NULL,
        .labels = between(mem, text, '[', ']'),
        .depends = between(mem, text, '{', '}'),
        .doc = "",
        .path = mem_printf(mem, "%.*s.sql", (int)id, text),
    };
}

struct graph *notation_graph(TALLOC_CTX *mem, const char *text, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct revision *revisions = mem_array(scratch, struct revision, strlen(text) + 1);
    size_t n = 0;

    while (*text) {
        size_t length = strcspn(text, ";\n");
        const char *part = mem_strndup(scratch, text, length);

        part += strspn(part, " ");
        if (*part)
            revisions[n++] = read_revision(scratch, part);
        text += length + (text[length] != '\0');
    }
    return graph_new(mem, revisions, n, err);
}
