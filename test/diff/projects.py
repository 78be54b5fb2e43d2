"""The same revisions written twice: SQL scripts for limbeck, Python scripts for Alembic."""

import os

INI = """[alembic]
script_location = %(here)s/migrations
sqlalchemy.url = {url}
script_format = sql
{keys}
[loggers]
keys = root, sqlalchemy, alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_sqlalchemy]
level = WARNING
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
"""

# What Alembic's template has, and the keys of limbeck that say what projects say there.
ENV_PY = """from logging.config import fileConfig

from sqlalchemy import engine_from_config, pool
from alembic import context

config = context.config
fileConfig(config.config_file_name)
options = dict(
    target_metadata=None,
    version_table=config.get_main_option("version_table", "alembic_version"),
    version_table_schema=config.get_main_option("version_table_schema"),
    version_table_pk=config.get_main_option("version_table_pk") != "false",
    transaction_per_migration=config.get_main_option("transaction") == "per_migration",
    transactional_ddl=config.get_main_option("transactional_ddl") != "false",
)


def run_migrations_offline():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True,
                      dialect_opts={"paramstyle": "named"}, **options)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}),
                                     prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
"""


def message(i, node):
    """Some scripts have none, some have one that is not plain."""
    return ["first, of %s" % node.id, "the doc -> of %s (head)" % node.id, "", "schön: %s" % node.id][i % 4]


def sql_script(i, node):
    header = [("revision", [node.id]), ("down_revision", node.down), ("branch_labels", node.labels),
              ("depends_on", node.depends), ("message", [message(i, node)])]
    return "".join("-- limbeck: %s = %s\n" % (key, ", ".join(words)) for key, words in header
                   if any(words)) + "\n-- limbeck: upgrade\n\n-- limbeck: downgrade\n"


def py_script(i, node):
    down = node.down[0] if len(node.down) == 1 else tuple(node.down) or None
    return ('"""%s"""\n' % message(i, node) + "revision = %r\n" % node.id + "down_revision = %r\n" % (down,)
            + "branch_labels = %r\n" % (tuple(node.labels) or None,)
            + "depends_on = %r\n" % (tuple(node.depends) or None,)
            + "\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_project(folder, nodes, script, suffix, url, keys):
    """A project of one side; the scripts' names keep the order of the graph."""
    write(folder + "/alembic.ini", INI.format(url=url.replace("%", "%%"), keys=keys))
    write(folder + "/migrations/env.py", ENV_PY)
    write(folder + "/migrations/script.py.mako", "")
    for i, node in enumerate(nodes):
        write("%s/migrations/versions/%03d.%s" % (folder, i, suffix), script(i, node))
    return folder
