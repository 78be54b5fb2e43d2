/* The DDL of schema items, byte for byte as SQLAlchemy writes it for PostgreSQL. */
#ifndef ALEMBIC_DDL_H
#define ALEMBIC_DDL_H

#include "alembic/sa_schema.h"

/* "schema.table" as it stands in FROM and REFERENCES: a dotted schema is one name. */
void ddl_write_table_name(struct sa_compiler *c, const struct sa_table *table);

/* The name of a constraint or an index: too long, op.f() is cut and others are refused. */
bool ddl_write_long_name(struct sa_compiler *c, struct sa_name name);

/* "a VARCHAR(5) DEFAULT 'x' NOT NULL", without constraints. */
bool ddl_write_column(struct sa_compiler *c, struct sa_column *column);
/* Its CHECK constraints, each with a blank in front. */
bool ddl_write_column_checks(struct sa_compiler *c, const struct sa_column *column);

/* A server default: "'5'", "now()". */
bool ddl_write_default(struct sa_compiler *c, struct py_object *server_default);
/* A condition or expression: a str (which may hold "\:") or a clause, values as literals. */
bool ddl_write_expression(struct sa_compiler *c, struct py_object *expression);

/* "INCREMENT BY 2 START WITH 5" */
bool ddl_write_identity_options(struct sa_compiler *c, const struct py_dict *options);
bool ddl_write_identity(struct sa_compiler *c, const struct sa_identity *identity);

bool ddl_write_create_sequence(struct sa_compiler *c, const struct sa_sequence *sequence,
                               bool if_not_exists);

/* "CONSTRAINT n UNIQUE (a, b)" */
bool ddl_write_constraint(struct sa_compiler *c, const struct sa_constraint *constraint);
/* " MATCH FULL ON DELETE CASCADE ..." */
bool ddl_write_reference(struct sa_compiler *c, const struct sa_reference *reference);

/* " INCLUDE (a, b)" of an index or constraint; NULL for none. */
bool ddl_write_include(struct sa_compiler *c, struct py_object *include,
                       const struct sa_table *table, bool must_exist);
/* An element of an index with its operator class; 'ops' may be NULL. */
bool ddl_write_element(struct sa_compiler *c, struct py_object *item, const struct py_dict *ops);
/* btree, hnsw ..., in lower case */
bool ddl_write_method(struct sa_compiler *c, const char *method);

bool ddl_write_create_table(struct sa_compiler *c, struct sa_table *table, bool if_not_exists);
bool ddl_write_create_index(struct sa_compiler *c, const struct sa_index *index,
                            bool if_not_exists);
bool ddl_write_drop_index(struct sa_compiler *c, const struct sa_index *index, bool if_exists);

/* CREATE TYPE or CREATE DOMAIN. */
bool ddl_write_create_type(struct sa_compiler *c, const struct sa_enum *type);
/* The type that a table must create before itself, through arrays and decorators; or NULL. */
struct sa_enum *ddl_enum_of(const struct sa_type *type);

/* COMMENT ON TABLE t IS 'x'; a NULL comment is NULL. */
void ddl_write_comment(struct sa_compiler *c, const char *comment);

/* 'text' as it was given if it is one of 'words' or matches; else CompileError. */
bool ddl_write_phrase(struct sa_compiler *c, const char *text, bool (*valid)(const char *text),
                      const char *pattern);

#endif
