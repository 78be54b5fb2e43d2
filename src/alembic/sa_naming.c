/* Naming conventions: "uq_%(table_name)s_%(column_0_name)s". */
#include <stdlib.h>
#include <string.h>

#include "alembic/context.h"
#include "alembic/sa_schema.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "py/py.h"

/* What a pattern can ask about: a constraint or an index. */
struct subject {
    struct py *py;
    const struct sa_table *table;
    const struct sa_name *name;
    struct sa_column **columns;
    struct py_object **targets; /* of a foreign key, else NULL */
    size_t n;
    bool asked_for_name; /* %(constraint_name)s stood in the pattern */
};

static const char *pattern_for(struct py *py, const struct sa_table *table, const char *kind)
{
    static const char ix[] = "ix_%(column_0_label)s";
    const struct alembic_context *context = alembic_context(py);
    struct py_object *pattern;

    if (table->metadata) {
        if (!table->metadata->naming)
            return strcmp(kind, "ix") == 0 ? ix : NULL;
        pattern = py_dict_at(table->metadata->naming, kind);
        return pattern ? py_text(pattern) : NULL;
    }
    if (context && context->naming && context->naming->n > 0)
        return map_at(context->naming, kind);
    return strcmp(kind, "ix") == 0 ? ix : NULL;
}

/* [schema_]table_column */
static void add_label(struct buf *out, const struct sa_column *column)
{
    const struct sa_table *table = column->table;

    if (table && table->schema) {
        for (const char *p = table->schema; *p; p++)
            buf_addc(out, *p == '.' ? '_' : *p);
        buf_addc(out, '_');
    }
    if (table)
        buf_addf(out, "%s_", table->name.text);
    buf_add(out, column->name.text);
}

static bool add_column(struct subject *s, struct buf *out, size_t i, const char *what)
{
    struct sa_target target;

    if (i >= s->n || !s->columns[i])
        return true;
    if (strcmp(what, "label") == 0) {
        add_label(out, s->columns[i]);
    } else if (strcmp(what, "name") == 0) {
        buf_add(out, s->columns[i]->name.text);
    } else if (strcmp(what, "key") == 0) {
        buf_add(out, s->columns[i]->key);
    } else if (strcmp(what, "referred") == 0) {
        if (!sa_target_of(s->py, s->targets[i], &target))
            return false;
        buf_add(out, target.column ? target.column : s->columns[i]->name.text);
    } else {
        return false;
    }
    return true;
}

/* column_0_name, column_0N_label, column_1_key, referred_column_0_N_name ... */
static bool add_column_token(struct subject *s, struct buf *out, const char *token)
{
    static const char referred[] = "referred_", column[] = "column_";
    const bool of_target = strncmp(token, referred, strlen(referred)) == 0;
    const char *p = token + (of_target ? strlen(referred) : 0);
    const char *separator = NULL;
    char *end;
    size_t index;

    if (strncmp(p, column, strlen(column)) != 0 || (of_target && !s->targets))
        return false;
    p += strlen(column);
    index = strtoul(p, &end, 10);
    if (end == p)
        return false;
    p = end;
    if (strncmp(p, "_N_", 3) == 0) {
        separator = "_";
        p += 3;
    } else if (strncmp(p, "N_", 2) == 0) {
        separator = "";
        p += 2;
    } else if (*p++ != '_') {
        return false;
    }
    if (of_target && strcmp(p, "name") != 0)
        return false;
    if (!separator)
        return add_column(s, out, index, of_target ? "referred" : p);
    for (size_t i = 0; i < s->n; i++) {
        buf_add(out, i > 0 ? separator : "");
        if (!add_column(s, out, i, of_target ? "referred" : p))
            return false;
    }
    return true;
}

static bool add_token(struct subject *s, struct buf *out, const char *token)
{
    struct sa_target target;

    if (strcmp(token, "table_name") == 0) {
        buf_add(out, s->table->name.text);
    } else if (strcmp(token, "constraint_name") == 0) {
        if (!s->name->text)
            return py_raise(s->py, &sa_invalid_request_error,
                            "Naming convention including %%(constraint_name)s token requires that "
                            "constraint is explicitly named.");
        buf_add(out, s->name->text);
    } else if (strcmp(token, "referred_table_name") == 0 && s->targets && s->n > 0) {
        if (!sa_target_of(s->py, s->targets[0], &target))
            return false;
        buf_add(out, target.table);
    } else if (!add_column_token(s, out, token)) {
        return py_raised(s->py)
                   ? false
                   : py_raise_value(s->py, &py_key_error, py_string(s->py, token)) != NULL;
    }
    return true;
}

/* Python's "pattern % mapping", as far as names go. */
static bool fill_in(struct subject *s, struct buf *out, const char *pattern)
{
    MEM_SCRATCH(scratch);

    while (*pattern) {
        size_t plain = strcspn(pattern, "%");
        const char *close;

        buf_addn(out, pattern, plain);
        pattern += plain;
        if (!*pattern)
            break;
        if (pattern[1] == '%') {
            buf_addc(out, '%');
            pattern += 2;
            continue;
        }
        close = pattern[1] == '(' ? strstr(pattern, ")s") : NULL;
        if (!close)
            return py_raise(s->py, &py_value_error, "unsupported format character in \"%s\"",
                            pattern);
        if (!add_token(s, out, mem_strndup(scratch, pattern + 2, (size_t)(close - pattern - 2))))
            return false;
        pattern = close + 2;
    }
    return true;
}

static bool apply(struct subject *s, const char *kind, struct sa_name *name)
{
    const char *pattern = name->final ? NULL : pattern_for(s->py, s->table, kind);

    if (!pattern || (name->text && !strstr(pattern, "constraint_name")))
        return true;

    MEM_SCRATCH(scratch);
    struct buf *out = buf_new(scratch, BUF_MAX);

    if (!fill_in(s, out, pattern))
        return false;
    *name = (struct sa_name){.text = arena_strdup(py_arena(s->py), out->text), .final = true};
    return true;
}

bool sa_name_constraint(struct py *py, struct sa_constraint *constraint)
{
    static const char *const kinds[] = {
        [SA_PRIMARY_KEY] = "pk", [SA_FOREIGN_KEY] = "fk", [SA_UNIQUE] = "uq", [SA_CHECK] = "ck"};
    struct subject s = {.py = py,
                        .table = constraint->table,
                        .name = &constraint->name,
                        .columns = constraint->columns,
                        .targets = constraint->kind == SA_FOREIGN_KEY ? constraint->targets : NULL,
                        .n = constraint->columns ? constraint->n : 0};

    if (constraint->kind == SA_EXCLUDE)
        return true;
    return apply(&s, kinds[constraint->kind], &constraint->name);
}

bool sa_name_index(struct py *py, struct sa_index *index)
{
    struct sa_column **columns = arena_new_array(py_arena(py), struct sa_column *, index->n + 1);
    struct subject s = {
        .py = py, .table = index->table, .name = &index->name, .columns = columns, .n = index->n};

    for (size_t i = 0; i < index->n; i++)
        columns[i] = sa_as_column(index->items[i]);
    return apply(&s, "ix", &index->name);
}
