#include "cli/wrap.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void wrap_print(FILE *out, const char *text, size_t indent, size_t width, bool indent_first)
{
    size_t column = indent;

    fprintf(out, "%*s", indent_first ? (int)indent : 0, "");
    for (text += strspn(text, " \n"); *text;) {
        size_t n = strcspn(text, " \n");
        size_t columns = utf8_count(text, n);

        if (column > indent && column + 1 + columns > width) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, n, out);
        column += columns;
        text += n + strspn(text + n, " \n");
    }
}

void wrap_row(FILE *out, const char *left, const char *text, size_t column)
{
    size_t used = 2 + utf8_count(left, strlen(left));

    fprintf(out, "  %s", left);
    if (used + 2 > column)
        fprintf(out, "\n%*s", (int)column, "");
    else
        fprintf(out, "%*s", (int)(column - used), "");
    wrap_print(out, text, column, WRAP_WIDTH, false);
    fputc('\n', out);
}

void wrap_paragraphs(FILE *out, const char *text)
{
    for (bool first = true; *text; first = false) {
        MEM_SCRATCH(scratch);
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);

        if (!first)
            fputc('\n', out);
        wrap_print(out, mem_strndup(scratch, text, n), 0, WRAP_WIDTH, false);
        fputc('\n', out);
        text += n + (end ? 2 : 0);
    }
}
