#include "text/nearest.h"

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The number of letters to insert, remove, replace or swap with their neighbour. */
static size_t distance(const char *a, const char *b)
{
    MEM_SCRATCH(scratch);
    size_t n = strlen(a), m = strlen(b);
    size_t *before = mem_array(scratch, size_t, m + 1);
    size_t *last = mem_array(scratch, size_t, m + 1);
    size_t *row = mem_array(scratch, size_t, m + 1);

    for (size_t j = 0; j <= m; j++)
        last[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *spare = before;

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]), least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[m];
}

const char *nearest_word(const char *word, const char *const *words)
{
    enum { LONGEST = 40 };
    size_t n = strlen(word);
    size_t best = n / 3 + 1;
    const char *found = NULL;

    if (n == 0 || n > LONGEST)
        return NULL;
    for (size_t i = 0; words[i]; i++) {
        size_t d = strncmp(words[i], word, n) == 0 ? 0 : distance(word, words[i]);

        if (d < best) {
            best = d;
            found = words[i];
        }
    }
    return found;
}
