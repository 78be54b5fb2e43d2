/*
 * The operations of Alembic: alembic.op, and what "with op.batch_alter_table()
 * as batch_op" gives.
 *
 * Both share their code.  A batch knows its table and keeps its statements
 * until the block ends; op runs each at once.
 */
#ifndef ALEMBIC_OP_H
#define ALEMBIC_OP_H

#include "alembic/ddl.h"
#include "py/py.h"

struct op_batch;

/* What an operation acts on. */
struct op_where {
    struct py *py;
    struct op_batch *batch; /* NULL: op itself */
    struct sa_name table;
    const char *schema;
};

/* The table of a batch; its operations name none. */
struct op_where op_where_batch(struct py *py, struct py_object *batch);
/* The table that 'name' and 'schema' (each as given, the latter may be NULL) say. */
bool op_where_table(struct py *py, struct py_object *name, struct py_object *schema,
                    struct op_where *where);

/* A table of that name without columns, for constraints and indexes to stand on. */
struct sa_table *op_table(const struct op_where *where);

/* Run the statement, or keep it for the end of the batch. */
bool op_run(const struct op_where *where, struct sa_compiler *c);

/* "ALTER TABLE t": a dotted schema is split at its dots, unlike in CREATE TABLE. */
void op_write_alter(struct sa_compiler *c, const struct op_where *where);
void op_write_dotted(struct sa_compiler *c, const char *schema, struct sa_name table);

/* ALTER TABLE t ADD CONSTRAINT, CREATE INDEX and COMMENT ON COLUMN. */
bool op_add_constraint(const struct op_where *where, const struct sa_constraint *constraint);
bool op_drop_constraint(const struct op_where *where, const struct sa_constraint *constraint,
                        bool if_exists);
bool op_create_indexes(const struct op_where *where, const struct sa_table *table);
bool op_comment_on_column(const struct op_where *where, const struct sa_column *column);

/* CREATE TYPE for what the columns of a new table need, once in a run. */
bool op_create_types(const struct op_where *where, struct sa_table *table);

/* A keyword as a flag; absent and None are false. */
bool op_flag(struct py *py, struct py_object *value, bool *flag);

py_native op_create_table, op_drop_table, op_rename_table, op_create_table_comment,
    op_drop_table_comment, op_add_column, op_drop_column, op_alter_column, op_create_index,
    op_drop_index, op_create_primary_key, op_create_unique_constraint, op_create_check_constraint,
    op_create_foreign_key, op_create_exclude_constraint, op_drop_constraint_of, op_execute,
    op_inline_literal, op_f, op_batch_alter_table, op_get_context, op_get_bind, op_sync_enum_values;
py_native batch_create_table_comment, batch_drop_table_comment, batch_add_column, batch_drop_column,
    batch_alter_column, batch_create_index, batch_drop_index, batch_create_primary_key,
    batch_create_unique_constraint, batch_create_check_constraint, batch_create_foreign_key,
    batch_create_exclude_constraint, batch_drop_constraint;

#endif
