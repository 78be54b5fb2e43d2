#!/usr/bin/env python3
"""Write the '=', '-' and '!' lines of the *.txt files: what Alembic makes of each script.

Run it with a Python that has Alembic 1.19, SQLAlchemy 2.0 and psycopg2 2.9.  A
case that needs a package which is not installed keeps its lines.  With --check
nothing is written, and the exit status is 1 if a line would change.
"""
import glob
import io
import os
import re
import sys
import warnings

import psycopg2.extensions
import psycopg2.extras
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql

FOLDER = os.path.dirname(os.path.abspath(__file__))
PRELUDE = os.path.join(FOLDER, "prelude.py")
psycopg2.extras.register_uuid()


class Cursor:
    """Stands for psycopg2's: notes each statement with its values put in."""

    description = None
    rowcount = -1
    arraysize = 1

    def __init__(self, connection):
        self.connection = connection
        self.log = connection.log

    def execute(self, sql, values=None):
        def quoted(value):
            adapted = psycopg2.extensions.adapt(value)
            if isinstance(adapted, psycopg2.extensions.QuotedString):
                adapted.encoding = "utf8"
            if isinstance(adapted, psycopg2.extensions.QuotedString):
                return "'%s'" % value.replace("'", "''")
            return adapted.getquoted().decode()

        if values is not None:
            sql = sql % {key: quoted(value) for key, value in values.items()}
        self.log.append(sql)
        returned = sql.partition(" RETURNING ")[2]
        self.description = [(name, 25) + (None,) * 5 for name in returned.split(", ")] if returned else None

    def executemany(self, sql, rows):
        for row in rows:
            self.execute(sql, row)

    def close(self):
        pass

    def fetchall(self):
        return []


class Connection:
    autocommit = False
    notices = []
    closed = 0
    isolation_level = 0

    def __init__(self, log):
        self.log = log

    def cursor(self, *args, **options):
        return Cursor(self)

    def rollback(self):
        pass

    commit = close = rollback


def run(operations, lines):
    with open(PRELUDE) as file:
        source = file.read()
    source += "def upgrade():\n    pass\n" + "".join("    %s\n" % line for line in lines)
    names = {"op": operations, "__name__": "script"}
    exec(compile(source, "script", "exec"), names)
    names["upgrade"]()


def options_of(naming):
    if not naming:
        return {}
    return {"target_metadata": sa.MetaData(naming_convention=dict(naming))}


def online(lines, naming):
    log = []
    engine = sa.create_engine("postgresql+psycopg2://", creator=lambda: Connection(log), _initialize=False)
    engine.dialect.on_connect = lambda: None
    engine.dialect.server_version_info = (15, 0)
    engine.dialect._backslash_escapes = False
    engine.dialect.do_rollback = lambda connection: None
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options_of(naming))
        with Operations.context(context) as operations:
            error = failure_of(run, operations, lines)
    return log, error


def offline(lines, naming):
    output = io.StringIO()
    options = dict(options_of(naming), as_sql=True, literal_binds=True, output_buffer=output)
    dialect = postgresql.dialect(paramstyle="named")
    dialect._backslash_escapes = False
    context = MigrationContext.configure(dialect=dialect, opts=options)
    with Operations.context(context) as operations:
        error = failure_of(run, operations, lines)
    return output.getvalue(), error


class Missing(Exception):
    pass


def failure_of(function, *args):
    try:
        function(*args)
    except (ImportError, NameError) as error:
        raise Missing(str(error))
    except Exception as error:
        text = str(error.args[0]) if isinstance(error, sa.exc.SQLAlchemyError) else str(error)
        return "%s: %s" % (type(error).__name__, text)
    return None


def escaped(text):
    names = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
    return re.sub(r"[\x00-\x1f\x7f\\]", lambda m: names.get(m[0]) or "\\x%02x" % ord(m[0]), text)


def printed(sql):
    return sql.replace("\t", "    ").strip() + ";\n\n"


def expected(lines):
    script = [line[2:] for line in lines if line[:1] == ">"]
    naming = [line[2:].split(" ", 1) for line in lines if line[:2] == "& "]
    log, error = online(script, naming)
    text, offline_error = offline(script, naming)
    for sql in log:
        yield "= " + escaped(sql)
    if text != "".join(map(printed, log)):
        yield "- " + escaped(text)
    if error:
        yield "! " + escaped(error)
    if offline_error != error:
        yield "? " + escaped(offline_error or "")


def rewritten(text, path):
    head, *cases = re.split(r"(?m)^(?=== )", text)
    yield head
    for case in cases:
        lines = case.rstrip("\n").split("\n")
        if not any(line.startswith("* ") for line in lines):
            try:
                new = list(expected(lines))
            except Missing as error:
                print("%s: %s: kept (%s)" % (os.path.basename(path), lines[0], error), file=sys.stderr)
            else:
                lines = [line for line in lines if line[:2] not in ("= ", "- ", "! ", "? ")] + new
        yield "\n".join(lines) + "\n\n"


def main():
    warnings.simplefilter("ignore")
    changed = False
    for path in sorted(glob.glob(os.path.join(FOLDER, "*.txt"))):
        with open(path) as file:
            old = file.read()
        new = "".join(rewritten(old, path)).rstrip("\n") + "\n"
        if new == old:
            continue
        changed = True
        if "--check" in sys.argv[1:]:
            print(os.path.basename(path), "would change")
        else:
            with open(path, "w") as file:
                file.write(new)
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
