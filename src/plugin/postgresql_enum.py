"""op.sync_enum_values() of alembic_postgresql_enum.

The type is made anew under its name, every column that uses it is converted
through text, and the old type is dropped.
"""

import re
from enum import Enum

from alembic import op
from sqlalchemy import text


class ColumnType(Enum):
    COMMON = "common"
    ARRAY = "array"


UNSPECIFIED = object()


class TableReference:
    """A column that uses the type."""

    def __init__(self, table_name, column_name, table_schema=UNSPECIFIED,
                 column_type=ColumnType.COMMON, existing_server_default=None):
        self.table_name = table_name
        self.column_name = column_name
        self.table_schema = table_schema
        self.column_type = column_type
        self.existing_server_default = existing_server_default


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def qualified(schema, name):
    return f"{quoted(schema)}.{quoted(name)}" if schema else quoted(name)


def literal(value):
    return "'" + value.replace("'", "''") + "'"


def run(statement):
    op.execute(text(statement.replace(":", "\\:")))


def default_of(schema, table, column):
    return op.get_bind().execute(
        text("SELECT column_default FROM information_schema.columns"
             " WHERE table_schema = :schema AND table_name = :table AND column_name = :column"),
        {"schema": schema, "table": table, "column": column},
    ).scalar()


def reference(column, schema):
    """A column as it was given: a TableReference, or (table, column[, type]) of old scripts."""
    if isinstance(column, TableReference):
        if column.table_schema is UNSPECIFIED:
            column.table_schema = schema
        return column
    if not isinstance(column, tuple):
        raise ValueError("Affected columns must contain tuples or TableReferences")
    kind = column[2] if len(column) > 2 else ColumnType.COMMON
    return TableReference(column[0], column[1], schema, kind,
                          default_of(schema, column[0], column[1]))


def converted(column, type_name, renames):
    """The value of a column as one of the new type."""
    name = quoted(column.column_name)
    if column.column_type == ColumnType.ARRAY:
        value = f"{name}::text[]"
        for old, new in renames:
            value = f"array_replace({value}, {literal(old)}, {literal(new)})"
        return f"{value}::{type_name}[]"
    if not renames:
        return f"{name}::text::{type_name}"
    cases = " ".join(f"WHEN {name}::text = {literal(old)} THEN {literal(new)}::{type_name}"
                     for old, new in renames)
    return f"CASE {cases} ELSE {name}::text::{type_name} END"


def new_default(default, type_name, renames):
    """A default with its values renamed and its casts to the new type."""
    for old, new in renames:
        default = default.replace(literal(old), literal(new))
    return re.sub(r'::("[^"]*"|[\w])+(\.("[^"]*"|[\w])+)*', lambda _: f"::{type_name}", default)


def convert(column, type_name, renames):
    table = qualified(column.table_schema, column.table_name)
    name = quoted(column.column_name)
    array = "[]" if column.column_type == ColumnType.ARRAY else ""
    default = column.existing_server_default
    if default is not None:
        run(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")
    run(f"ALTER TABLE {table} ALTER COLUMN {name} TYPE {type_name}{array}"
        f" USING {converted(column, type_name, renames)}")
    if default is not None:
        run(f"ALTER TABLE {table} ALTER COLUMN {name}"
            f" SET DEFAULT {new_default(default, type_name, renames)}")


def sync_enum_values(enum_schema, enum_name, new_values, affected_columns,
                     enum_values_to_rename=(), indexes_to_recreate=None):
    if indexes_to_recreate:
        raise NotImplementedError("sync_enum_values(indexes_to_recreate=...)")
    columns = [reference(column, enum_schema) for column in affected_columns]
    type_name = qualified(enum_schema, enum_name)
    renames = list(enum_values_to_rename)
    values = ", ".join(literal(value) for value in new_values)
    run(f"ALTER TYPE {type_name} RENAME TO {quoted(enum_name + '_old')}")
    run(f"CREATE TYPE {type_name} AS ENUM ({values})")
    for column in columns:
        convert(column, type_name, renames)
    run(f"DROP TYPE {qualified(enum_schema, enum_name + '_old')}")
