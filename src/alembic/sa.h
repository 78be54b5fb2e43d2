/*
 * SQLAlchemy's values: SQL types and the base of all SQL expressions.
 *
 * Every class that scripts know ("sa.String", "sa.Column") is a py_type, and
 * every value of one begins with a py_object, so scripts hold them like any
 * other value.  Schema items stand in sa_schema.h.
 *
 * Everything lives in the interpreter's arena.  A function that returns NULL
 * or false has raised, as everywhere in py/.
 */
#ifndef ALEMBIC_SA_H
#define ALEMBIC_SA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "py/object.h"

struct buf;
struct sa_clause;
struct sa_compiler;
struct sa_enum;
struct sa_type;

/* ---- names ---------------------------------------------------------------------------------- */

/* A name as SQLAlchemy has it: text, whether to quote it, and whether a convention may change it.
 */
struct sa_name {
    const char *text;                                         /* NULL: no name */
    enum { SA_QUOTE_IF_NEEDED, SA_QUOTE, SA_NO_QUOTE } quote; /* of quoted_name(x, quote) */
    /* Of op.f() or a naming convention: no convention changes it, and too long, it is cut. */
    bool final;
};

/* The name that a str, op.f() or quoted_name() is; None gives no name.  'what' for messages. */
bool sa_name_of(struct py *py, struct py_object *o, const char *what, struct sa_name *name);
struct sa_name sa_plain_name(const char *text);

/* A str as text, None or NULL as NULL; raises TypeError for anything else. */
bool sa_text_of(struct py *py, struct py_object *o, const char *what, const char **text);

/* True for an absent argument and for None. */
bool sa_absent(const struct py_object *o);

/* Refuse when 'o' is poison, naming where it came from; else true. */
bool sa_known(struct py *py, const struct py_object *o);

extern const struct py_type sa_conv_type, sa_quoted_name_type; /* both are str */

/* ---- SQL types ------------------------------------------------------------------------------ */

/* What values a type has: how they are written and compared, and whether a key of it is SERIAL. */
enum sa_kind {
    SA_NULL, /* of an expression whose type nobody knows */
    SA_STRING,
    SA_INTEGER,
    SA_NUMERIC,
    SA_FLOAT,
    SA_BOOLEAN,
    SA_DATE,
    SA_TIME,
    SA_DATETIME,
    SA_INTERVAL,
    SA_BINARY,
    SA_JSON,
    SA_UUID,
    SA_ARRAY,
    SA_ENUM,
    SA_VECTOR, /* pgvector's: a list of numbers written as '[1.0,2.0]' */
    SA_RANGE,
    SA_OTHER
};

/* One class of types.  The same name may stand for two: sqlalchemy.Enum, postgresql.ENUM. */
struct sa_type_rule {
    struct py_type type; /* first: the class */
    enum sa_kind kind;
    const char *word;             /* in SQL: "VARCHAR" */
    const char *init;             /* "String.__init__", for messages */
    const char *const *signature; /* of its constructor, for py_bind() */
    int64_t length;               /* when none is given; 0: none */
    /* Take the constructor's arguments, in the order of 'signature'; NULL: by their names. */
    bool (*take)(struct py *py, struct sa_type *type, struct py_object *const *slots);
    /* Write the type into a CREATE TABLE; NULL: 'word' alone. */
    bool (*write)(struct sa_compiler *c, const struct sa_type *type);
};

/* A value such as String(50). */
struct sa_type {
    struct py_object object;
    const struct sa_type_rule *rule;
    int64_t length, precision, scale, dimensions; /* -1: not given */
    bool timezone, varying, as_uuid, native_uuid, none_as_null;
    const char *collation;       /* or NULL */
    const char *text;            /* fields of INTERVAL, get_col_spec() of a user's type; or NULL */
    struct sa_type *item;        /* of ARRAY */
    struct sa_type *stands_for;  /* of a decorator, or with_variant(..., "postgresql"); or NULL */
    struct sa_enum *enumeration; /* of SA_ENUM */
    struct py_object
        *script_type;         /* the TypeDecorator of the script that this stands for, or NULL */
    struct py_object *args;   /* of a decorator's constructor: a tuple */
    struct py_dict *keywords; /* the same */
    struct py_dict *attrs;    /* what a script sets on it, or NULL */
};

/* A type with a name of its own: CREATE TYPE name AS ENUM (labels), CREATE DOMAIN name AS ... */
struct sa_enum {
    struct sa_name name;
    const char *schema;
    const char *const *labels;
    size_t n;
    struct py_object *const *members; /* of a Python Enum, in the order of 'labels', or NULL */
    bool native, create_type, create_constraint, inherit_schema;
    bool with_metadata;     /* it belongs to a MetaData, so that tables do not create it */
    bool is_postgresql;     /* postgresql.ENUM or DOMAIN, whose create() looks first */
    const char *definition; /* of a DOMAIN: "TEXT CHECK (...)"; else NULL */
};

extern const struct sa_type_rule sa_engine_rule; /* TypeEngine, the base of all */

/* 'o' as a type that was made, or NULL without raising. */
struct sa_type *sa_as_type(struct py_object *o);

/*
 * The type that a script's value stands for: a type, a class of types, a
 * TypeDecorator or UserDefinedType of the script's own, or something that
 * [types] of the configuration names.  None is NullType.
 */
struct sa_type *sa_type_of(struct py *py, struct py_object *o);

/* A new type of the class with that name on PostgreSQL ("VARCHAR", "TIMESTAMP"); never NULL. */
struct sa_type *sa_type_new(struct py *py, const char *name);

/* 'rule' without arguments. */
struct sa_type *sa_type_new_of(struct py *py, const struct sa_type_rule *rule);

/* What stands for 'type' in the end: past decorators and variants. */
const struct sa_type *sa_type_real(const struct sa_type *type);

/* The dialect that scripts ask for its name. */
struct py_object *sa_dialect(struct py *py);

/* The type in SQL: "VARCHAR(50)"; raises CompileError for NullType. */
bool sa_write_type(struct sa_compiler *c, const struct sa_type *type);

/* ---- SQL text ------------------------------------------------------------------------------- */

/* What writes one statement. */
struct sa_compiler {
    struct py *py;
    struct buf *sql;
    /*
     * How values are written: as SQLAlchemy's literals (DDL, --sql), or as
     * psycopg2 writes parameters ('2020-01-02'::date).
     */
    bool literal_binds;
    bool with_table; /* t.c rather than c */
    unsigned depth;  /* of expressions in expressions */
    void *statement; /* what the statement at work keeps here */
};

/* A compiler into a new text, a child of 'mem'. */
struct sa_compiler sa_compiler_ddl(struct py *py, TALLOC_CTX *mem);
/* The same for a statement with values: literal_binds when the run is --sql, with_table. */
struct sa_compiler sa_compiler_dml(struct py *py, TALLOC_CTX *mem);

/* What was written; raises when it became too long. */
const char *sa_compiled(struct sa_compiler *c);

void sa_write(struct sa_compiler *c, const char *text); /* as it stands */
void sa_writef(struct sa_compiler *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sa_write_name(struct sa_compiler *c, struct sa_name name);   /* quoted where needed */
void sa_write_text_name(struct sa_compiler *c, const char *name); /* the same for a plain one */
void sa_write_qualified(struct sa_compiler *c, const char *schema, struct sa_name name);
void sa_write_string(struct sa_compiler *c, const char *text, size_t n); /* 'it''s' */

/* A value as a literal of 'type' (NULL: of its own). */
bool sa_write_value(struct sa_compiler *c, const struct sa_type *type, struct py_object *value);

/* The type that SQLAlchemy infers from a Python value; NULL when it knows none. */
struct sa_type *sa_type_of_value(struct py *py, struct py_object *value);

/* ---- expressions ---------------------------------------------------------------------------- */

struct sa_operator;

/* Called for what a clause is made of; false after raising. */
typedef bool sa_visit(struct py *py, struct sa_clause *part, void *data);

/* What all expressions of one kind have in common. */
struct sa_clause_kind {
    const char *name;
    bool (*compile)(struct sa_compiler *c, const struct sa_clause *clause);
    /* The clause as an operand of 'against', in parentheses if needed; NULL: as it is. */
    struct sa_clause *(*group)(struct py *py, struct sa_clause *clause,
                               const struct sa_operator *against);
    /* Visit its parts, in order; NULL: it has none.  Subqueries keep theirs to themselves. */
    bool (*visit)(struct py *py, const struct sa_clause *clause, sa_visit *each, void *data);
};

/* The base of every SQL expression and statement: columns, tables, text(), func.now(), select(). */
struct sa_clause {
    struct py_object object;
    const struct sa_clause_kind *kind;
    struct sa_type *sql_type; /* of its value; NULL: not known */
};

/* The classes ClauseElement and ColumnElement (with operators and methods). */
extern const struct py_type sa_clause_type, sa_element_type;
/* FromClause: what tables have besides (insert(), select(), join() ...). */
extern const struct py_type sa_from_type;

/* 'o' as an expression, or NULL without raising. */
struct sa_clause *sa_clause_of(struct py_object *o);

bool sa_compile(struct sa_compiler *c, const struct sa_clause *clause);
/* In parentheses when it has an operator: SQLAlchemy's self_group() without "against". */
bool sa_compile_grouped(struct sa_compiler *c, const struct sa_clause *clause);

/* text("... :name"). */
struct sa_textual {
    struct sa_clause clause;
    const char *text;
    struct py_dict *binds; /* of .bindparams(): name -> value or a bindparam(), or NULL */
    struct py_dict *types; /* of .columns(): name -> type, or NULL */
};

extern const struct py_type sa_textual_type;

/* A bindparam() with another value than its own: written, and as a copy. */
bool sa_write_bound(struct sa_compiler *c, const struct sa_clause *bind, struct py_object *value);
struct sa_clause *sa_bind_with(struct py *py, const struct sa_clause *bind,
                               struct py_object *value);

struct sa_clause *sa_text(struct py *py, const char *text);

/* ---- errors -----------------------------------------------------------------------------------
 */

/* sqlalchemy.exc, and Alembic's CommandError. */
extern const struct py_type sa_argument_error, sa_compile_error, sa_unsupported_error,
    sa_no_foreign_keys_error, sa_identifier_error, sa_invalid_request_error, sa_no_such_table_error,
    sa_no_such_column_error, sa_no_inspection_error, sa_no_result_error, sa_multiple_results_error,
    sa_resource_closed_error, sa_statement_error, sa_data_error, sa_operational_error,
    sa_integrity_error, sa_internal_error, sa_programming_error, sa_not_supported_error,
    sa_duplicate_column_error, sa_column_not_found_error, sa_object_not_executable_error,
    alembic_command_error;

/* The class that an error of the server with this SQLSTATE is for scripts. */
const struct py_type *sa_error_of_state(const char *sqlstate);

#endif
