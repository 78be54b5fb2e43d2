#include "cmd/revision_id.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/error.h"
#include "base/mem.h"
#include "graph/graph.h"

static char *random_id(TALLOC_CTX *mem, const struct graph *graph, struct error *err)
{
    for (;;) {
        uint64_t number;
        char *id;

        if (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
            error_errno(err, "cannot get random numbers");
            return NULL;
        }
        id = mem_printf(mem, "%012" PRIx64, number & 0xffffffffffff);
        if (!graph_at(graph, id))
            return id;
        talloc_free(id);
    }
}

/* One more than the greatest id that is a number. */
static char *sequence_id(TALLOC_CTX *mem, const struct graph *graph, const char *first)
{
    unsigned long long next = strtoull(first, NULL, 10);

    for (revisions_t r = graph_all(graph); *r; r++) {
        unsigned long long number;
        char *end;

        if (strspn((*r)->id, "0123456789") != strlen((*r)->id))
            continue;
        errno = 0;
        number = strtoull((*r)->id, &end, 10);
        if (errno == 0 && number >= next && number < ULLONG_MAX)
            next = number + 1;
    }
    return mem_printf(mem, "%0*llu", (int)strlen(first), next);
}

/* The second now, or the next one that is free. */
static char *timestamp_id(TALLOC_CTX *mem, const struct graph *graph, int64_t now_us)
{
    for (time_t second = now_us / 1000000;; second++) {
        char text[sizeof("YYYYMMDDHHMMSS")];
        struct tm parts;

        gmtime_r(&second, &parts);
        if (strftime(text, sizeof(text), "%Y%m%d%H%M%S", &parts) > 0 && !graph_at(graph, text))
            return mem_strdup(mem, text);
    }
}

char *revision_id_new(TALLOC_CTX *mem, const struct graph *graph, const char *rev_id,
                      int64_t now_us, struct error *err)
{
    static const char sequence[] = "sequence:";
    size_t n = strlen(sequence);

    if (strcmp(rev_id, "hex12") == 0)
        return random_id(mem, graph, err);
    if (strcmp(rev_id, "timestamp") == 0)
        return timestamp_id(mem, graph, now_us);
    if (strncmp(rev_id, sequence, n) == 0 && rev_id[n] && strlen(rev_id + n) < 20 &&
        strspn(rev_id + n, "0123456789") == strlen(rev_id + n))
        return sequence_id(mem, graph, rev_id + n);
    error_set(err, ERROR_USAGE, "rev_id is \"%s\", which names no kind of id", rev_id);
    error_hint(err, "It is one of hex12, sequence:0001 and timestamp.");
    return NULL;
}
