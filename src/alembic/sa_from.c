/* What a statement is FROM. */
#include <string.h>

#include "alembic/ddl.h"
#include "alembic/sa_select.h"
#include "base/arena.h"
#include "py/interp.h"
#include "py/py.h"

bool sa_list_add(struct py *py, struct sa_list *list, struct sa_clause *clause)
{
    struct sa_clause **grown = arena_new_array(py_arena(py), struct sa_clause *, list->n + 1);

    if (!py_step(py, 1 + list->n / 16))
        return false;
    if (list->n > 0)
        memcpy(grown, list->items, list->n * sizeof(*grown));
    grown[list->n++] = clause;
    list->items = grown;
    return true;
}

bool sa_list_has(const struct sa_list *list, const struct sa_clause *clause)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i] == clause)
            return true;
    return false;
}

static bool add_once(struct py *py, struct sa_list *list, struct sa_clause *clause)
{
    return sa_list_has(list, clause) || sa_list_add(py, list, clause);
}

static bool collect(struct py *py, struct sa_clause *clause, void *data)
{
    struct sa_column *column = sa_as_column(&clause->object);

    if (!py_step(py, 1) || !py_stack_left(py))
        return false;
    if (column)
        return !column->table || add_once(py, data, &column->table->clause);
    if (py_is(&clause->object, &sa_from_type))
        return add_once(py, data, clause);
    return !clause->kind->visit || clause->kind->visit(py, clause, collect, data);
}

bool sa_collect_froms(struct py *py, struct sa_clause *clause, struct sa_list *froms)
{
    return collect(py, clause, froms);
}

bool sa_surface(struct py *py, struct sa_clause *from, struct sa_list *tables)
{
    const struct sa_join *join = sa_as_join(from);

    if (!py_step(py, 1) || !py_stack_left(py))
        return false;
    if (join)
        return sa_surface(py, join->left, tables) && sa_surface(py, join->right, tables);
    return add_once(py, tables, from);
}

struct sa_clause *sa_from_item(struct py *py, struct py_object *o)
{
    struct sa_clause *clause = sa_known(py, o) ? sa_clause_of(o) : NULL;
    struct sa_table *model;
    const char *shown;

    if (clause && sa_is_query(clause))
        return sa_alias_new(py, clause, SA_SUBQUERY, NULL);
    if (clause && (py_is(o, &sa_from_type) || py_is(o, &sa_textual_type)))
        return clause;
    if (py_raised(py))
        return NULL;
    if ((model = sa_model_table(py, o)))
        return &model->clause;
    shown = py_raised(py) ? NULL : py_repr_text(py, o);
    return shown ? py_raise(py, &sa_argument_error,
                            "FROM expression, such as a Table or alias() object expected, got %s.",
                            shown)
                 : NULL;
}

/* ---- subqueries, CTEs and aliases ---------------------------------------------------------------
 */

struct sa_alias *sa_as_alias(const struct sa_clause *clause)
{
    union {
        const struct sa_clause *from;
        struct sa_alias *to;
    } both = {clause};

    return clause && py_is(&clause->object, &sa_alias_type) ? both.to : NULL;
}

bool sa_write_table_of(struct sa_compiler *c, struct sa_table *table)
{
    const struct sa_alias *alias = sa_as_alias(&table->clause);
    const struct sa_table *aliased;
    const char *base = "anon";

    if (!alias || table->name.text) {
        ddl_write_table_name(c, table);
        return true;
    }
    aliased = alias->what == SA_TABLE_ALIAS ? sa_as_table(&alias->element->object) : NULL;
    if (aliased && aliased->name.text)
        base = aliased->name.text;
    sa_write_text_name(c, sa_made_up_name(c, table, base));
    return true;
}

static bool compile_alias(struct sa_compiler *c, const struct sa_clause *clause)
{
    struct sa_alias *alias = sa_as_alias(clause);
    struct sa_statement *statement = sa_statement_of(c);
    const struct sa_scope *scope = statement->scope;
    bool ok;

    if (alias->what == SA_CTE)
        return sa_meet_cte(c, alias) && sa_write_table_of(c, &alias->table);
    sa_write(c, alias->what == SA_LATERAL ? "LATERAL " : "");
    if (sa_is_query(alias->element)) {
        statement->scope = alias->what == SA_LATERAL ? scope : NULL;
        sa_write(c, "(");
        ok = sa_write_query(c, alias->element, true);
        sa_write(c, ")");
        statement->scope = scope;
    } else {
        ok = sa_compile(c, alias->element);
    }
    if (!ok)
        return false;
    sa_write(c, " AS ");
    if (!sa_write_table_of(c, &alias->table))
        return false;
    for (size_t i = 0; alias->with_columns && i < alias->table.n; i++) {
        sa_write(c, i == 0 ? "(" : ", ");
        sa_write_name(c, alias->table.columns[i]->name);
        if (i + 1 == alias->table.n)
            sa_write(c, ")");
    }
    return true;
}

static const struct sa_clause_kind alias_kind = {.name = "alias", .compile = compile_alias};

/* A column of the alias for each of what it stands for. */
static bool add_columns(struct py *py, struct sa_alias *alias, const struct sa_list *columns)
{
    for (size_t i = 0; i < columns->n; i++) {
        const char *name = sa_clause_name(columns->items[i]);
        struct sa_column *column;

        if (!name && py_is(&columns->items[i]->object, &sa_function_type))
            name = ((const struct sa_function *)(const void *)columns->items[i])->name;
        if (!name || sa_table_column(&alias->table, name))
            continue;
        column = sa_column_new(py, sa_plain_name(name), sa_type_of_clause(py, columns->items[i]));
        if (!sa_as_column(&columns->items[i]->object) ||
            columns->items[i]->object.type == &sa_light_column_type)
            column->clause.object.type = &sa_light_column_type;
        if (!column->clause.sql_type || !sa_table_add(py, &alias->table, &column->clause.object))
            return false;
    }
    return true;
}

struct sa_clause *sa_alias_new(struct py *py, struct sa_clause *element, int what, const char *name)
{
    struct sa_alias *alias = arena_new_object(py_arena(py), struct sa_alias);
    struct sa_table *table = sa_as_table(&element->object);
    struct sa_select *select = sa_as_select(element);
    struct sa_list columns = {0};
    bool ok = true;

    alias->table.clause.object.type = &sa_alias_type;
    alias->table.clause.kind = &alias_kind;
    alias->table.name = sa_plain_name(name);
    alias->table.is_light = true;
    alias->what = what == SA_CTE           ? SA_CTE
                  : what == SA_LATERAL     ? SA_LATERAL
                  : what == SA_SUBQUERY    ? SA_SUBQUERY
                  : what == SA_TABLE_ALIAS ? SA_TABLE_ALIAS
                                           : SA_FUNCTION_ALIAS;
    alias->element = element;
    for (size_t i = 0; ok && table && i < table->n; i++)
        ok = sa_list_add(py, &columns, &table->columns[i]->clause);
    while (select && select->compound)
        select = sa_as_select(select->selects.items[0]);
    if (select)
        ok = sa_expand_columns(py, &select->columns, &columns);
    return ok && add_columns(py, alias, &columns) ? &alias->table.clause : NULL;
}

const struct py_type sa_alias_type = {
    .name = "Subquery",
    .module = "sqlalchemy.sql.selectable",
    .base = &sa_light_table_type,
};

/* ---- joins --------------------------------------------------------------------------------------
 */

struct sa_join *sa_as_join(const struct sa_clause *clause)
{
    union {
        const struct sa_clause *from;
        struct sa_join *to;
    } both = {clause};

    return clause && py_is(&clause->object, &sa_join_type) ? both.to : NULL;
}

static bool compile_join(struct sa_compiler *c, const struct sa_clause *clause)
{
    const struct sa_join *join = (const void *)clause;
    bool nested = sa_as_join(join->right) != NULL;

    if (!sa_compile(c, join->left))
        return false;
    sa_write(c, join->full ? " FULL OUTER JOIN " : join->outer ? " LEFT OUTER JOIN " : " JOIN ");
    sa_write(c, nested ? "(" : "");
    if (!sa_compile(c, join->right))
        return false;
    sa_write(c, nested ? ") ON " : " ON ");
    return sa_compile(c, join->on);
}

static const struct sa_clause_kind join_kind = {.name = "join", .compile = compile_join};

static const char *from_name(const struct sa_clause *from)
{
    const struct sa_table *table = py_is(&from->object, &sa_table_type) ? (const void *)from : NULL;

    return table && table->name.text ? table->name.text : "Join object";
}

/* Conditions for the foreign keys of 'child' that point at 'parent'. */
static bool add_conditions(struct py *py, const struct sa_table *child, struct sa_table *parent,
                           struct sa_list *conditions)
{
    for (size_t i = 0; i < child->n_constraints; i++) {
        struct sa_constraint *key = child->constraints[i];

        for (size_t k = 0; key->kind == SA_FOREIGN_KEY && k < key->n; k++) {
            struct sa_target target;
            struct sa_column *column;
            struct py_object *condition;

            if (!sa_target_of(py, key->targets[k], &target))
                return false;
            if (!parent->name.text || strcmp(target.table, parent->name.text) != 0 ||
                !(column = sa_table_column(parent,
                                           target.column ? target.column : key->columns[k]->key)))
                continue;
            condition =
                sa_operate(py, SA_OP_EQ, &column->clause, &key->columns[k]->clause.object, false);
            if (!condition || !sa_list_add(py, conditions, sa_clause_of(condition)))
                return false;
        }
    }
    return true;
}

static struct sa_clause *condition_between(struct py *py, struct sa_clause *left,
                                           struct sa_clause *right)
{
    struct sa_list conditions = {0}, lefts = {0}, rights = {0};

    if (!sa_surface(py, left, &lefts) || !sa_surface(py, right, &rights))
        return NULL;
    for (size_t l = 0; l < lefts.n; l++)
        for (size_t r = 0; r < rights.n; r++) {
            struct sa_table *a = sa_as_table(&lefts.items[l]->object);
            struct sa_table *b = sa_as_table(&rights.items[r]->object);

            if (a && b &&
                (!add_conditions(py, b, a, &conditions) || !add_conditions(py, a, b, &conditions)))
                return NULL;
        }
    if (conditions.n == 0)
        return py_raise(py, &sa_no_foreign_keys_error,
                        "Can't find any foreign key relationships between '%s' and '%s'.",
                        from_name(left), from_name(right));
    return sa_conjunction(py, SA_OP_AND, conditions.items, conditions.n);
}

struct sa_clause *sa_join_new(struct py *py, struct sa_clause *left, struct sa_clause *right,
                              struct sa_clause *on, bool outer, bool full)
{
    struct sa_join *join = arena_new_object(py_arena(py), struct sa_join);

    join->clause.object.type = &sa_join_type;
    join->clause.kind = &join_kind;
    join->left = left;
    join->right = right;
    join->on = on ? sa_group(py, on, &sa_as_operator) : condition_between(py, left, right);
    join->outer = outer;
    join->full = full;
    return join->on ? &join->clause : NULL;
}
