"""Cases of Python scripts: small Alembic projects in text files, so that adding one needs no code.

    == what the case shows
    @@ before CREATE EXTENSION vector
    def upgrade():
        op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))

    def downgrade():
        op.drop_table("t")

What stands behind a line "== NAME" is the first revision.  The usual imports and the header are put
before it (ids are 0001, 0002, ...), unless the text says "revision = " itself; then it is taken as it
stands.  Lines before the first case are for the reader of the file.  A line that begins with "@@":

    @@ revision                 another revision follows; "@@ revision NAME" gives the name of its file
    @@ file PATH                another file of the project follows
    @@ env                      lines of env.py follow, in place of "target_metadata = None"
    @@ configure KEY=VALUE      an argument of context.configure()
    @@ ini KEY = VALUE          a line of alembic.ini, in its section [alembic]
    @@ x ARGUMENT               -x of the command line
    @@ variable NAME=VALUE      of the environment
    @@ before SQL               runs before anything else, on both databases
    @@ steps upgrade 0001; ...  what is run; if not given "upgrade head; downgrade base"
    @@ fails WHAT               a step fails, after which none comes: a SQLSTATE, or the name of an exception
    @@ no sql up                "no sql down", "no sql": the scripts read the database, and Alembic's --sql breaks off
    @@ since VERSION            of Alembic: older ones cannot
    @@ random WHAT...           times, uuids: differ in each run; indexes, rows (of versions): in any order
    @@ written HOW...           the bytes of the scripts: crlf, bom, latin-1
    @@ turns                    on limbeck's side every other step is done by Alembic
    @@ refuses TEXT             limbeck, with a message that has the text, and leaves nothing
    @@ differs PART: REASON     on purpose; a part is the text of a step, or "sql up", "sql down"
"""

import os
import re
import shutil

PRELUDE = '''"""{doc}"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

'''

HEADER = '''revision = "{id:04}"
down_revision = {down}
branch_labels = None
depends_on = None

'''

INI = """[alembic]
script_location = migrations
prepend_sys_path = .
sqlalchemy.url = {url}
{keys}
"""

ENV_PY = """from sqlalchemy import engine_from_config, pool

from alembic import context

config = context.config

{code}

def run_migrations_offline() -> None:
    url = config.get_main_option("sqlalchemy.url")
    context.configure(
        url=url,
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={{"paramstyle": "named"}},
{options}    )

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {{}}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )

    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
{options}        )

        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
"""


class Case:
    def __init__(self, file, line, text):
        self.text = text
        self.name, _, rest = text.partition("\n")
        self.where = "%s:%d: %s" % (file, line, self.name)
        self.scripts, self.files, self.configure, self.ini = [], {}, [], []
        self.x, self.variables, self.before, self.differs, self.turns, self.since = [], {}, [], {}, False, ""
        self.written, self.refuses = [], None
        self.env, self.fails, self.random, self.no = "target_metadata = None\n", None, [], []
        self.steps = ["upgrade head", "downgrade base"]
        first, *others = re.split("(?m)^@@ (.*)\n", rest if rest.endswith("\n") else rest + "\n")
        parts = [("revision", "", first)]
        for i in range(0, len(others), 2):
            word, _, argument = others[i].partition(" ")
            parts.append((word, argument, others[i + 1]))
        self.read(parts)

    def read(self, parts):
        for word, argument, text in parts:
            getattr(self, "read_" + word)(argument.strip(), text)
            if word not in ("revision", "file", "env") and text.strip():
                self.read_revision("", text)

    def read_revision(self, name, text):
        if text.strip() or name:
            self.scripts.append((name, text))

    def read_file(self, path, text):
        self.files[path] = text

    def read_env(self, _, text):
        self.env = text

    def read_configure(self, text, _):
        self.configure.append(text)

    def read_ini(self, text, _):
        self.ini.append(text)

    def read_x(self, text, _):
        self.x.append(text)

    def read_variable(self, text, _):
        name, _, value = text.partition("=")
        self.variables[name] = value

    def read_before(self, text, _):
        self.before.append(text)

    def read_steps(self, text, _):
        self.steps = [step.strip() for step in text.split(";")]

    def read_fails(self, text, _):
        self.fails = text

    def read_no(self, text, _):
        self.no += [text] if text != "sql" else ["sql up", "sql down"]

    def read_random(self, text, _):
        self.random = text.split()

    def read_turns(self, _, __):
        self.turns = True

    def read_refuses(self, text, _):
        self.refuses = text

    def read_written(self, text, _):
        self.written = text.split()

    def read_since(self, text, _):
        self.since = text

    def read_differs(self, text, _):
        part, _, why = text.partition(": ")
        self.differs[part] = why

    def script_files(self):
        for i, (name, text) in enumerate(self.scripts):
            if not re.search(r"(?m)^revision\b", text):
                down = '"%04d"' % i if i else None
                future, body = re.match(r"(?s)\s*((?:from __future__ .*?\n)?)(.*)", text).groups()
                text = PRELUDE.format(doc="revision %d" % (i + 1)).replace("\n", "\n" + future, 1) \
                    + HEADER.format(id=i + 1, down=down) + body
                if "def downgrade" not in body:
                    text += "\n\ndef downgrade():\n    pass\n"
            yield "migrations/versions/" + (name or "%04d_.py" % (i + 1)), text

    def write(self, folder, url):
        """The project, as people have it."""
        shutil.rmtree(folder, ignore_errors=True)
        options = "".join("            %s,\n" % text for text in self.configure)
        files = {
            "alembic.ini": INI.format(url=url.replace("%", "%%"), keys="\n".join(self.ini)),
            "migrations/env.py": ENV_PY.format(code=self.env, options=options),
            "migrations/script.py.mako": "",
        }
        for path, text in {**files, **dict(self.script_files()), **self.files}.items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(self.encode(text) if "/versions/" in path else text.encode())

    def encode(self, text):
        text = text.replace("\n", "\r\n") if "crlf" in self.written else text
        text = "\ufeff" + text if "bom" in self.written else text
        return text.encode("latin-1" if "latin-1" in self.written else "utf-8")


def read_cases(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        line = 1 + text.partition("== ")[0].count("\n")
        for part in re.split("(?m)^== ", text)[1:]:
            yield Case(os.path.basename(path), line, part)
            line += part.count("\n")
