#include "graph/plan.h"

#include <string.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "graph/resolve.h"
#include "harness/test.h"
#include "notation.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static char *title(TALLOC_CTX *mem, const char *doc)
{
    const struct revision r = {.id = "c3", .doc = doc};
    const struct graph_step step = {
        .direction = GRAPH_UPGRADE, .revision = &r, .from = NAMES("a1", "b2"), .to = NAMES("c3")};

    return graph_step_title(mem, &step);
}

TEST(plan_titles_end_with_the_first_paragraph)
{
    EQUAL_STR(title(mem, "merge both"), "upgrade a1, b2 -> c3, merge both");
    EQUAL_STR(title(mem, "\n  merge\nboth  \n\nmore\n"), "upgrade a1, b2 -> c3, merge\nboth  ");
    EQUAL_STR(title(mem, "merge both \n"), "upgrade a1, b2 -> c3, merge both");
    EQUAL_STR(title(mem, ""), "upgrade a1, b2 -> c3");
    EQUAL_STR(title(mem, " \n \n"), "upgrade a1, b2 -> c3");
}

TEST(plan_titles_show_a_base_as_nothing)
{
    const struct graph_step down = {
        .direction = GRAPH_DOWNGRADE, .from = NAMES("a1"), .to = NAMES()};
    const struct graph_step stamp = {.direction = GRAPH_STAMP, .from = NAMES(), .to = NAMES("a1")};

    EQUAL_STR(graph_step_title(mem, &down), "downgrade a1 -> ");
    EQUAL_STR(graph_step_title(mem, &stamp), "stamp_revision  -> a1");
}

TEST(plan_tells_what_an_ambiguous_beginning_could_be)
{
    struct graph *graph = notation_graph(mem, "abcd1; abcd2<-abcd1; abce3<-abcd2", err);

    FAILS(graph_plan_upgrade(mem, graph, "abcd", NAMES(), err) != NULL, ERROR_NOT_FOUND,
          "Can't locate revision identified by 'abcd'");
    EQUAL_STR(err->detail, "2 ids or branch labels begin with \"abcd\".");
    EQUAL_STR(err->hint, "Write more of it: it could be \"abcd1\", \"abcd2\".");
}

TEST(plan_tells_that_a_row_has_no_script)
{
    struct graph *graph = notation_graph(mem, "a1; b1<-a1", err);

    FAILS(graph_plan_upgrade(mem, graph, "head", NAMES("gone"), err) != NULL, ERROR_NOT_FOUND,
          "Can't locate revision identified by 'gone'");
    EQUAL_STR(err->detail, "It is a row of the version table, but no script has it.");
    CONTAINS(err->hint, "stamp --purge");
}

TEST(plan_names_the_heads_where_one_is_wanted)
{
    struct graph *graph = notation_graph(mem, "a1; b1<-a1; b2<-a1", err);

    FAILS(graph_plan_stamp(mem, graph, NAMES("head"), NAMES(), err) != NULL, ERROR_CONFLICT,
          "Multiple heads are present; please specify a single target revision");
    EQUAL_STR(err->detail, "The heads are b1, b2.");
}

TEST(plan_refuses_a_downgrade_of_a_branch_that_does_not_exist)
{
    struct graph *graph = notation_graph(mem, "a1; b1<-a1", err);

    /* Alembic takes everything down. */
    FAILS(graph_plan_downgrade(mem, graph, "nosuch@base", NAMES("b1"), err) != NULL,
          ERROR_NOT_FOUND, "Can't locate revision identified by 'nosuch'");
}

TEST(plan_merges_where_a_dependency_is_an_ancestor)
{
    struct graph *graph = notation_graph(mem, "a1; b1<-a1; b2<-a1; c1<-b1,b2 {a1}", err);
    struct graph_plan *plan = graph_plan_upgrade(mem, graph, "head", NAMES("b1", "b2"), err);

    /* Alembic breaks off: it looks for a row of a1. */
    PASSES(plan != NULL);
    EQUAL_INT(plan->n, 1);
    EQUAL_INT(plan->steps[0].n_changes, 2);
    EQUAL_STR(strings_join(mem, plan->rows_after, " "), "c1");
}

TEST(plan_takes_a_row_that_is_the_beginning_of_an_id)
{
    struct graph *graph = notation_graph(mem, "r1a0; r2b0<-r1a0", err);
    struct graph_plan *plan = graph_plan_upgrade(mem, graph, "head", NAMES("r1a"), err);

    PASSES(plan != NULL);
    EQUAL_INT(plan->n, 1);
    EQUAL_STR(strings_join(mem, plan->rows_after, " "), "r1a r2b0");
}

/* 10,000 revisions in one line. */
static struct graph *long_line(TALLOC_CTX *mem, struct error *err)
{
    struct revision *revisions = mem_array(mem, struct revision, 10000);
    const char **ids = mem_array(mem, const char *, 20000);

    for (size_t i = 0; i < 10000; i++) {
        ids[2 * i] = mem_printf(mem, "r%zu", i);
        revisions[i].id = ids[2 * i];
        revisions[i].down = i > 0 ? ids + 2 * i - 2 : NULL;
    }
    return graph_new(mem, revisions, 10000, err);
}

TEST(plan_goes_up_and_down_ten_thousand_revisions)
{
    struct graph *graph = long_line(mem, err);
    struct graph_plan *up = graph_plan_upgrade(mem, graph, "head", NAMES(), err);
    struct graph_plan *down = graph_plan_downgrade(mem, graph, "base", NAMES("r9999"), err);

    PASSES(up && down);
    EQUAL_INT(up->n, 10000);
    EQUAL_STR(up->steps[9999].revision->id, "r9999");
    EQUAL_STR(strings_join(mem, up->rows_after, " "), "r9999");
    EQUAL_INT(down->n, 10000);
    TRUE(down->rows_after[0] == NULL);
    EQUAL_STR(graph_history(mem, graph, NULL, NULL, err)[9999]->id, "r0");
}

TEST(symbols_that_need_the_rows_are_known_before)
{
    TRUE(graph_symbol_needs_rows("current"));
    TRUE(graph_symbol_needs_rows("current:"));
    TRUE(graph_symbol_needs_rows("a1:current"));
    TRUE(!graph_symbol_needs_rows("a1:currently"));
    TRUE(!graph_symbol_needs_rows("head"));
}
