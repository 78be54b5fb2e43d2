/* Which FROMs a SELECT shows: stated ones, joins, and those of its columns and conditions. */
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/py.h"

/* Which of the FROMs so far a join starts at: one that its condition speaks of. */
static bool find_left(struct py *py, const struct sa_list *froms, const struct sa_setup_join *setup,
                      size_t *at)
{
    struct sa_list spoken = {0};

    *at = 0;
    if (!setup->on || froms->n < 2)
        return true;
    if (!sa_collect_froms(py, setup->on, &spoken))
        return false;
    for (size_t i = 0; i < froms->n; i++) {
        struct sa_list tables = {0};

        if (!sa_surface(py, froms->items[i], &tables))
            return false;
        for (size_t k = 0; k < tables.n; k++)
            if (sa_list_has(&spoken, tables.items[k]) && tables.items[k] != setup->right) {
                *at = i;
                return true;
            }
    }
    return true;
}

/* FROMs that columns speak of, in their order. */
static bool froms_of(struct py *py, const struct sa_list *clauses, struct sa_list *froms)
{
    for (size_t i = 0; i < clauses->n; i++)
        if (!sa_collect_froms(py, clauses->items[i], froms))
            return false;
    return true;
}

static bool add_join(struct py *py, const struct sa_select *select, struct sa_list *froms,
                     const struct sa_setup_join *setup)
{
    struct sa_clause *left = setup->left, *join;
    size_t at = froms->n;

    if (left) {
        for (size_t i = 0; i < froms->n && at == froms->n; i++) {
            struct sa_list tables = {0};

            if (!sa_surface(py, froms->items[i], &tables))
                return false;
            if (sa_list_has(&tables, left)) {
                at = i;
                left = froms->items[i];
            }
        }
    } else if (froms->n > 0) {
        if (!find_left(py, froms, setup, &at))
            return false;
        left = froms->items[at];
    } else {
        struct sa_list mentioned = {0};
        size_t index;

        if (!froms_of(py, &select->columns, &mentioned))
            return false;
        if (!find_left(py, &mentioned, setup, &index))
            return false;
        if (mentioned.n == 0)
            return py_raise(py, &sa_invalid_request_error,
                            "Can't determine which FROM clause to join from, there are no FROM "
                            "clauses to join from");
        left = mentioned.items[index];
    }
    join = sa_join_new(py, left, setup->right, setup->on, setup->outer, setup->full);
    if (!join)
        return false;
    if (at == froms->n)
        return sa_list_add(py, froms, join);
    if (!sa_list_add(py, froms, join))
        return false;
    froms->items[at] = join;
    froms->n--;
    return true;
}

static bool is_hidden(struct py *py, const struct sa_list *froms, const struct sa_clause *from)
{
    for (size_t i = 0; i < froms->n; i++) {
        struct sa_list tables = {0};

        if (sa_as_join(froms->items[i]) && froms->items[i] != from &&
            sa_surface(py, froms->items[i], &tables) && sa_list_has(&tables, from))
            return true;
    }
    return false;
}

static bool drop_correlated(struct py *py, const struct sa_compiler *c,
                            const struct sa_select *select, struct sa_list *froms)
{
    const struct sa_statement *statement = c->statement;
    const struct sa_scope *scope = statement ? statement->scope : NULL;
    const struct sa_list *outer = select->is_correlated ? &select->correlate
                                  : scope               ? scope->froms
                                                        : NULL;
    struct sa_list tables = {0}, rest = {0};

    if (!outer || !scope || (!select->is_correlated && froms->n < 2))
        return true;
    for (size_t i = 0; i < outer->n; i++)
        if (!sa_surface(py, outer->items[i], &tables))
            return false;
    for (size_t i = 0; i < froms->n; i++)
        if (!sa_list_has(&tables, froms->items[i]) && !sa_list_add(py, &rest, froms->items[i]))
            return false;
    if (rest.n == 0 && froms->n > 0)
        return py_raise(py, &sa_invalid_request_error,
                        "Select statement returned no FROM clauses due to auto-correlation; "
                        "specify correlate(<tables>) to control correlation manually.");
    *froms = rest;
    return true;
}

bool sa_display_froms(struct sa_compiler *c, const struct sa_select *select, struct sa_list *froms)
{
    struct py *py = c->py;
    struct sa_list all = {0};

    for (size_t i = 0; i < select->froms.n; i++)
        if (!sa_list_has(&all, select->froms.items[i]) &&
            !sa_list_add(py, &all, select->froms.items[i]))
            return false;
    for (size_t i = 0; i < select->n_joins; i++)
        if (!add_join(py, select, &all, &select->joins[i]))
            return false;
    if (!froms_of(py, &select->columns, &all) || !froms_of(py, &select->where, &all))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!is_hidden(py, &all, all.items[i]) && !sa_list_add(py, froms, all.items[i]))
            return false;
    return !py_raised(py) && drop_correlated(py, c, select, froms);
}
