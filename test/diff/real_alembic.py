"""Real Alembic within this process, for many projects one after the other."""

import argparse
import contextlib
import importlib.util
import io
import logging
import os
import re
import sys
import types
import warnings

import alembic.command
import alembic.util
import psycopg2
import sqlalchemy.exc
from alembic.config import Config


def light(*names):
    """Packages without what they load at once, such as a worker or a web server, and all that one needs."""
    for name in names:
        found = importlib.util.find_spec(name.partition(".")[0])
        if found:
            module = types.ModuleType(name)
            module.__path__ = [os.path.join(os.path.dirname(found.origin), *name.split(".")[1:])]
            sys.modules[name] = module


light("pgai.vectorizer", "pgai", "fastapi_users_db_sqlalchemy")


class Outcome:
    """What a command printed, which steps it began, and how it failed: None, or (kind, text)."""

    def __init__(self, out, steps, error=None):
        self.out, self.steps, self.error = out, steps, error


class Steps(logging.Handler):
    """The lines "Running upgrade ..." of the log."""

    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        if record.getMessage().startswith("Running "):
            self.found.append(record.getMessage())


@contextlib.contextmanager
def steps():
    handler, logger = Steps(), logging.getLogger("alembic.runtime.migration")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield handler.found
    logger.removeHandler(handler)
    logger.setLevel(level)
    logging.root.handlers[:] = []


@contextlib.contextmanager
def project(folder, variables):
    """The working directory, the modules and the environment as another process would have them."""
    path, modules, environment = sys.path[:], set(sys.modules), dict(os.environ)
    os.chdir(folder)
    os.environ.update(variables)
    sys.path_importer_cache.clear()
    try:
        yield
    finally:
        os.chdir("/")
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            if (getattr(sys.modules[name], "__file__", None) or folder).startswith(folder):
                del sys.modules[name]


def failure(e):
    """The kind and the text of what was raised."""
    if isinstance(e, sqlalchemy.exc.DBAPIError):
        return e.orig.pgcode or type(e.orig).__name__, \
            (e.orig.diag.message_primary or str(e.orig)).strip()
    if isinstance(e, psycopg2.Error):
        return e.pgcode or type(e).__name__, (e.diag.message_primary or str(e)).strip()
    return type(e).__name__, str(e)


def run(words, folder, url, x=(), variables=None, sql=False):
    """One command, such as ["upgrade", "head"], in a project."""
    out = io.StringIO()
    error = None
    with project(folder, variables or {}), steps() as found, warnings.catch_warnings(), \
            contextlib.redirect_stdout(out):
        warnings.simplefilter("ignore")
        config = Config(folder + "/alembic.ini", cmd_opts=argparse.Namespace(x=list(x)))
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        try:
            getattr(alembic.command, words[0])(config, *words[1:], sql=sql)
        except (Exception, SystemExit) as e:
            error = failure(e)
    text = out.getvalue()
    if not has("1.19"):
        text = text.replace("DROP TABLE alembic_version;\n\n", "")  # a mistake, repaired there
    return Outcome(text, found, error)


def has(version):
    """This Alembic is that one or a newer."""
    numbers = [[int(n) for n in re.findall(r"\d+", text)] for text in (alembic.__version__, version)]
    return numbers[0] >= numbers[1]
