/* All tables of a MetaData, those that others refer to first; create_all() and drop_all(). */
#include <stdlib.h>
#include <string.h>

#include "alembic/sa_schema.h"
#include "base/map.h"
#include "base/mem.h"
#include "py/py.h"

struct entry {
    const char *key; /* "schema.name" */
    struct sa_table *table;
    bool done;
};

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

/* Does the table refer to another one that is not done? */
static bool must_wait(struct py *py, const struct map *by_name, const struct sa_table *table,
                      bool *wait)
{
    MEM_SCRATCH(scratch);

    *wait = false;
    for (size_t i = 0; i < table->n_constraints && !*wait; i++) {
        const struct sa_constraint *key = table->constraints[i];
        const struct entry *other;
        struct sa_target target;

        if (key->kind != SA_FOREIGN_KEY || key->reference.use_alter || key->n == 0)
            continue;
        if (!sa_target_of(py, key->targets[0], &target))
            return false;
        other = map_at(by_name, target.schema
                                    ? mem_printf(scratch, "%s.%s", target.schema, target.table)
                                    : target.table);
        *wait = other && !other->done && other->table != table;
    }
    return true;
}

/* One round: all that wait for nothing, or, where all wait for each other, whatever is left. */
static bool take_round(struct py *py, const struct map *by_name, struct entry *entries, bool all,
                       struct py_list *sorted)
{
    const size_t n = by_name->n;
    MEM_SCRATCH(scratch);
    bool *ready = mem_array(scratch, bool, n + 1), wait = false;

    for (size_t i = 0; i < n; i++) {
        if (entries[i].done)
            continue;
        if (!py_step(py, 1) || (!all && !must_wait(py, by_name, entries[i].table, &wait)))
            return false;
        ready[i] = !wait;
    }
    for (size_t i = 0; i < n; i++) {
        if (!ready[i])
            continue;
        entries[i].done = true;
        if (!py_list_add(py, sorted, &entries[i].table->clause.object))
            return false;
    }
    return true;
}

struct py_list *sa_sorted_tables(struct py *py, const struct sa_metadata *metadata, bool by_name)
{
    MEM_SCRATCH(scratch);
    const struct py_dict *tables = metadata->tables;
    struct entry *entries = mem_array(scratch, struct entry, tables->n_entries + 1);
    struct map *names = map_new(scratch);
    struct py_list *sorted = py_list_new(py);
    size_t n = 0;

    for (size_t i = 0; i < tables->n_entries; i++)
        if (tables->entries[i].key)
            entries[n++] = (struct entry){py_text(tables->entries[i].key),
                                          sa_as_table(tables->entries[i].value), false};
    if (by_name)
        qsort(entries, n, sizeof(*entries), by_key);
    for (size_t i = 0; i < n; i++)
        map_put(names, entries[i].key, &entries[i]);
    while (sorted->n < n) {
        size_t before = sorted->n;

        if (!take_round(py, names, entries, false, sorted) ||
            (sorted->n == before && !take_round(py, names, entries, true, sorted)))
            return NULL;
    }
    return sorted;
}

/* ---- create_all(), drop_all() -------------------------------------------------------------------
 */

static struct py_object *run_all(struct py *py, struct py_object *self, const struct py_args *args,
                                 bool create)
{
    static const char *const signature[] = {"?bind", "?tables", "?checkfirst", NULL};
    struct py_object *slots[3];
    struct py_list *sorted = sa_sorted_tables(py, (const void *)self, false);
    struct py_keyword check = {"checkfirst", py_bool(true)};
    const struct py_args inner = {NULL, 0, &check, 1};
    bool wanted = true;

    if (!sorted || !py_bind(py, create ? "create_all" : "drop_all", signature, args, slots))
        return NULL;
    check.value = slots[2] ? slots[2] : check.value;
    for (size_t i = 0; i < sorted->n; i++) {
        struct py_object *table = sorted->items[create ? i : sorted->n - 1 - i];
        struct py_object *found =
            sa_absent(slots[1]) ? NULL : py_binary(py, PY_IN, table, slots[1]);

        if (py_raised(py) || (found && !py_truth(py, found, &wanted)) ||
            (wanted && !(create ? sa_create : sa_drop)(py, table, &inner)))
            return NULL;
    }
    return py_none();
}

struct py_object *sa_create_all(struct py *py, struct py_object *self, const struct py_args *args)
{
    return run_all(py, self, args, true);
}

struct py_object *sa_drop_all(struct py *py, struct py_object *self, const struct py_args *args)
{
    return run_all(py, self, args, false);
}
