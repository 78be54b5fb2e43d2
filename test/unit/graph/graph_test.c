#include "graph/graph.h"

#include "base/mem.h"
#include "base/strlist.h"
#include "harness/test.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

/* The ids of 'list' with spaces between them. */
static const char *ids(TALLOC_CTX *mem, revisions_t list)
{
    struct strlist *found = strlist_new(mem);

    for (; *list; list++)
        strlist_add(found, (*list)->id);
    return strlist_join(mem, found, " ");
}

static const char *labels(TALLOC_CTX *mem, const struct graph *graph, const char *id)
{
    return strings_join(mem, graph_labels(graph, graph_at(graph, id)), " ");
}

/* aaaa1 <- bbbb1, a fork into cccc1 [left] <- dddd1 and cccc2 [right] <- dddd2 */
static struct graph *forked(TALLOC_CTX *mem, struct error *err)
{
    const struct revision revisions[] = {
        {.id = "aaaa1"},
        {.id = "bbbb1", .down = NAMES("aaaa1")},
        {.id = "cccc1", .down = NAMES("bbbb1"), .labels = NAMES("left")},
        {.id = "dddd1", .down = NAMES("cccc1")},
        {.id = "cccc2", .down = NAMES("bbbb1"), .labels = NAMES("right")},
        {.id = "dddd2", .down = NAMES("cccc2")},
    };

    return graph_new(mem, revisions, 6, err);
}

TEST(graph_tells_heads_bases_parents_and_children)
{
    struct graph *graph = forked(mem, err);

    PASSES(graph != NULL);
    EQUAL_INT(graph_count(graph), 6);
    EQUAL_STR(ids(mem, graph_all(graph)), "aaaa1 bbbb1 cccc1 dddd1 cccc2 dddd2");
    EQUAL_STR(ids(mem, graph_heads(graph)), "dddd1 dddd2");
    EQUAL_STR(ids(mem, graph_bases(graph)), "aaaa1");
    EQUAL_STR(ids(mem, graph_parents(graph, graph_at(graph, "cccc2"))), "bbbb1");
    EQUAL_STR(ids(mem, graph_children(graph, graph_at(graph, "bbbb1"))), "cccc1 cccc2");
    TRUE(graph_at(graph, "left") == NULL);
    TRUE(graph_is_branchpoint(graph, graph_at(graph, "bbbb1")));
    TRUE(!graph_is_branchpoint(graph, graph_at(graph, "aaaa1")));
}

TEST(graph_without_revisions_is_a_graph)
{
    struct graph *graph = graph_new(mem, NULL, 0, err);

    PASSES(graph != NULL);
    EQUAL_STR(ids(mem, graph_heads(graph)), "");
    EQUAL_STR(ids(mem, graph_real_heads(graph)), "");
    EQUAL_STR(ids(mem, graph_bases(graph)), "");
}

TEST(graph_counts_a_dependency_for_real_heads_only)
{
    const struct revision revisions[] = {
        {.id = "y001", .labels = NAMES("yy")},
        {.id = "x001", .labels = NAMES("xx")},
        {.id = "y002", .down = NAMES("y001"), .depends = NAMES("xx")},
    };
    struct graph *graph = graph_new(mem, revisions, 3, err);

    PASSES(graph != NULL);
    EQUAL_STR(ids(mem, graph_heads(graph)), "x001 y002");
    EQUAL_STR(ids(mem, graph_real_heads(graph)), "y002");
    TRUE(graph_is_head(graph, graph_at(graph, "x001")));
    TRUE(!graph_is_real_head(graph, graph_at(graph, "x001")));
    EQUAL_STR(ids(mem, graph_parents(graph, graph_at(graph, "y002"))), "y001");
}

TEST(graph_labels_go_up_and_stop_below_at_a_fork)
{
    struct graph *graph = forked(mem, err);

    PASSES(graph != NULL);
    EQUAL_STR(labels(mem, graph, "dddd1"), "left");
    EQUAL_STR(labels(mem, graph, "cccc2"), "right");
    EQUAL_STR(labels(mem, graph, "bbbb1"), "");
}

TEST(graph_labels_cover_a_line_down_to_its_root)
{
    const struct revision revisions[] = {
        {.id = "m100"},
        {.id = "m200", .down = NAMES("m100"), .labels = NAMES("feat")},
        {.id = "m300", .down = NAMES("m200")},
    };
    struct graph *graph = graph_new(mem, revisions, 3, err);

    PASSES(graph != NULL);
    EQUAL_STR(labels(mem, graph, "m100"), "feat");
    EQUAL_STR(labels(mem, graph, "m300"), "feat");
}

TEST(graph_labels_meet_at_a_merge)
{
    const struct revision revisions[] = {
        {.id = "b000"},
        {.id = "c100", .down = NAMES("b000"), .labels = NAMES("zeta")},
        {.id = "c200", .down = NAMES("b000"), .labels = NAMES("alpha", "beta")},
        {.id = "e000", .down = NAMES("c100", "c200")},
    };
    struct graph *graph = graph_new(mem, revisions, 4, err);

    PASSES(graph != NULL);
    EQUAL_STR(labels(mem, graph, "e000"), "alpha beta zeta");
    EQUAL_STR(labels(mem, graph, "c100"), "zeta");
    EQUAL_STR(labels(mem, graph, "b000"), "");
    TRUE(graph_is_mergepoint(graph, graph_at(graph, "e000")));
}

TEST(graph_names_both_files_of_one_id)
{
    const struct revision revisions[] = {
        {.id = "a1", .path = "versions/one.sql"},
        {.id = "a1", .path = "versions/two.sql"},
    };

    FAILS(graph_new(mem, revisions, 2, err) != NULL, ERROR_CONFLICT,
          "Revision a1 is present more than once");
    EQUAL_STR(err->detail, "Both versions/one.sql and versions/two.sql have this id.");
    EQUAL_STR(err->hint, "Give one of the two scripts another id, and name that id in the scripts "
                         "that build on it.");
}

TEST(graph_names_the_file_with_the_missing_parent)
{
    const struct revision orphan = {.id = "b2", .down = NAMES("zz"), .path = "versions/b2.sql"};

    FAILS(graph_new(mem, &orphan, 1, err) != NULL, ERROR_NOT_FOUND,
          "Revision zz referenced from b2 is not present");
    EQUAL_STR(err->detail, "versions/b2.sql says down_revision = zz, but no script has that id.");
    EQUAL_STR(err->hint, "Bring back the script of zz (is it on another branch, or was it "
                         "removed?), or name another revision as down_revision of b2.");
}

TEST(graph_guesses_the_parent_that_was_shortened)
{
    const struct revision revisions[] = {{.id = "a1b2c3"}, {.id = "b2", .down = NAMES("a1b")}};

    FAILS(graph_new(mem, revisions, 2, err) != NULL, ERROR_NOT_FOUND,
          "Revision a1b referenced from b2 is not present");
    EQUAL_STR(err->hint, "Ids stand in scripts in full: did you mean \"a1b2c3\"?");
}

TEST(graph_does_not_take_a_label_for_a_parent)
{
    const struct revision revisions[] = {
        {.id = "a1", .labels = NAMES("left")},
        {.id = "b2", .down = NAMES("left")},
    };

    FAILS(graph_new(mem, revisions, 2, err) != NULL, ERROR_NOT_FOUND,
          "Revision left referenced from b2 is not present");
}

TEST(graph_names_the_missing_dependency)
{
    const struct revision orphan = {.id = "b2", .depends = NAMES("zz"), .path = "b2.sql"};

    FAILS(graph_new(mem, &orphan, 1, err) != NULL, ERROR_NOT_FOUND,
          "Revision zz referenced from b2 is not present");
    EQUAL_STR(err->detail, "b2.sql says depends_on = zz, but no script has that id.");
}

TEST(graph_refuses_characters_that_symbols_need)
{
    const struct revision r = {.id = "a-b@c-d", .path = "x.sql"};
    const struct revision empty = {.id = "", .path = "x.sql"};

    FAILS(graph_new(mem, &r, 1, err) != NULL, ERROR_INVALID,
          "Character(s) '-, @' not allowed in revision identifier 'a-b@c-d'");
    EQUAL_STR(err->where, "x.sql");
    FAILS(graph_new(mem, &empty, 1, err) != NULL, ERROR_INVALID, "a revision id is empty");
}

TEST(graph_refuses_a_revision_that_builds_on_itself)
{
    const struct revision down = {.id = "a", .down = NAMES("a")};
    const struct revision depends = {.id = "a", .depends = NAMES("a")};

    FAILS(graph_new(mem, &down, 1, err) != NULL, ERROR_CONFLICT,
          "Self-loop is detected in revisions (a)");
    FAILS(graph_new(mem, &depends, 1, err) != NULL, ERROR_CONFLICT,
          "Dependency self-loop is detected in revisions (a)");
}

TEST(graph_refuses_a_label_used_twice)
{
    const struct revision twice[] = {
        {.id = "a1", .labels = NAMES("x"), .path = "a1.sql"},
        {.id = "b2", .labels = NAMES("x"), .path = "b2.sql"},
    };
    const struct revision as_id[] = {{.id = "a1"}, {.id = "b2", .labels = NAMES("a1")}};
    const struct revision own = {.id = "a1", .labels = NAMES("a1")};

    FAILS(graph_new(mem, twice, 2, err) != NULL, ERROR_CONFLICT,
          "Branch name 'x' in revision b2 already used by revision a1");
    EQUAL_STR(err->hint, "Rename it in \"a1\" (in a1.sql) or in \"b2\" (in b2.sql).");
    FAILS(graph_new(mem, as_id, 2, err) != NULL, ERROR_CONFLICT,
          "Branch name 'a1' in revision b2 already used by revision a1");
    FAILS(graph_new(mem, &own, 1, err) != NULL, ERROR_CONFLICT,
          "Branch name 'a1' in revision a1 already used by revision a1");
}

TEST(graph_lists_the_revisions_of_a_cycle)
{
    const struct revision revisions[] = {
        {.id = "b", .down = NAMES("a")}, {.id = "a", .down = NAMES("c")},
        {.id = "c", .down = NAMES("b")}, {.id = "d"},
        {.id = "e", .down = NAMES("d")},
    };

    FAILS(graph_new(mem, revisions, 5, err) != NULL, ERROR_CONFLICT,
          "Cycle is detected in revisions (a, b, c)");
    FAILS(graph_new(mem, revisions, 3, err) != NULL, ERROR_CONFLICT,
          "Cycle is detected in revisions (b, a, c)");
}

TEST(graph_finds_a_cycle_that_has_a_way_in_and_a_way_out)
{
    const struct revision revisions[] = {
        {.id = "root"},
        {.id = "b", .down = NAMES("a")},
        {.id = "a", .down = NAMES("root", "b")},
        {.id = "c", .down = NAMES("b")},
    };

    FAILS(graph_new(mem, revisions, 4, err) != NULL, ERROR_CONFLICT,
          "Cycle is detected in revisions (a, b)");
}

TEST(graph_lists_the_revisions_of_a_dependency_cycle)
{
    const struct revision revisions[] = {
        {.id = "a", .depends = NAMES("c")},
        {.id = "b", .down = NAMES("a")},
        {.id = "c", .depends = NAMES("b")},
        {.id = "d"},
    };

    FAILS(graph_new(mem, revisions, 4, err) != NULL, ERROR_CONFLICT,
          "Dependency cycle is detected in revisions (a, b, c)");
}

/* 3 * n + 1 revisions: each fork is merged and forked again. */
static const struct revision *diamonds(TALLOC_CTX *mem, size_t n)
{
    struct revision *revisions = mem_array(mem, struct revision, 3 * n + 1);

    revisions[0].id = "base";
    for (size_t i = 0; i < n; i++) {
        struct revision *r = &revisions[3 * i + 1];
        const char **down = mem_array(revisions, const char *, 5);

        r[0].id = mem_printf(revisions, "left%zu", i);
        r[1].id = mem_printf(revisions, "right%zu", i);
        r[2].id = mem_printf(revisions, "merge%zu", i);
        down[0] = r[-1].id;
        down[2] = r[0].id;
        down[3] = r[1].id;
        r[0].down = r[1].down = down;
        r[2].down = down + 2;
    }
    return revisions;
}

TEST(graph_holds_three_thousand_diamonds)
{
    struct graph *graph = graph_new(mem, diamonds(mem, 3000), 9001, err);

    PASSES(graph != NULL);
    EQUAL_STR(ids(mem, graph_heads(graph)), "merge2999");
    EQUAL_STR(ids(mem, graph_bases(graph)), "base");
}
