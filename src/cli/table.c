#include "cli/table.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"

struct column {
    size_t width;
    bool numeric;
};

struct table {
    size_t n_columns;
    struct strlist *cells; /* the headings, then row after row */
};

struct table *table_new(TALLOC_CTX *mem, const char *const *headings)
{
    struct table *table = mem_new(mem, struct table);

    table->n_columns = strings_count(headings);
    table->cells = strlist_new(table);
    table_add(table, headings);
    return table;
}

void table_add(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->n_columns; i++)
        strlist_add(table->cells, cells[i] ? cells[i] : "");
}

static bool is_number(const char *text)
{
    return text[strspn(text, "0123456789.-")] == '\0';
}

static struct column measure(const struct table *table, size_t column)
{
    struct column c = {.numeric = true};

    for (size_t i = column; i < table->cells->n; i += table->n_columns) {
        const char *text = table->cells->items[i];
        size_t width = utf8_count(text, strlen(text));

        if (width > c.width)
            c.width = width;
        if (i >= table->n_columns && !is_number(text))
            c.numeric = false;
    }
    return c;
}

static void print_row(FILE *out, const char *const *cells, const struct column *columns, size_t n)
{
    size_t blanks = 0;

    for (size_t i = 0; i < n; i++) {
        size_t pad = columns[i].width - utf8_count(cells[i], strlen(cells[i]));

        if (columns[i].numeric)
            blanks += pad;
        if (*cells[i])
            fprintf(out, "%*s%s", (int)blanks, "", cells[i]);
        blanks = (*cells[i] ? 0 : blanks) + (columns[i].numeric ? 0 : pad) + 2;
    }
    fputc('\n', out);
}

void table_print(FILE *out, const struct table *table)
{
    MEM_SCRATCH(scratch);
    struct column *columns = mem_array(scratch, struct column, table->n_columns);

    if (table->cells->n == table->n_columns)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        columns[i] = measure(table, i);
    for (size_t i = 0; i < table->cells->n; i += table->n_columns)
        print_row(out, table->cells->items + i, columns, table->n_columns);
}
