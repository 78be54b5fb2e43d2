"""op.create_entity(), replace_entity() and drop_entity() of alembic_utils, and its entities."""

import re

from alembic import op
from sqlalchemy import text


def quoted(name):
    return '"' + name.strip('"').replace('"', '""') + '"'


def run(statement):
    op.execute(text(statement.replace(":", "\\:")))


class Entity:
    def __init__(self, schema, signature, definition):
        self.schema = schema
        self.signature = signature
        self.definition = definition.strip().rstrip(";")

    def name(self):
        return f"{quoted(self.schema)}.{quoted(self.signature)}"


class PGFunction(Entity):
    kind = "FUNCTION"

    def head(self):
        name, _, arguments = self.signature.partition("(")
        return f"{quoted(self.schema)}.{quoted(name.strip())}({arguments.strip()}"

    def create(self):
        return [f"CREATE {self.kind} {self.head()} {self.definition}"]

    def replace(self):
        return [f"CREATE OR REPLACE {self.kind} {self.head()} {self.definition}"]

    def drop(self, cascade):
        head = re.sub(r"(?i)\s+default\s+[^,)]+|\s*=\s*[^,)]+", "", self.head())
        return [f"DROP {self.kind} {head}{cascade}"]


class PGProcedure(PGFunction):
    kind = "PROCEDURE"


class PGView(Entity):
    def create(self):
        return [f"CREATE VIEW {self.name()} AS {self.definition}"]

    def replace(self):
        """Where columns change, PostgreSQL wants another view."""
        return [f"DO $do$ BEGIN CREATE OR REPLACE VIEW {self.name()} AS {self.definition};"
                f" EXCEPTION WHEN OTHERS THEN DROP VIEW IF EXISTS {self.name()};"
                f" CREATE VIEW {self.name()} AS {self.definition}; END $do$ LANGUAGE plpgsql"]

    def drop(self, cascade):
        return [f"DROP VIEW {self.name()}{cascade}"]


class PGMaterializedView(Entity):
    def __init__(self, schema, signature, definition, with_data=True):
        super().__init__(schema, signature, definition)
        self.with_data = with_data

    def create(self):
        data = "WITH DATA" if self.with_data else "WITH NO DATA"
        return [f"CREATE MATERIALIZED VIEW {self.name()} AS {self.definition} {data}"]

    def replace(self):
        return [f"DROP MATERIALIZED VIEW IF EXISTS {self.name()}"] + self.create()

    def drop(self, cascade):
        return [f"DROP MATERIALIZED VIEW {self.name()}{cascade}"]


class PGTrigger(Entity):
    def __init__(self, schema, signature, definition, on_entity, is_constraint=False):
        super().__init__(schema, signature, definition)
        self.on_entity = on_entity if "." in on_entity else f"public.{on_entity}"
        self.is_constraint = is_constraint

    def create(self):
        kind = "CONSTRAINT TRIGGER" if self.is_constraint else "TRIGGER"
        return [f"CREATE {kind} {quoted(self.signature)} {self.definition}"]

    def replace(self):
        return [f"DROP TRIGGER IF EXISTS {quoted(self.signature)} ON {self.on_entity}"] + self.create()

    def drop(self, cascade):
        return [f"DROP TRIGGER {quoted(self.signature)} ON {self.on_entity}{cascade}"]


class PGExtension(Entity):
    def __init__(self, schema, signature):
        super().__init__(schema, signature, "")

    def create(self):
        return [f"CREATE EXTENSION {quoted(self.signature)} WITH SCHEMA {quoted(self.schema)}"]

    def replace(self):
        return [f"ALTER EXTENSION {quoted(self.signature)} SET SCHEMA {quoted(self.schema)}"]

    def drop(self, cascade):
        return [f"DROP EXTENSION {quoted(self.signature)}{cascade}"]


class PGPolicy(Entity):
    def __init__(self, schema, signature, on_entity, definition):
        super().__init__(schema, signature, definition)
        self.on_entity = on_entity if "." in on_entity else f"public.{on_entity}"

    def create(self):
        return [f"CREATE POLICY {self.signature} ON {self.on_entity} {self.definition}"]

    def replace(self):
        return self.drop("") + self.create()

    def drop(self, cascade):
        return [f"DROP POLICY {self.signature} ON {self.on_entity}{cascade}"]


def create_entity(target):
    for statement in target.create():
        run(statement)


def replace_entity(target):
    for statement in target.replace():
        run(statement)


revert_entity = replace_entity


def drop_entity(target, cascade=False):
    for statement in target.drop(" CASCADE" if cascade else ""):
        run(statement)
