#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alembic/ddl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "digest/digest.h"
#include "py/py.h"

enum { MAX_NAME = 63, MD5_LENGTH = 16 };

/* The place behind the first 'n' characters. */
static const char *behind(const char *text, size_t n)
{
    while (n > 0 && *text) {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
        n--;
    }
    return text;
}

static bool write_cut_name(struct sa_compiler *c, struct sa_name name)
{
    MEM_SCRATCH(scratch);
    const char *whole = name.text;
    size_t kept = (size_t)(behind(whole, MAX_NAME - 8) - whole);
    unsigned char digest[DIGEST_MAX];

    if (digest_raw("md5", whole, strlen(whole), digest) != MD5_LENGTH)
        return py_refuse(c->py, "cannot shorten the name \"%s\": libcrypto has no MD5", whole);
    name.text = mem_printf(scratch, "%.*s_%02x%02x", (int)kept, whole, digest[MD5_LENGTH - 2],
                           digest[MD5_LENGTH - 1]);
    sa_write_name(c, name);
    return true;
}

bool ddl_write_long_name(struct sa_compiler *c, struct sa_name name)
{
    if (!*behind(name.text, MAX_NAME)) {
        sa_write_name(c, name);
        return true;
    }
    if (!name.final)
        return py_raise(c->py, &sa_identifier_error,
                        "Identifier '%s' exceeds maximum length of %d characters", name.text,
                        MAX_NAME);
    return write_cut_name(c, name);
}

/* ---- phrases that go into the SQL as they are
 * ---------------------------------------------------- */

bool ddl_write_phrase(struct sa_compiler *c, const char *text, bool (*valid)(const char *text),
                      const char *pattern)
{
    if (!valid(text))
        return py_raise(c->py, &sa_compile_error, "Unexpected SQL phrase: %s (matching against %s)",
                        py_repr_text(c->py, py_string(c->py, text)),
                        py_repr_text(c->py, py_string(c->py, pattern)));
    sa_write(c, text);
    return true;
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

static const char *const actions[] = {"RESTRICT",    "CASCADE",   "SET NULL",
                                      "SET DEFAULT", "NO ACTION", NULL};

static bool is_on_update(const char *text)
{
    return is_one_of(text, actions);
}

/* SET NULL and SET DEFAULT may name columns: SET NULL (a, b) */
static bool is_on_delete(const char *text)
{
    static const char *const with_columns[] = {"SET NULL", "SET DEFAULT"};
    size_t n = strlen(text);

    for (size_t i = 0; i < 2 && n > 0; i++) {
        size_t word = strlen(with_columns[i]);
        const char *open = text + word;

        if (strncasecmp(text, with_columns[i], word) != 0)
            continue;
        while (*open == ' ')
            open++;
        if (*open == '(' && open[1] && open[1] != ')' && text[n - 1] == ')')
            return true;
    }
    return is_on_update(text);
}

static bool is_initially(const char *text)
{
    static const char *const words[] = {"DEFERRED", "IMMEDIATE", NULL};

    return is_one_of(text, words);
}

static bool write_deferrability(struct sa_compiler *c, const struct sa_reference *reference)
{
    if (reference->deferrable != SA_UNSET)
        sa_write(c, reference->deferrable == SA_YES ? " DEFERRABLE" : " NOT DEFERRABLE");
    if (!reference->initially)
        return true;
    sa_write(c, " INITIALLY ");
    return ddl_write_phrase(c, reference->initially, is_initially, "^(?:DEFERRED|IMMEDIATE)$");
}

bool ddl_write_reference(struct sa_compiler *c, const struct sa_reference *reference)
{
    if (reference->match)
        sa_writef(c, " MATCH %s", reference->match);
    if (reference->ondelete) {
        sa_write(c, " ON DELETE ");
        if (!ddl_write_phrase(c, reference->ondelete, is_on_delete,
                              "^(?:RESTRICT|CASCADE|SET (?:NULL|DEFAULT)(?:\\s*\\(.+\\))?"
                              "|NO ACTION)$"))
            return false;
    }
    if (reference->onupdate) {
        sa_write(c, " ON UPDATE ");
        if (!ddl_write_phrase(c, reference->onupdate, is_on_update,
                              "^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)$"))
            return false;
    }
    return write_deferrability(c, reference);
}

/* ---- the kinds ----------------------------------------------------------------------------------
 */

static void write_columns(struct sa_compiler *c, struct sa_column *const *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        sa_write_name(c, columns[i]->name);
    }
}

bool ddl_write_include(struct sa_compiler *c, struct py_object *include,
                       const struct sa_table *table, bool must_exist)
{
    size_t n;
    struct py_object **names = include ? py_items(c->py, include, &n) : NULL;

    if (!include || (names && n == 0))
        return true;
    sa_write(c, " INCLUDE (");
    for (size_t i = 0; names && i < n; i++) {
        const char *text = py_text(names[i]);
        struct sa_column *column = text ? NULL : sa_as_column(names[i]);

        if (!text && !column)
            return py_raise(c->py, &py_type_error, "a column of postgresql_include must be a str");
        if (text && must_exist && !sa_table_column(table, text))
            return py_raise_value(c->py, &py_key_error, names[i]) != NULL;
        sa_write(c, i > 0 ? ", " : "");
        sa_write_name(c, text ? sa_plain_name(text) : column->name);
    }
    sa_write(c, ")");
    return names != NULL;
}

/* The implicit key lists the column that numbers itself first. */
static bool write_primary_key(struct sa_compiler *c, const struct sa_constraint *constraint)
{
    struct sa_column *first = NULL;
    const char *separator = "";

    if (constraint->implicit && !sa_autoincrement_column(c->py, constraint->table, &first))
        return false;
    sa_write(c, "PRIMARY KEY (");
    if (first) {
        sa_write_name(c, first->name);
        separator = ", ";
    }
    for (size_t i = 0; i < constraint->n; i++) {
        if (constraint->columns[i] == first)
            continue;
        sa_write(c, separator);
        sa_write_name(c, constraint->columns[i]->name);
        separator = ", ";
    }
    sa_write(c, ")");
    return ddl_write_include(c, constraint->include, constraint->table, true) &&
           write_deferrability(c, &constraint->reference);
}

static bool write_foreign_key(struct sa_compiler *c, const struct sa_constraint *constraint)
{
    struct sa_target target;

    sa_write(c, "FOREIGN KEY(");
    write_columns(c, constraint->columns, constraint->n);
    sa_write(c, ") REFERENCES ");
    for (size_t i = 0; i < constraint->n; i++) {
        if (!sa_target_of(c->py, constraint->targets[i], &target))
            return false;
        if (i == 0) {
            sa_write_qualified(c, target.schema, sa_plain_name(target.table));
            sa_write(c, " (");
        }
        sa_write(c, i > 0 ? ", " : "");
        if (target.column)
            sa_write_text_name(c, target.column);
        else
            sa_write_name(c, constraint->columns[i]->name);
    }
    sa_write(c, ")");
    if (!ddl_write_reference(c, &constraint->reference))
        return false;
    sa_write(c, constraint->reference.not_valid ? " NOT VALID" : "");
    return true;
}

static bool write_unique(struct sa_compiler *c, const struct sa_constraint *constraint)
{
    sa_write(c, "UNIQUE ");
    if (constraint->nulls_not_distinct != SA_UNSET)
        sa_write(c, constraint->nulls_not_distinct == SA_YES ? "NULLS NOT DISTINCT "
                                                             : "NULLS DISTINCT ");
    sa_write(c, "(");
    write_columns(c, constraint->columns, constraint->n);
    sa_write(c, ")");
    return ddl_write_include(c, constraint->include, constraint->table, true) &&
           write_deferrability(c, &constraint->reference);
}

/* The CHECK that Enum(native_enum=False, create_constraint=True) asks for. */
static bool write_labels(struct sa_compiler *c, struct sa_column *column)
{
    const struct sa_type *type = sa_column_type_of(c->py, column);
    const struct sa_enum *e = type ? sa_type_real(type)->enumeration : NULL;

    if (!e)
        return false;
    sa_write_name(c, column->name);
    sa_write(c, " IN (");
    for (size_t i = 0; i < e->n; i++) {
        sa_write(c, i > 0 ? ", " : "");
        sa_write_string(c, e->labels[i], strlen(e->labels[i]));
    }
    sa_write(c, ")");
    return true;
}

static bool write_check(struct sa_compiler *c, const struct sa_constraint *constraint)
{
    sa_write(c, "CHECK (");
    if (constraint->of_type ? !write_labels(c, constraint->columns[0])
                            : !ddl_write_expression(c, constraint->condition))
        return false;
    sa_write(c, ")");
    if (!write_deferrability(c, &constraint->reference))
        return false;
    sa_write(c, constraint->reference.not_valid ? " NOT VALID" : "");
    return true;
}

static bool write_exclude(struct sa_compiler *c, const struct sa_constraint *constraint)
{
    sa_write(c, "EXCLUDE USING ");
    if (!ddl_write_method(c, constraint->using ? constraint->using : "gist"))
        return false;
    sa_write(c, " (");
    for (size_t i = 0; i < constraint->n; i++) {
        const struct sa_exclusion *e = &constraint->exclusions[i];

        sa_write(c, i > 0 ? ", " : "");
        if (!ddl_write_element(c, e->item, constraint->ops))
            return false;
        sa_writef(c, " WITH %s", e->operator);
    }
    sa_write(c, ")");
    if (constraint->condition) {
        sa_write(c, " WHERE (");
        if (!ddl_write_expression(c, constraint->condition))
            return false;
        sa_write(c, ")");
    }
    return write_deferrability(c, &constraint->reference);
}

bool ddl_write_constraint(struct sa_compiler *c, const struct sa_constraint *constraint)
{
    static bool (*const writers[])(struct sa_compiler *, const struct sa_constraint *) = {
        [SA_PRIMARY_KEY] = write_primary_key, [SA_FOREIGN_KEY] = write_foreign_key,
        [SA_UNIQUE] = write_unique,           [SA_CHECK] = write_check,
        [SA_EXCLUDE] = write_exclude,
    };

    if (constraint->name.text) {
        sa_write(c, "CONSTRAINT ");
        if (!ddl_write_long_name(c, constraint->name))
            return false;
        sa_write(c, " ");
    }
    return writers[constraint->kind](c, constraint);
}
