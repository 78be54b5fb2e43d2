/* text(): SQL as it stands, with names of values in it. */
#include <string.h>

#include "alembic/names.h"
#include "alembic/sa_expr.h"
#include "base/arena.h"
#include "base/buf.h"
#include "py/py.h"

/*
 * Write "text" with the values of 'params' (a dict or NULL) and of the text's
 * own binds in the place of their names.  A name without a value stays as it
 * stands; "\:" is a colon.
 */
static bool sa_write_textual(struct sa_compiler *c, const struct sa_textual *text,
                             const struct py_dict *params);

static bool is_name_byte(char c)
{
    return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The length of the name of a value at 'at', which is a colon; 0 when it is none. */
static size_t bind_length(const char *text, const char *at)
{
    size_t n = 0;

    if (at > text && (at[-1] == ':' || at[-1] == '\\' || is_name_byte(at[-1])))
        return 0;
    while (is_name_byte(at[1 + n]))
        n++;
    return at[1 + n] == ':' ? 0 : n;
}

/* What was given for the name, and the bindparam() that says its type; each may be NULL. */
static struct py_object *bound(const struct sa_textual *text, const struct py_dict *params,
                               const char *name, struct sa_clause **bind)
{
    struct py_object *own = text->binds ? py_dict_at(text->binds, name) : NULL;
    struct py_object *given = params ? py_dict_at(params, name) : NULL;

    *bind = own ? sa_clause_of(own) : NULL;
    return given ? given : own;
}

static bool write_bind(struct sa_compiler *c, const struct sa_textual *text,
                       const struct py_dict *params, const char *at, size_t n)
{
    char *name = arena_strndup(py_arena(c->py), at + 1, n);
    struct sa_clause *bind;
    struct py_object *value = bound(text, params, name, &bind);
    bool own;

    if (!value) {
        buf_addn(c->sql, at, n + 1);
        return true;
    }
    if (bind && &bind->object != value)
        return sa_write_bound(c, bind, value);
    if (bind)
        return sa_compile(c, bind);
    /* .bindparams(x=...) infers a type, values beside the statement have none. */
    own = text->binds && value == py_dict_at(text->binds, name);
    return sa_write_value(c, own ? sa_type_of_value(c->py, value) : NULL, value);
}

static bool sa_write_textual(struct sa_compiler *c, const struct sa_textual *text,
                             const struct py_dict *params)
{
    for (const char *p = text->text; *p;) {
        size_t plain = strcspn(p, ":\\");
        size_t n;

        buf_addn(c->sql, p, plain);
        p += plain;
        if (*p == '\\' && p[1] == ':') {
            p++;
            buf_addc(c->sql, *p++);
        } else if (*p == ':' && (n = bind_length(text->text, p)) > 0) {
            if (!py_step(c->py, 1) || !write_bind(c, text, params, p, n))
                return false;
            p += n + 1;
        } else if (*p) {
            buf_addc(c->sql, *p++);
        }
    }
    return true;
}

static bool compile(struct sa_compiler *c, const struct sa_clause *clause)
{
    return sa_write_textual(c, (const struct sa_textual *)(const void *)clause,
                            sa_statement_of(c)->params);
}

static const struct sa_clause_kind kind = {.name = "textclause", .compile = compile};

struct sa_clause *sa_text(struct py *py, const char *text)
{
    struct sa_textual *textual = arena_new_object(py_arena(py), struct sa_textual);

    textual->clause.object.type = &sa_textual_type;
    textual->clause.kind = &kind;
    textual->text = text;
    return &textual->clause;
}

static struct py_object *make(struct py *py, const struct py_type *type, const struct py_args *args)
{
    struct py_object *text;

    (void)type;
    if (!py_bind(py, "text", (const char *const[]){"text", NULL}, args, &text) ||
        !sa_known(py, text))
        return NULL;
    if (!py_text(text))
        return py_raise(py, &py_type_error, "expected string or bytes-like object, got '%s'",
                        py_type_of(text)->name);
    return &sa_text(py, py_text(text))->object;
}

static bool names_bind(const struct sa_textual *text, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = strchr(text->text, ':'); p; p = strchr(p + 1, ':'))
        if (bind_length(text->text, p) == n && strncmp(p + 1, name, n) == 0)
            return true;
    return false;
}

static bool put_bind(struct py *py, struct sa_textual *text, const char *name,
                     struct py_object *value)
{
    if (!names_bind(text, name))
        return py_raise(py, &sa_argument_error,
                        "This text() construct doesn't define a bound parameter named '%s'", name);
    return py_dict_put_text(py, text->binds, name, value);
}

static struct py_object *bindparams(struct py *py, struct py_object *self,
                                    const struct py_args *args)
{
    const struct sa_textual *from = (const void *)self;
    struct sa_textual *copy = arena_new_object(py_arena(py), struct sa_textual);

    *copy = *from;
    copy->binds = py_dict_new(py);
    for (size_t i = 0; from->binds && i < from->binds->n_entries; i++)
        if (from->binds->entries[i].key &&
            !py_dict_put(py, copy->binds, from->binds->entries[i].key,
                         from->binds->entries[i].value))
            return NULL;
    for (size_t i = 0; i < args->n; i++) {
        struct py_object *key = py_attr(py, args->values[i], "key");

        if (!key || !py_text(key) || !put_bind(py, copy, py_text(key), args->values[i]))
            return NULL;
    }
    for (size_t i = 0; i < args->n_keywords; i++) {
        struct py_object *own = py_dict_at(copy->binds, args->keywords[i].name);
        struct sa_clause *bind = own ? sa_clause_of(own) : NULL;
        struct py_object *value = args->keywords[i].value;

        if (bind)
            value = (void *)sa_bind_with(py, bind, value);
        if (!value || !put_bind(py, copy, args->keywords[i].name, value))
            return NULL;
    }
    return &copy->clause.object;
}

static struct py_object *attr(struct py *py, struct py_object *self, const char *name)
{
    const struct sa_textual *text = (const void *)self;

    return strcmp(name, "text") == 0 ? py_string(py, text->text) : NULL;
}

static struct py_object *str(struct py *py, struct py_object *self)
{
    return py_string(py, ((const struct sa_textual *)(const void *)self)->text);
}

static const struct py_method methods[] = {
    {"bindparams", bindparams, PY_METHOD},
    {NULL},
};

const struct py_type sa_textual_type = {
    .name = "TextClause",
    .module = "sqlalchemy.sql.elements",
    .base = &sa_clause_type,
    .make = make,
    .methods = methods,
    .attr = attr,
    .str = str,
};
