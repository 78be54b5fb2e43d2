#include "graph/symbol.h"

#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strlist.h"
#include "base/utf8.h"
#include "graph/relative.h"

/* A symbol as far as it can be told without looking up names. */
struct parts {
    const char *branch;  /* NULL when there is none */
    struct strlist *ids; /* of heads, or what stands there; empty for "base" */
};

static bool several_heads(const struct lookup *lookup, const char *argument,
                          const struct strlist *ids)
{
    MEM_SCRATCH(scratch);
    const char *typed = lookup->typed ? lookup->typed : argument;

    if (lookup->multiple_heads)
        error_set(lookup->err, ERROR_CONFLICT, "%s", lookup->multiple_heads);
    else
        error_set(lookup->err, ERROR_CONFLICT,
                  "Multiple head revisions are present for given argument '%s'; please specify a "
                  "specific target revision, '<branchname>@%s' to narrow to a specific head, or "
                  "'heads' for all heads",
                  typed, typed);
    return error_detail(lookup->err, "The heads are %s.", strlist_join(scratch, ids, ", "));
}

static bool not_found(const struct lookup *lookup, const char *symbol)
{
    return error_set(lookup->err, ERROR_NOT_FOUND, "Can't locate revision identified by '%s'",
                     symbol);
}

/* The heads of 'branch', all of them when there is none; NULL after an error. */
static revisions_t heads_of(TALLOC_CTX *mem, const struct lookup *lookup, const char *branch)
{
    revisions_t heads = lookup->graph->heads;
    struct revset *lineage;

    if (!branch || !*heads)
        return heads;
    lineage = symbol_lineage(mem, lookup, branch, false);
    return lineage ? revlist_filter(mem, heads, lineage)->items : NULL;
}

/* At the first '@', where a downgrade's target splits at the last one: Alembic's two functions. */
static void split_branch(TALLOC_CTX *mem, const char **symbol, struct parts *parts)
{
    const char *at = strchr(*symbol, '@');

    *parts = (struct parts){.ids = strlist_new(mem)};
    if (!at)
        return;
    if (at > *symbol)
        parts->branch = mem_strndup(mem, *symbol, (size_t)(at - *symbol));
    *symbol = at + 1;
}

static bool take_apart(TALLOC_CTX *mem, const struct lookup *lookup, const char *symbol,
                       struct parts *parts)
{
    const char *argument = symbol;
    bool one, many;
    revisions_t heads;

    split_branch(mem, &symbol, parts);
    one = strcmp(symbol, "head") == 0;
    many = strcmp(symbol, "heads") == 0;
    if (!one && !many) {
        if (strcmp(symbol, "base") != 0)
            strlist_add(parts->ids, symbol);
        return true;
    }
    /* A head that another one depends on comes with it; only plain "heads" leaves it out. */
    if (many && !parts->branch)
        heads = lookup->graph->real_heads;
    else
        heads = heads_of(mem, lookup, parts->branch);
    if (!heads)
        return false;
    for (; *heads; heads++)
        strlist_add(parts->ids, (*heads)->id);
    return !one || parts->ids->n < 2 || several_heads(lookup, argument, parts->ids);
}

/*
 * All keys that begin with 'start' and have at least four characters; a node
 * may come twice.  Alembic measures the key, not what was typed: "a" finds
 * "ae10", and "ae1" must be written in full.
 */
static struct revlist *find_by_start(TALLOC_CTX *mem, const struct graph *graph, const char *start,
                                     struct strlist *keys)
{
    struct revlist *found = revlist_new(mem);
    size_t length = strlen(start);

    for (size_t i = 0; i < graph->keys->n && length > 0; i++) {
        const struct map_entry *entry = &graph->keys->entries[i];
        const struct node *node = entry->value;

        if (strncmp(entry->key, start, length) != 0 ||
            utf8_count(entry->key, strlen(entry->key)) < 4)
            continue;
        revlist_add(found, &node->revision);
        strlist_add(keys, entry->key);
    }
    return found;
}

static bool ambiguous(const struct lookup *lookup, const char *start, const struct strlist *keys)
{
    MEM_SCRATCH(scratch);
    struct strlist *first = strlist_new(scratch);

    for (size_t i = 0; i < keys->n && i < 5; i++)
        strlist_addf(first, "\"%s\"", keys->items[i]);
    not_found(lookup, start);
    error_detail(lookup->err, "%zu ids or branch labels begin with \"%s\".", keys->n, start);
    return error_hint(lookup->err, "Write more of it: it could be %s%s.",
                      strlist_join(scratch, first, ", "), keys->n > first->n ? ", ..." : "");
}

/* Those of 'found' that 'lineage' has, with their keys: a branch makes a beginning unambiguous. */
static void keep_kin(struct revlist *found, struct strlist *keys, const struct revset *lineage)
{
    size_t n = 0;

    for (size_t i = 0; i < found->n; i++) {
        if (!revset_has(lineage, found->items[i]))
            continue;
        found->items[n] = found->items[i];
        keys->items[n++] = keys->items[i];
    }
    found->n = keys->n = n;
}

static const struct revision *by_start(const struct lookup *lookup, const char *start,
                                       const struct revset *lineage)
{
    MEM_SCRATCH(scratch);
    struct strlist *keys = strlist_new(scratch);
    struct revlist *found = find_by_start(scratch, lookup->graph, start, keys);

    if (lineage)
        keep_kin(found, keys, lineage);
    if (found->n == 1)
        return found->items[0];
    if (found->n > 1) {
        ambiguous(lookup, start, keys);
        return NULL;
    }
    not_found(lookup, start);
    error_hint(lookup->err,
               "\"limbeck history\" lists the revisions; the beginning of an id is enough.");
    return NULL;
}

static const struct revision *other_branch(const struct lookup *lookup, const char *id,
                                           const struct revision *r, const char *branch)
{
    not_found(lookup, id);
    error_detail(lookup->err, "Revision %s is not a member of branch \"%s\".", r->id, branch);
    return NULL;
}

/*
 * The revision with the key 'id', or the only one whose key begins so.  With
 * a 'branch' it must be of its 'lineage'.
 */
static const struct revision *by_ident(const struct lookup *lookup, const char *id,
                                       const char *branch, const struct revset *lineage)
{
    const struct node *node = map_at(lookup->graph->keys, id);

    if (!node)
        return by_start(lookup, id, lineage);
    if (lineage && !revset_has(lineage, &node->revision))
        return other_branch(lookup, id, &node->revision, branch);
    return &node->revision;
}

bool symbol_explain_row(struct error *err)
{
    error_detail(err, "It is a row of the version table, but no script has it.");
    return error_hint(err, "Is its script on another branch, or was it removed?  Bring it back, or "
                           "say with stamp --purge where the database stands.");
}

const struct revision *symbol_ident(const struct lookup *lookup, const char *ident)
{
    return by_ident(lookup, ident, NULL, NULL);
}

/* All 'ids' of 'parts', which must be of its branch if it has one, behind those of 'list'. */
static bool add_idents(const struct lookup *lookup, const struct parts *parts, struct revlist *list)
{
    MEM_SCRATCH(scratch);
    const struct revset *lineage = NULL;

    if (parts->branch) {
        const struct revision *of[] = {symbol_ident(lookup, parts->branch), NULL};

        if (!of[0])
            return false;
        lineage = revset_lineage(scratch, lookup->graph, of, false);
    }
    for (size_t i = 0; i < parts->ids->n; i++) {
        const struct revision *r = by_ident(lookup, parts->ids->items[i], parts->branch, lineage);

        if (!r)
            return false;
        revlist_add(list, r);
    }
    return true;
}

static bool add_ident(const struct lookup *lookup, const char *ident, struct revlist *list)
{
    const struct revision *r = symbol_ident(lookup, ident);

    if (r)
        revlist_add(list, r);
    return r != NULL;
}

struct revset *symbol_lineage(TALLOC_CTX *mem, const struct lookup *lookup, const char *symbol,
                              bool dependencies)
{
    MEM_SCRATCH(scratch);
    struct parts parts;
    struct revlist *shares = revlist_new(scratch);

    if (!take_apart(scratch, lookup, symbol, &parts))
        return NULL;
    if (parts.branch && !add_ident(lookup, parts.branch, shares))
        return NULL;
    for (size_t i = 0; i < parts.ids->n; i++) {
        if (!add_ident(lookup, parts.ids->items[i], shares))
            return NULL;
    }
    if (!shares->n)
        return revset_from(mem, lookup->graph, lookup->graph->all, links_down);
    return revset_lineage(mem, lookup->graph, shares->items, dependencies);
}

struct place *symbol_places(TALLOC_CTX *mem, const struct lookup *lookup, const char *symbol,
                            size_t *n)
{
    MEM_SCRATCH(scratch);
    struct revlist *list = revlist_new(scratch);
    struct place *places;
    struct parts parts;
    long steps;

    if (!take_apart(scratch, lookup, symbol, &parts))
        return NULL;
    if (parts.ids->n == 1 && relative_is_below(parts.ids->items[0], &steps))
        return relative_below_heads(mem, lookup, parts.branch, steps, n);
    /* An unknown branch of nothing goes unnoticed, as in Alembic. */
    if (parts.ids->n > 0 && !add_idents(lookup, &parts, list))
        return NULL;
    *n = list->n;
    places = mem_array(mem, struct place, list->n);
    for (size_t i = 0; i < list->n; i++)
        places[i] = (struct place){PLACE_REVISION, list->items[i]};
    return places;
}

static bool below_base(const struct lookup *lookup, const char *symbol)
{
    MEM_SCRATCH(scratch);
    struct relative typed;

    return relative_parse(scratch, symbol, &typed) && relative_too_far(lookup, &typed, false);
}

bool symbol_resolve(const struct lookup *lookup, const char *symbol, struct revlist *list)
{
    MEM_SCRATCH(scratch);
    size_t n;
    struct place *places = symbol_places(scratch, lookup, symbol, &n);

    for (size_t i = 0; places && i < n; i++) {
        if (places[i].kind == PLACE_OUTSIDE)
            return below_base(lookup, symbol);
        if (places[i].kind == PLACE_REVISION)
            revlist_add(list, places[i].revision);
    }
    return places != NULL;
}

bool symbol_check_heads(const struct lookup *lookup, const char *symbol)
{
    MEM_SCRATCH(scratch);
    struct parts parts;

    return take_apart(scratch, lookup, symbol, &parts);
}

bool symbol_resolve_all(const struct lookup *lookup, const char *const *symbols,
                        struct revlist *list)
{
    for (; symbols && *symbols; symbols++) {
        if (!symbol_resolve(lookup, *symbols, list))
            return false;
    }
    return true;
}

bool symbol_resolve_one(const struct lookup *lookup, const char *symbol,
                        const struct revision **found)
{
    MEM_SCRATCH(scratch);
    struct revlist *list = revlist_new(scratch);
    struct parts parts;

    *found = NULL;
    if (!take_apart(scratch, lookup, symbol, &parts))
        return false;
    if (parts.ids->n > 1)
        return several_heads(lookup, symbol, parts.ids);
    if (!add_idents(lookup, &parts, list))
        return false;
    /* "base" added nothing, and a list ends with NULL. */
    *found = list->items[0];
    return true;
}
