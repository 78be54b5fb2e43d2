/*
 * graph_plan: do commands on graphs, as text.
 *
 * Input lines: "g GRAPH" starts a graph, "$ COMMAND" does a command on it, in
 * the notation of test/unit/graph/notation.h.  Each is answered by lines that
 * end with a line of a single dot.  With any argument, steps are shown with
 * their changes instead of the rows after them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "notation.h"

int main(int argc, char **argv __attribute__((unused)))
{
    MEM_SCRATCH(scratch);
    struct error *err = error_new(scratch);
    struct graph *graph = NULL;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    while ((length = getline(&line, &size, stdin)) > 0) {
        MEM_SCRATCH(each);

        line[strcspn(line, "\n")] = '\0';
        if (length > 2 && *line == 'g') {
            talloc_free(graph);
            graph = notation_graph(scratch, line + 2, err);
            if (!graph)
                printf("error: %s\n", err->message);
        } else if (length > 2 && *line == '$' && graph) {
            fputs(notation_run(each, graph, line + 2, argc < 2), stdout);
        }
        puts(".");
        fflush(stdout);
    }
    free(line);
    return 0;
}
