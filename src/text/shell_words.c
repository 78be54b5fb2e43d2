#include "text/shell_words.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/strlist.h"

/* What stands in quotes at '*at', up to behind the closing one. */
static bool add_quoted(struct buf *word, const char **at, struct error *err)
{
    char quote = *(*at)++;

    for (; **at && **at != quote; (*at)++) {
        bool escapes = quote == '"' && **at == '\\' && strchr("\"\\", (*at)[1]) && (*at)[1];

        *at += escapes;
        buf_addc(word, **at);
    }
    if (!**at)
        return error_set(err, ERROR_USAGE, "No closing quotation");
    (*at)++;
    return true;
}

static bool add_word(struct strlist *words, const char **at, struct error *err)
{
    MEM_SCRATCH(scratch);
    struct buf *word = buf_new(scratch, BUF_MAX);

    while (**at && !strchr(" \t\r\n", **at)) {
        if (**at == '\'' || **at == '"') {
            if (!add_quoted(word, at, err))
                return false;
            continue;
        }
        if (**at == '\\' && !*++*at)
            return error_set(err, ERROR_USAGE, "No escaped character");
        buf_addc(word, *(*at)++);
    }
    strlist_add(words, word->text);
    return true;
}

struct strlist *shell_words(TALLOC_CTX *mem, const char *line, struct error *err)
{
    struct strlist *words = strlist_new(mem);

    while (*(line += strspn(line, " \t\r\n")))
        if (!add_word(words, &line, err))
            return NULL;
    return words;
}
