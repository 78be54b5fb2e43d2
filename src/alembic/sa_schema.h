/*
 * SQLAlchemy's schema items: tables, columns, constraints, indexes.
 *
 * They are what scripts hand to op.create_table() and its like; the DDL of
 * each is in sa_ddl_*.c.  A table is both sqlalchemy.Table and the light
 * sqlalchemy.table(); the same holds for columns.
 */
#ifndef ALEMBIC_SA_SCHEMA_H
#define ALEMBIC_SA_SCHEMA_H

#include "alembic/sa.h"

struct sa_column;
struct sa_table;

/* Yes, no, or not said. */
enum sa_choice { SA_UNSET, SA_NO, SA_YES };

struct sa_metadata {
    struct py_object object;
    const char *schema;
    struct py_dict *naming; /* "fk" -> pattern, or NULL: only the default of "ix" */
    struct py_dict *tables; /* "schema.name" -> table */
    struct py_dict *info;
};

struct sa_sequence {
    struct sa_clause clause; /* nextval('name') where a value is asked for */
    struct sa_name name;
    const char *schema;
    const char *options; /* "INCREMENT BY 1 START WITH 5", or "" */
};

/* GENERATED ... AS IDENTITY. */
struct sa_identity {
    struct py_object object;
    bool always;
    const char *options;       /* "INCREMENT BY 2 START WITH 5", or "" */
    struct py_dict *arguments; /* as they were given */
};

/* GENERATED ALWAYS AS (...) STORED. */
struct sa_computed {
    struct py_object object;
    struct sa_clause *text;
    enum sa_choice persisted;
};

struct sa_foreign_key;

struct sa_column {
    struct sa_clause clause; /* its sql_type is set by sa_column_type_of() */
    struct sa_name name;
    const char *key; /* the name unless key= says otherwise */
    struct sa_table *table;
    struct py_object *type_argument; /* as the script gave it; NULL: none */
    enum sa_choice nullable, autoincrement;
    bool primary_key, unique, index, is_light;
    bool system;
    /* NULL, a str, a clause, a DefaultClause (see sa_default_of()), FetchedValue. */
    struct py_object *server_default;
    struct sa_identity *identity;
    struct sa_computed *computed;
    struct sa_sequence *sequence;
    const char *comment;
    struct sa_foreign_key **foreign_keys;
    size_t n_foreign_keys;
    struct sa_constraint **checks; /* given as items of the column */
    size_t n_checks;
    struct py_object *default_value, *onupdate; /* default= and onupdate=, or NULL */
    struct py_dict *info;
};

/* The type of a column, found out at its first use, so that poison only hurts whoever uses it. */
struct sa_type *sa_column_type_of(struct py *py, struct sa_column *column);

/* ForeignKey("t.id"), on one column. */
struct sa_foreign_key {
    struct py_object object;
    struct py_object *target; /* "[schema.]table.column" as text, or a column */
    struct sa_name name;
    const char *ondelete, *onupdate, *initially, *match;
    enum sa_choice deferrable;
    bool use_alter, not_valid;
};

enum sa_constraint_kind { SA_PRIMARY_KEY, SA_FOREIGN_KEY, SA_UNIQUE, SA_CHECK, SA_EXCLUDE };

/* room WITH =: one element of an EXCLUDE constraint. */
struct sa_exclusion {
    struct py_object *item; /* a str or a clause */
    const char *operator;
};

struct sa_constraint {
    struct py_object object;
    enum sa_constraint_kind kind;
    struct sa_name name;
    struct sa_table *table;
    struct py_object **columns; /* each a str or a column */
    size_t n;
    struct py_object **targets; /* of a foreign key: as many "table.column" texts or columns */
    const char *target_schema, *target_table; /* found by sa_foreign_target() */
    const char *ondelete, *onupdate, *initially, *match;
    enum sa_choice deferrable, nulls_not_distinct;
    bool use_alter, not_valid;
    bool implicit; /* made by a column's unique=, primary_key= or ForeignKey() */
    bool of_type;  /* made by a type: Enum(create_constraint=True) */
    struct py_object **include;
    size_t n_include;
    struct sa_clause *condition; /* CHECK; WHERE of EXCLUDE */
    struct sa_exclusion *exclusions;
    size_t n_exclusions;
    const char *using; /* of EXCLUDE */
    struct py_dict *ops;
    const char *comment;
};

struct sa_index {
    struct py_object object;
    struct sa_name name;
    struct sa_table *table;
    struct py_object **items; /* each a str or a clause */
    size_t n;
    bool unique;
    struct py_dict *options; /* postgresql_using and its like, as they were given */
};

struct sa_table {
    struct sa_clause clause;
    struct sa_name name;
    const char *schema;
    struct sa_metadata *metadata;
    struct sa_column **columns;
    size_t n, size;
    struct sa_constraint **constraints; /* the primary key is the first, when there is one */
    size_t n_constraints, size_constraints;
    struct sa_index **indexes;
    size_t n_indexes, size_indexes;
    const char *comment;
    const char *const *prefixes; /* ends with NULL, or NULL */
    struct py_dict *options;     /* postgresql_partition_by and its like, or NULL */
    bool is_light;               /* sqlalchemy.table() */
    struct py_dict *info;
};

extern const struct py_type sa_metadata_type, sa_table_type, sa_light_table_type, sa_column_type,
    sa_light_column_type, sa_constraint_type, sa_foreign_key_type, sa_index_type, sa_sequence_type,
    sa_identity_type, sa_computed_type, sa_fetched_type, sa_default_type;

/* 'o' as such an item, or NULL without raising. */
struct sa_table *sa_as_table(struct py_object *o);
struct sa_column *sa_as_column(struct py_object *o);
struct sa_constraint *sa_as_constraint(struct py_object *o);
struct sa_index *sa_as_index(struct py_object *o);

struct sa_metadata *sa_metadata_new(struct py *py);
struct sa_table *sa_table_new(struct py *py, struct sa_name name, const char *schema,
                              struct sa_metadata *metadata);
struct sa_column *sa_column_new(struct py *py, struct sa_name name, struct sa_type *type);

/* Give the table a column, constraint or index; raises what SQLAlchemy raises. */
bool sa_table_add(struct py *py, struct sa_table *table, struct py_object *item);

/* The column with that key, or NULL without raising. */
struct sa_column *sa_table_column(const struct sa_table *table, const char *key);

/* CREATE TYPE, CREATE DOMAIN and their DROP. */
bool sa_write_create_type(struct sa_compiler *c, const struct sa_enum *type);
bool sa_write_drop_type(struct sa_compiler *c, const struct sa_enum *type);
/* The type that a table must create before itself, through arrays and decorators; or NULL. */
struct sa_enum *sa_enum_of(const struct sa_type *type);

/* The clause or text that a server_default is, as SQL: "'5'", "now()". */
bool sa_write_default(struct sa_compiler *c, struct py_object *server_default);

/* A condition: a str (which may hold "\\:") or an expression, with its values as literals. */
bool sa_write_condition(struct sa_compiler *c, struct py_object *condition);

/* "schema.table" as it stands in FROM and REFERENCES. */
bool sa_write_table_name(struct sa_compiler *c, const struct sa_table *table);

#endif
