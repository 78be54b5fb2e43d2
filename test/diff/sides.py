"""Both programs: run a command in a project, and tell what came of it."""

import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import warnings

import psycopg2
from alembic.config import CommandLine
from alembic.script.revision import RevisionMap

import projects


class Outcome:
    """Exit status, output streams, and the version table: None, or its rows and columns."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err
        self.table = None


def settle_dependencies(normalize=RevisionMap._normalize_depends_on):
    """Alembic keeps them in the order of a set; let that be the order in which they are written."""

    def settled(self, revisions, map_):
        normalize(self, revisions, map_)
        for revision in revisions:
            written = list(revision._resolved_dependencies)
            revision._normalized_resolved_dependencies = tuple(
                sorted(revision._normalized_resolved_dependencies, key=written.index))

    RevisionMap._normalize_depends_on = settled


class Capture:
    """Both streams of this process into files, below what Python knows of them."""

    def __enter__(self):
        sys.stdout.flush(), sys.stderr.flush()
        self.kept = [os.dup(1), os.dup(2)]
        self.files = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
        for fd, file in enumerate(self.files, 1):
            os.dup2(file.fileno(), fd)
        return self

    def __exit__(self, *_):
        sys.stdout.flush(), sys.stderr.flush()
        for fd, kept in enumerate(self.kept, 1):
            os.dup2(kept, fd)
            os.close(kept)
        self.texts = []
        for file in self.files:
            file.seek(0)
            self.texts.append(file.read().decode())
            file.close()


class Database:
    def __init__(self, url, name):
        self.url = re.sub("/[^/?@]*[?]", "/%s?" % name, url)
        admin = psycopg2.connect(url)
        admin.autocommit = True
        admin.cursor().execute('CREATE DATABASE "%s"' % name)
        admin.close()
        self.connection = psycopg2.connect(self.url)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        self.fresh = self.seen = None

    def prepare(self, rows):
        """The version table with just these rows; None: no table."""
        if self.fresh and self.fresh == (rows, self.seen):
            return
        sql = "SET client_min_messages = warning; DROP SCHEMA IF EXISTS public, other, limbeck CASCADE; " \
            "CREATE SCHEMA public; CREATE SCHEMA other;"
        if rows is not None:
            sql += "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL);"
        self.cursor.execute(sql)
        for row in rows or []:
            self.cursor.execute("INSERT INTO alembic_version VALUES (%s)", (row,))
        self.fresh = (rows, self.tables())

    def tables(self):
        """All tables that are there, with their columns, constraints and rows."""
        self.cursor.execute(
            "SELECT c.oid::regclass::text, (SELECT array_agg(a.attname || ' ' || format_type(a.atttypid,"
            " a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END ORDER BY a.attnum)"
            " FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),"
            " (SELECT array_agg(k.conname || ' ' || pg_get_constraintdef(k.oid) ORDER BY k.conname)"
            " FROM pg_constraint k WHERE k.conrelid = c.oid)"
            " FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text"
            " IN ('public', 'other', 'limbeck') ORDER BY 1")
        found = []
        for name, columns, constraints in self.cursor.fetchall():
            self.cursor.execute("SELECT version_num FROM %s" % name)
            found.append((name, columns, constraints, sorted(row[0] for row in self.cursor.fetchall())))
        self.seen = found
        return found


class Alembic:
    """The real one, within this process."""

    def __init__(self, database):
        self.database = database
        settle_dependencies()

    def write(self, folder, nodes, keys):
        self.folder = projects.write_project(folder, nodes, projects.py_script, "py",
                                             self.database.url.replace("://", "+psycopg2://", 1), keys)

    @staticmethod
    def reset_logging():
        for logger in [logging.getLogger()] + [
                logging.getLogger(name) for name in logging.root.manager.loggerDict]:
            logger.disabled = False
            logger.setLevel(logging.WARNING if logger is logging.root else logging.NOTSET)
            logger.handlers[:] = []

    def run(self, words):
        self.reset_logging()
        os.chdir(self.folder)
        with Capture() as capture, warnings.catch_warnings():
            warnings.simplefilter("always")
            try:
                CommandLine(prog="alembic").main(words)
                status = 0
            except SystemExit as e:
                status = (e.code or 0) & 255
            except Exception:
                print(traceback.format_exc(limit=0), file=sys.stderr)
                status = 1
        return Outcome(status, *capture.texts)


class Limbeck:
    """The program, as a process that runs beside."""

    def __init__(self, program, database):
        self.program, self.database = program, database
        self.environment = dict(os.environ)

    def write(self, folder, nodes, keys):
        """The same revisions as SQL scripts."""
        self.folder = projects.write_project(folder, nodes, projects.sql_script, "sql", self.url(), keys)

    def share(self, folder):
        """The very files that Alembic reads, but another database."""
        self.folder = folder
        self.environment["LIMBECK_URL"] = self.url()

    def url(self):
        return self.database.url.replace("://", "+psycopg2://", 1)

    def start(self, words):
        return subprocess.Popen([self.program] + words, cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)

    @staticmethod
    def finish(process):
        out, err = process.communicate()
        return Outcome(process.returncode, out.decode(), err.decode())


class Server:
    """A private server, made by limbeck itself."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        projects.write(folder + "/limbeck.toml", 'url = "dev"\n')
        self.limbeck("start")
        self.url = self.limbeck("url").strip()

    def limbeck(self, word):
        return subprocess.run([self.program, "dev", word], cwd=self.folder, check=True, text=True,
                              stdout=subprocess.PIPE).stdout

    def destroy(self):
        self.limbeck("destroy")
        shutil.rmtree(self.folder)
