#include "cmd/revision_id.h"

#include <string.h>

#include "graph/graph.h"
#include "harness/test.h"

/* 2026-03-01 12:34:56.5 UTC */
static const int64_t now_us = 1772368496500000;

static struct graph *graph_of(TALLOC_CTX *mem, const char *a, const char *b, struct error *err)
{
    const struct revision revisions[] = {{.id = a, .doc = ""}, {.id = b, .doc = ""}};

    return graph_new(mem, revisions, 2, err);
}

TEST(revision_id_hex12_is_random_and_unused)
{
    struct graph *graph = graph_of(mem, "a", "b", err);
    char *one = revision_id_new(mem, graph, "hex12", now_us, err);
    char *two = revision_id_new(mem, graph, "hex12", now_us, err);

    EQUAL_INT(strlen(one), 12);
    EQUAL_INT(strspn(one, "0123456789abcdef"), 12);
    TRUE(strcmp(one, two) != 0);
}

TEST(revision_id_sequence_goes_on_from_the_greatest_number)
{
    EQUAL_STR(revision_id_new(mem, graph_of(mem, "0009", "5a", err), "sequence:0001", now_us, err),
              "0010");
    EQUAL_STR(revision_id_new(mem, graph_of(mem, "9999", "x", err), "sequence:0001", now_us, err),
              "10000");
    EQUAL_STR(revision_id_new(mem, graph_of(mem, "x", "y", err), "sequence:0001", now_us, err),
              "0001");
    EQUAL_STR(revision_id_new(mem, graph_of(mem, "3", "y", err), "sequence:100", now_us, err),
              "100");
}

TEST(revision_id_timestamp_moves_on_when_the_second_is_taken)
{
    EQUAL_STR(revision_id_new(mem, graph_of(mem, "x", "y", err), "timestamp", now_us, err),
              "20260301123456");
    EQUAL_STR(revision_id_new(mem, graph_of(mem, "20260301123456", "20260301123457", err),
                              "timestamp", now_us, err),
              "20260301123458");
}

TEST(revision_id_refuses_other_kinds)
{
    struct graph *graph = graph_of(mem, "x", "y", err);

    FAILS(revision_id_new(mem, graph, "uuid", now_us, err) != NULL, ERROR_USAGE,
          "rev_id is \"uuid\", which names no kind of id");
    EQUAL_STR(err->hint, "It is one of hex12, sequence:0001 and timestamp.");
    FAILS(revision_id_new(mem, graph, "sequence:", now_us, err) != NULL, ERROR_USAGE,
          "rev_id is \"sequence:\", which names no kind of id");
}
