/* SELECT in SQL text. */
#include <string.h>

#include "alembic/sa_select.h"
#include "base/arena.h"
#include "base/mem.h"
#include "py/interp.h"
#include "py/py.h"

/* ---- columns ------------------------------------------------------------------------------------
 */

bool sa_expand_columns(struct py *py, const struct sa_list *columns, struct sa_list *out)
{
    for (size_t i = 0; i < columns->n; i++) {
        struct sa_table *table = sa_as_table(&columns->items[i]->object);
        const struct sa_join *join = sa_as_join(columns->items[i]);
        struct sa_list tables = {0};

        if (join && !sa_surface(py, columns->items[i], &tables))
            return false;
        if (join && !sa_expand_columns(py, &tables, out))
            return false;
        if (!table && !join && !sa_list_add(py, out, columns->items[i]))
            return false;
        for (size_t k = 0; table && k < table->n; k++)
            if (!sa_list_add(py, out, &table->columns[k]->clause))
                return false;
    }
    return true;
}

/* What a column without a name of its own is called: the name inside a CAST, or a made-up one. */
static const char *label_of(struct sa_compiler *c, const struct sa_clause *clause)
{
    const char *name = sa_clause_name(clause);

    if (name)
        return name;
    while (py_is(&clause->object, &sa_cast_type) && clause->object.type == &sa_cast_type)
        clause = ((const struct sa_cast *)(const void *)clause)->element;
    if (py_is(&clause->object, &sa_function_type))
        return sa_made_up_name(c, clause, ((const struct sa_function *)(const void *)clause)->name);
    return sa_made_up_name(c, clause, "anon");
}

static bool write_as(struct sa_compiler *c, const struct sa_clause *clause, const char *label)
{
    if (!sa_compile(c, clause))
        return false;
    sa_write(c, " AS ");
    sa_write_text_name(c, label);
    return true;
}

/* DISTINCT a needs no name, DISTINCT lower(a) does. */
static bool is_named(const struct sa_clause *clause)
{
    while (py_is(&clause->object, &sa_unary_type) || py_is(&clause->object, &sa_grouping_type))
        clause = ((const struct sa_operation *)(const void *)clause)->operands[0];
    return py_is(&clause->object, &sa_light_column_type);
}

static bool write_column(struct sa_compiler *c, struct sa_clause *clause, bool as_from,
                         const char *label)
{
    const struct sa_label *named = sa_as_label(clause);
    const struct sa_column *column = sa_as_column(&clause->object);

    if (named)
        return write_as(c, named->element,
                        named->name ? named->name : sa_made_up_name(c, named, "anon"));
    if (label)
        return write_as(c, clause, label);
    if (column)
        return as_from && !column->is_literal && column->table
                   ? write_as(c, clause, column->name.text)
                   : sa_compile(c, clause);
    if (py_is(&clause->object, &sa_textual_type))
        return sa_compile(c, clause);
    if (py_is(&clause->object, &sa_unary_type) && is_named(clause) && !as_from)
        return sa_compile(c, clause);
    return write_as(c, clause, label_of(c, clause));
}

/* A name that came before gets a number; the same column again gets two underscores. */
static const char *double_of(struct sa_compiler *c, const struct sa_list *columns, size_t i)
{
    const char *name = sa_clause_name(columns->items[i]);
    bool is_column = sa_as_column(&columns->items[i]->object) != NULL;

    for (size_t k = 0; name && is_column && k < i; k++) {
        const char *other = sa_clause_name(columns->items[k]);

        if (columns->items[k] == columns->items[i])
            return py_text(py_stringf(c->py, "%s__%d", name, 1));
        if (other && strcmp(other, name) == 0)
            return sa_made_up_name(c, columns->items[i], name);
    }
    return NULL;
}

bool sa_write_columns(struct sa_compiler *c, const struct sa_list *columns, bool as_from)
{
    struct sa_list all = {0};

    if (!sa_expand_columns(c->py, columns, &all))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        if (!py_step(c->py, 1 + i) ||
            !write_column(c, all.items[i], as_from, double_of(c, &all, i)))
            return false;
    }
    return true;
}

/* ---- the parts of SELECT ------------------------------------------------------------------------
 */

static bool write_part(struct sa_compiler *c, const char *word, const struct sa_list *clauses,
                       const char *separator)
{
    if (clauses->n == 0)
        return true;
    sa_write(c, word);
    return sa_compile_list(c, clauses->items, clauses->n, separator);
}

static bool write_where(struct sa_compiler *c, const char *word, const struct sa_list *conditions)
{
    struct sa_clause *all;

    if (conditions->n == 0)
        return true;
    sa_write(c, word);
    all = sa_conjunction(c->py, SA_OP_AND, conditions->items, conditions->n);
    return all && sa_compile(c, all);
}

/* ORDER BY says the name of a label rather than what it stands for. */
static struct sa_clause *named(struct py *py, const struct sa_select *select,
                               struct sa_clause *clause)
{
    struct sa_operation *o = (void *)clause, *copy;
    struct sa_clause *inner;

    if (!py_stack_left(py))
        return NULL;
    if (sa_as_label(clause)) {
        for (size_t i = 0; i < select->columns.n; i++)
            if (select->columns.items[i] == clause)
                return sa_label_reference(py, sa_as_label(clause)->name);
        return clause;
    }
    if (!py_is(&clause->object, &sa_unary_type) || o->form != SA_SUFFIX)
        return clause;
    inner = named(py, select, o->operands[0]);
    if (!inner || inner == o->operands[0])
        return inner ? clause : NULL;
    copy = (void *)sa_suffix(py, o->op, inner);
    return copy ? &copy->clause : NULL;
}

static bool write_order(struct sa_compiler *c, const struct sa_select *select)
{
    sa_write(c, select->order_by.n > 0 ? " ORDER BY " : "");
    for (size_t i = 0; i < select->order_by.n; i++) {
        struct sa_clause *clause = named(c->py, select, select->order_by.items[i]);

        sa_write(c, i > 0 ? ", " : "");
        if (!clause || !sa_compile(c, clause))
            return false;
    }
    return true;
}

static bool write_limit(struct sa_compiler *c, const struct sa_select *select)
{
    if (select->limit) {
        sa_write(c, " \n LIMIT ");
        if (!sa_compile(c, select->limit))
            return false;
    }
    if (select->offset) {
        sa_write(c, select->limit ? " OFFSET " : "\n LIMIT ALL OFFSET ");
        return sa_compile(c, select->offset);
    }
    return true;
}

static bool write_for_update(struct sa_compiler *c, const struct sa_for_update *f)
{
    if (!f->on)
        return true;
    sa_write(c, f->read        ? f->key_share ? " FOR KEY SHARE" : " FOR SHARE"
                : f->key_share ? " FOR NO KEY UPDATE"
                               : " FOR UPDATE");
    for (size_t i = 0; i < f->of.n; i++) {
        struct sa_table *table = sa_as_table(&f->of.items[i]->object);

        sa_write(c, i > 0 ? ", " : " OF ");
        if (table && !table->name.text ? !sa_write_table_of(c, table) : false)
            return false;
        if (table && table->name.text)
            sa_write_name(c, table->name);
    }
    sa_write(c, f->nowait ? " NOWAIT" : "");
    sa_write(c, f->skip_locked ? " SKIP LOCKED" : "");
    return true;
}

static bool write_distinct(struct sa_compiler *c, const struct sa_select *select)
{
    if (select->distinct_on.n > 0) {
        sa_write(c, "DISTINCT ON (");
        if (!sa_compile_list(c, select->distinct_on.items, select->distinct_on.n, ", "))
            return false;
        sa_write(c, ") ");
    } else if (select->distinct) {
        sa_write(c, "DISTINCT ");
    }
    return true;
}

static bool write_froms(struct sa_compiler *c, const struct sa_list *froms)
{
    struct sa_statement *statement = sa_statement_of(c);
    const struct sa_scope *scope = statement->scope;
    bool ok;

    if (froms->n == 0)
        return true;
    sa_write(c, " \nFROM ");
    ok = sa_compile_list(c, froms->items, froms->n, ", ");
    statement->scope = scope;
    return ok;
}

static bool write_select(struct sa_compiler *c, const struct sa_select *select, bool as_from)
{
    struct sa_statement *statement = sa_statement_of(c);
    const struct sa_scope *around = statement->scope;
    struct sa_list froms = {0};
    const struct sa_scope scope = {&froms, select};
    bool ok;

    for (size_t i = 0; i < select->ctes.n; i++)
        if (!sa_meet_cte(c, sa_as_alias(select->ctes.items[i])))
            return false;
    if (!sa_display_froms(c, select, &froms))
        return false;
    statement->scope = &scope;
    sa_write(c, "SELECT ");
    ok = write_distinct(c, select) && sa_write_columns(c, &select->columns, as_from) &&
         write_froms(c, &froms) && write_where(c, " \nWHERE ", &select->where) &&
         write_part(c, " GROUP BY ", &select->group_by, ", ") &&
         write_where(c, " \nHAVING ", &select->having) && write_order(c, select) &&
         write_limit(c, select) && write_for_update(c, &select->for_update);
    statement->scope = around;
    return ok;
}

static bool is_limited(const struct sa_select *select)
{
    return select->limit || select->offset || select->order_by.n > 0 || select->compound;
}

static bool write_compound(struct sa_compiler *c, const struct sa_select *compound, bool as_from)
{
    struct sa_statement *statement = sa_statement_of(c);
    const struct sa_scope *around = statement->scope;
    const struct sa_scope scope = {&(const struct sa_list){0}, compound};
    bool ok;

    for (size_t i = 0; i < compound->selects.n; i++) {
        struct sa_select *select = sa_as_select(compound->selects.items[i]);
        bool parentheses = is_limited(select);

        sa_write(c, i > 0 ? compound->compound : "");
        sa_write(c, parentheses ? "(" : "");
        if (!sa_write_select(c, select, as_from))
            return false;
        sa_write(c, parentheses ? ")" : "");
    }
    statement->scope = &scope;
    ok = write_order(c, compound) && write_limit(c, compound);
    statement->scope = around;
    return ok;
}

bool sa_write_select(struct sa_compiler *c, const struct sa_select *select, bool as_from)
{
    return select->compound ? write_compound(c, select, as_from) : write_select(c, select, as_from);
}

bool sa_write_query(struct sa_compiler *c, struct sa_clause *query, bool as_from)
{
    struct sa_select *select = sa_as_select(query);

    return select ? sa_write_select(c, select, as_from) : sa_compile(c, query);
}

/* ---- order_by("name") ---------------------------------------------------------------------------
 */

struct label_reference {
    struct sa_clause clause;
    const char *name;
};

static const struct sa_clause *find_name(const struct sa_list *columns, const char *name)
{
    for (size_t i = 0; i < columns->n; i++) {
        const char *other = sa_clause_name(columns->items[i]);

        if (other && strcmp(other, name) == 0)
            return columns->items[i];
    }
    return NULL;
}

static bool compile_reference(struct sa_compiler *c, const struct sa_clause *clause)
{
    const char *name = ((const struct label_reference *)(const void *)clause)->name;
    const struct sa_scope *scope = sa_statement_of(c)->scope;
    struct sa_list columns = {0};
    const struct sa_select *select = scope ? scope->select : NULL;
    const struct sa_clause *found;

    if (!scope) { /* sa.desc("a") of an index */
        sa_write(c, name);
        return true;
    }
    while (select && select->compound)
        select = sa_as_select(select->selects.items[0]);
    if (select && !sa_expand_columns(c->py, &select->columns, &columns))
        return false;
    found = find_name(&columns, name);
    if (!found && sa_expand_columns(c->py, scope->froms, &columns))
        found = find_name(&columns, name);
    if (!found)
        return py_raise(c->py, &sa_compile_error,
                        "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. "
                        "Textual SQL expression '%s' should be explicitly declared as text('%s')",
                        name, name);
    if (!sa_as_label(found) && !(scope->select && scope->select->compound))
        return sa_compile(c, found);
    sa_write_text_name(c, name);
    return true;
}

struct sa_clause *sa_label_reference(struct py *py, const char *name)
{
    static const struct sa_clause_kind kind = {.name = "label_reference",
                                               .compile = compile_reference};
    struct label_reference *reference = arena_new_object(py_arena(py), struct label_reference);

    reference->clause.object.type = &sa_element_type;
    reference->clause.kind = &kind;
    reference->name = name;
    return &reference->clause;
}
