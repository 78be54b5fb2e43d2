/*
 * SQLAlchemy's schema items: tables, columns, constraints, indexes.
 *
 * They are what scripts hand to op.create_table() and its like; their DDL is
 * in ddl.h.  A table is both sqlalchemy.Table and the light
 * sqlalchemy.table(); the same holds for columns.
 */
#ifndef ALEMBIC_SA_SCHEMA_H
#define ALEMBIC_SA_SCHEMA_H

#include "alembic/sa.h"

struct sa_column;
struct sa_foreign_key;
struct sa_table;

/* Yes, no, or not said. */
enum sa_choice { SA_UNSET, SA_NO, SA_YES };

/* A keyword's value as a choice; absent and None are SA_UNSET. */
bool sa_choice_of(struct py *py, struct py_object *o, enum sa_choice *choice);

struct sa_metadata {
    struct py_object object;
    const char *schema;
    struct py_dict *naming; /* "fk" -> pattern, or NULL: only the default of "ix" */
    struct py_dict *tables; /* "schema.name" -> table */
};

struct sa_sequence {
    struct sa_clause clause; /* nextval('name') where a value is asked for */
    struct sa_name name;
    const char *schema;
    struct py_dict *options;   /* "start" -> 5 ..., as they were given */
    struct sa_type *data_type; /* or NULL */
    bool optional;
};

/* GENERATED ... AS IDENTITY. */
struct sa_identity {
    struct py_object object;
    bool always;
    struct py_dict *options; /* "start" -> 5 ..., as they were given */
};

/* GENERATED ALWAYS AS (...) STORED. */
struct sa_computed {
    struct py_object object;
    struct py_object *expression; /* a str or a clause */
    enum sa_choice persisted;
};

/* DefaultClause(x), or FetchedValue(), whose argument is NULL. */
struct sa_server_default {
    struct py_object object;
    struct py_object *argument;
};

struct sa_column {
    struct sa_clause clause; /* its sql_type is set by sa_column_type_of() */
    struct sa_name name;
    const char *key; /* the name unless key= says otherwise */
    struct sa_table *table;
    struct py_object *type_argument; /* as the script gave it; NULL: none */
    enum sa_choice nullable, autoincrement;
    bool primary_key, unique, index, system;
    bool is_light;                    /* sqlalchemy.column() */
    bool is_literal;                  /* sqlalchemy.literal_column() */
    struct py_object *server_default; /* a str, a clause, a sa_server_default; or NULL */
    struct sa_identity *identity;
    struct sa_computed *computed;
    struct sa_sequence *sequence;
    const char *comment;
    struct sa_foreign_key **foreign_keys;
    size_t n_foreign_keys;
    struct sa_constraint **checks; /* given as items of the column */
    size_t n_checks;
    struct py_object *default_value, *onupdate; /* default= and onupdate=, or NULL */
};

/* The type of a column, found out at its first use, so that poison only hurts whoever uses it. */
struct sa_type *sa_column_type_of(struct py *py, struct sa_column *column);

/* What says how a foreign key acts, and is the same for ForeignKey and its constraint. */
struct sa_reference {
    const char *ondelete, *onupdate, *initially, *match;
    enum sa_choice deferrable;
    bool use_alter, not_valid;
};

/* ForeignKey("t.id"), on one column. */
struct sa_foreign_key {
    struct py_object object;
    struct py_object *target; /* "[schema.]table.column" as text, or a column */
    struct sa_name name;
    struct sa_reference reference;
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
    size_t order; /* of its making: CREATE TABLE lists them in it */
    struct sa_name name;
    struct sa_table *table;
    struct py_object **items;   /* each a str or a column, as given */
    struct sa_column **columns; /* the same, once it has a table */
    size_t n;
    struct py_object **targets; /* of a foreign key, as many: "table.column" or a column */
    struct sa_reference reference;
    enum sa_choice nulls_not_distinct;
    bool implicit;               /* made by a column's unique=, primary_key= or ForeignKey() */
    bool of_type;                /* made by a type: Enum(create_constraint=True) */
    struct py_object *include;   /* a list of str or columns, or NULL */
    struct py_object *condition; /* of CHECK, WHERE of EXCLUDE: a str or a clause */
    struct sa_exclusion *exclusions;
    const char *using; /* of EXCLUDE */
    struct py_dict *ops;
};

struct sa_index {
    struct py_object object;
    struct sa_name name;
    struct sa_table *table;
    struct py_object **items; /* each a str, a column or another clause */
    size_t n;
    bool unique;
    struct py_dict *options; /* postgresql_using and its like, as they were given */
};

struct sa_table {
    struct sa_clause clause;
    struct sa_name name;
    const char *schema;
    struct sa_metadata *metadata; /* NULL: of the context, with its naming convention */
    struct sa_column **columns;
    size_t n, size;
    struct sa_constraint *primary_key;  /* or NULL */
    struct sa_constraint **constraints; /* the others */
    size_t n_constraints, size_constraints;
    struct sa_index **indexes;
    size_t n_indexes, size_indexes;
    const char *comment;
    struct py_object *prefixes; /* a list, or NULL */
    struct py_dict *options;    /* postgresql_partition_by and its like, or NULL */
    bool is_light;              /* sqlalchemy.table() */
};

extern const struct py_type sa_metadata_type, sa_table_type, sa_light_table_type, sa_column_type,
    sa_light_column_type, sa_constraint_type, sa_foreign_key_type, sa_index_type, sa_sequence_type,
    sa_identity_type, sa_computed_type, sa_fetched_type, sa_default_type, sa_primary_key_type,
    sa_foreign_key_constraint_type, sa_unique_type, sa_check_type, sa_exclude_type;

/* 'o' as such an item, or NULL without raising. */
struct sa_table *sa_as_table(struct py_object *o);
struct sa_column *sa_as_column(struct py_object *o);
struct sa_constraint *sa_as_constraint(struct py_object *o);
struct sa_index *sa_as_index(struct py_object *o);

struct sa_metadata *sa_metadata_new(struct py *py);
/* 'metadata' NULL: a table of an operation, which belongs nowhere. */
struct sa_table *sa_table_new(struct py *py, struct sa_name name, const char *schema,
                              struct sa_metadata *metadata);
/* 'type' NULL: NullType. */
struct sa_column *sa_column_new(struct py *py, struct sa_name name, struct sa_type *type);
struct sa_column *sa_column_copy(struct py *py, const struct sa_column *column);
struct sa_constraint *sa_constraint_new(struct py *py, enum sa_constraint_kind kind,
                                        struct sa_name name);
struct sa_index *sa_index_new(struct py *py, struct sa_name name);

/* Take the options of dialects ("postgresql_using"), refusing those that PostgreSQL has not. */
bool sa_table_take_options(struct py *py, struct sa_table *table, struct py_dict *options);
bool sa_index_take_options(struct py *py, struct sa_index *index, struct py_dict *options);

/* autoload_with=: give the table the columns that it has on the server. */
bool sa_table_reflect(struct py *py, struct sa_table *table, struct py_object *bind);

/* Give the table a column, constraint or index; raises what SQLAlchemy raises. */
bool sa_table_add(struct py *py, struct sa_table *table, struct py_object *item);

/*
 * Look at the keywords that SQLAlchemy knows only per dialect: those of
 * PostgreSQL must be among 'accepted' (which ends with NULL), others are ignored.
 */
bool sa_check_options(struct py *py, const char *class, const struct py_dict *options,
                      const char *const *accepted);

/* The column with that key, or NULL without raising. */
struct sa_column *sa_table_column(const struct sa_table *table, const char *key);

/* The column that is SERIAL when its type allows it, or NULL. */
bool sa_autoincrement_column(struct py *py, const struct sa_table *table,
                             struct sa_column **column);

/* create(bind, checkfirst=True) and drop() of tables and sequences. */
py_native sa_create, sa_drop;

/*
 * The tables of a MetaData, those that others refer to first, else by name or
 * in the order of their making; its create_all() and drop_all().
 */
struct py_list *sa_sorted_tables(struct py *py, const struct sa_metadata *metadata, bool by_name);
py_native sa_create_all, sa_drop_all;

/* Name a constraint or an index of a table by its naming convention, where that applies. */
bool sa_name_constraint(struct py *py, struct sa_constraint *constraint);
bool sa_name_index(struct py *py, struct sa_index *index);

/* The table and column that ForeignKey("[schema.]table.column") points at. */
struct sa_target {
    const char *schema, *table, *column; /* 'column' NULL: of the same name */
};
bool sa_target_of(struct py *py, struct py_object *target, struct sa_target *out);

#endif
