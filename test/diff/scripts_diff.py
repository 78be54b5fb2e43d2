"""Python scripts under limbeck and under real Alembic: the same databases, the same SQL.

usage: scripts_diff.py LIMBECK CASES... [--only TEXT] [--again FILE] [--fast] [--cache FOLDER] [--alembic-only] [--summary FILE]

Each case (see script_cases.py) is a small project that both run on an empty database of one private
server: up to the head, and back to base.  After each step the dumps of both databases (with all rows), what was
printed, and the steps that were begun are compared; then the SQL of both ways, byte for byte.  What fails has to
fail in both, at the same revision, with the same SQLSTATE and message.  Alembic's side is kept in a
cache, which the text of the case and of this comparison names.
"""

import argparse
import collections
import difflib
import glob
import hashlib
import json
import multiprocessing.pool
import os
import re
import subprocess
import sys
import tempfile

import alembic
import psycopg2

import dump
import real_alembic
import script_cases
import sides

DDL = ("tables", "operations", "indexes", "types", "vectors", "enums", "naming", "batch")
HERE = os.path.dirname(os.path.abspath(__file__))


class Server(sides.Server):
    """Of which nothing has to survive."""

    def __init__(self, program, folder):
        super().__init__(program, folder)
        self.execute("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off;"
                     "ALTER SYSTEM SET autovacuum = off; SELECT pg_reload_conf()")

    def execute(self, *statements, url=None):
        connection = psycopg2.connect(url or self.url)
        connection.autocommit = True
        for sql in [s for text in statements for s in (text.split(";") if url is None else [text])]:
            connection.cursor().execute(sql)
        connection.close()

    def database(self, name, before):
        """An empty one, with what the case wants there."""
        self.execute('DROP DATABASE IF EXISTS "%s" WITH (FORCE)' % name, 'CREATE DATABASE "%s"' % name)
        url = re.sub("/[^/?@]*[?]", "/%s?" % name, self.url)
        if before:
            self.execute(*before, url=url)
        return url


def sql_commands(case):
    return {"sql up": ["upgrade", "head"], "sql down": ["downgrade", "head:base"]}


class Side:
    def __init__(self, server, name):
        self.server, self.name = server, name

    def outcome(self, case, folder):
        """All that is compared, by part: {"out", "steps", "error", "dump"}."""
        name = self.name + re.sub(r"\W", "", os.path.basename(folder))
        url = self.server.database(name, case.before)
        case.write(folder, url)
        parts = {}
        for i, step in enumerate(case.steps):
            run = self.run_of_other if case.turns and i % 2 else self.run
            parts[step] = self.part(case, run(step.split(), folder, url, case), url)
            if parts[step]["error"]:
                break
        for part, words in sql_commands(case).items():
            parts[part] = self.part(case, self.run(words, folder, url, case, sql=True))
        self.server.execute('DROP DATABASE "%s" WITH (FORCE)' % name)
        return parts

    @staticmethod
    def run_of_other(words, folder, url, case):
        return real_alembic.run(words, folder, url, case.x, case.variables)

    @staticmethod
    def part(case, outcome, url=None):
        return {"out": dump.hide(outcome.out, case.random), "steps": outcome.steps, "error": outcome.error,
                "dump": url and dump.dump(url, case.random)}


class Alembic(Side):
    def __init__(self, server, cache):
        super().__init__(server, "theirs")
        self.cache = cache and os.path.join(cache, alembic.__version__)
        if self.cache:
            os.makedirs(self.cache, exist_ok=True)
        self.sources = "".join(open(os.path.join(HERE, name + ".py")).read()
                               for name in ("script_cases", "real_alembic", "dump"))

    def run(self, words, folder, url, case, sql=False):
        return real_alembic.run(words, folder, url, case.x, case.variables, sql)

    def outcome(self, case, folder):
        digest = hashlib.sha256((self.sources + case.text).encode()).hexdigest()
        path = self.cache and os.path.join(self.cache, digest + ".json")
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return json.load(file)
        found = super().outcome(case, folder)
        if path and not doubts(case, found):
            with open(path, "w", encoding="utf-8") as file:
                json.dump(found, file)
        return json.loads(json.dumps(found))


class Limbeck(Side):
    def __init__(self, server, program):
        super().__init__(server, "ours")
        self.program = program

    def run(self, words, folder, url, case, sql=False):
        options = [word for x in case.x for word in ("-x", x)]
        command = [self.program] + options + words + (["--sql"] if sql else [])
        try:
            process = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                                     env={**os.environ, **case.variables}, timeout=60)
        except subprocess.TimeoutExpired:
            return real_alembic.Outcome("", [], ("timeout", "it takes longer than a minute"))
        out, err = (text.decode(errors="replace") for text in (process.stdout, process.stderr))
        steps = re.findall(r"(?m)^INFO +\[alembic.runtime.migration\] (Running .*)$", err)
        if process.returncode == 0:
            return real_alembic.Outcome(out, steps)
        printed, _, message = out.rpartition("FAILED: ")
        state = re.search(r"SQLSTATE:? +([0-9A-Z]{5})", err)
        kind = state[1] if state else "exit %d" % process.returncode
        return real_alembic.Outcome(printed, steps, (kind, message.strip() + "\n" + err))


def doubts(case, theirs):
    """Why the case does not show what it wants to; None: it does."""
    last = [step for step in case.steps if step in theirs][-1]
    error = theirs[last]["error"]
    if (error and error[0]) != case.fails:
        return "%s: fails with %s, not with %s" % (last, error, case.fails)
    for part in sql_commands(case):
        error, reads = theirs[part]["error"], part in case.no
        if bool(error) != reads and (reads or error[0] != case.fails):
            return "%s: %s" % (part, error or "does not fail, which is said of it")
    return None


def first_lines(a, b, n=12):
    lines = [line for line in difflib.unified_diff(a.split("\n"), b.split("\n"), "Alembic", "limbeck", "", "", 1, "")]
    return "\n".join(lines[2:2 + n])


def same_failure(theirs, ours):
    """Of the same kind, if it has come from the server; the same words, in any case."""
    kind, text = theirs
    if re.fullmatch("[0-9A-Z]{5}", kind) and re.fullmatch("[0-9A-Z]{5}", ours[0]):
        return kind == ours[0]
    if kind in ("ModuleNotFoundError", "AttributeError") and re.search("could not be evaluated|not supported", ours[1]):
        return True
    said, _, line = re.match(r"(.*?)( \(.*, line (\d+)\))?$", text.split("\n")[0]).groups()
    return said in ours[1] and (not line or ":%s:" % line in ours[1])


def fails_beforehand(case, theirs, ours):
    """An exception of a script that is evaluated before any is run: at its revision all the same."""
    if not theirs["error"] or re.fullmatch("[0-9A-Z]{5}", theirs["error"][0]):
        return False
    begun = len(ours["steps"])
    if ours["steps"] != theirs["steps"][:begun]:
        return False
    names = [os.path.basename(path) for path, _ in case.script_files()]
    revision = theirs["steps"][-1].split(" -> ")[-1 if "upgrade" in theirs["steps"][-1] else 0]
    number = re.search(r"\b(\d{4})\b", revision)
    return not number or len(names) < int(number[1]) or names[int(number[1]) - 1] in ours["error"][1]


def part_difference(case, part, theirs, ours):
    """What differs in a part, in a few lines; None: nothing."""
    if bool(theirs["error"]) != bool(ours["error"]):
        return "limbeck fails: " + ours["error"][1] if ours["error"] else \
            "limbeck does not fail; Alembic: %s" % theirs["error"]
    if part.startswith("sql") and theirs["error"]:
        return None
    if theirs["error"] and not same_failure(theirs["error"], ours["error"]):
        return "another failure: limbeck's %s; Alembic's %s" % (ours["error"], theirs["error"])
    if theirs["dump"] != ours["dump"]:
        return "the database differs\n" + first_lines(theirs["dump"], ours["dump"])
    if theirs["out"] != ours["out"]:
        return "the output differs\n" + first_lines(theirs["out"], ours["out"])
    if theirs["steps"] != ours["steps"] and not fails_beforehand(case, theirs, ours):
        return "other steps: %s; Alembic's %s" % (ours["steps"], theirs["steps"])
    return None


def refusal_difference(case, ours):
    """What is wrong with how a script is refused; None: it is right."""
    error = ours["error"]
    if not error or case.refuses not in error[1]:
        return "is not refused with \"%s\": %s" % (case.refuses, error and error[1])
    if "migrations/versions/" not in error[1]:
        return "the refusal does not name the script: %s" % error[1]
    if "CREATE TABLE public" in ours["dump"]:
        return "is refused, but leaves what was run: %s" % error[1]
    return None


def differences(case, theirs, ours):
    if case.refuses:
        found = refusal_difference(case, ours[case.steps[0]])
        yield from [found] if found else []
        return
    for part in theirs:
        if part not in ours:
            continue
        found = part_difference(case, part, theirs[part], ours[part])
        if found and part not in case.differs:
            yield "%s: %s" % (part, found)
        if not found and part in case.differs:
            yield "%s: differs no more, but is said to" % part


def cause(difference):
    """The line by which failures are counted."""
    lines = difference.split("\n")
    changed = [line for line in lines[1:] if re.match("[+-]", line)]
    text = " ".join(lines[:1] + changed[:2])
    return re.sub(r"/\S+/migrations/", "", re.sub(r"/\S+/migrations/\S+:\d+: ", "", text))[:200]


class Report:
    def __init__(self):
        self.passed, self.failed, self.causes = 0, 0, collections.defaultdict(list)

    def add(self, case, found):
        self.passed += not found
        self.failed += bool(found)
        if found:
            print("not ok %s\n    %s" % (case.where, "\n".join(found).replace("\n", "\n    ")))
            self.causes[cause(found[0])].append(case.where)

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write("%d passed, %d failed\n" % (self.passed, self.failed))
            for text, wheres in sorted(self.causes.items(), key=lambda item: -len(item[1])):
                file.write("\n%d x %s\n%s" % (len(wheres), text, "".join("    %s\n" % w for w in wheres)))


def compare(options, cases, folder, report):
    server = Server(os.path.abspath(options.limbeck), folder + "/server")
    alembic = Alembic(server, options.cache)
    limbeck = Limbeck(server, os.path.abspath(options.limbeck))

    def ours(item):
        i, case, theirs = item
        found = limbeck.outcome(case, "%s/ours%d" % (folder, i))
        return case, list(differences(case, theirs, found))

    try:
        ready = []
        for i, case in enumerate(cases):
            theirs = alembic.outcome(case, "%s/theirs%d" % (folder, i))
            doubt = doubts(case, theirs)
            if doubt or options.alembic_only:
                report.add(case, [doubt] if doubt else [])
            else:
                ready.append((i, case, theirs))
        # Alembic changes the working directory and the standard output of this whole process.
        for item in [item for item in ready if item[1].turns]:
            report.add(*ours(item))
        ready = [item for item in ready if not item[1].turns]
        with multiprocessing.pool.ThreadPool(2) as pool:
            for case, found in pool.imap(ours, ready):
                report.add(case, found)
    finally:
        os.chdir("/")
        server.destroy()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("limbeck")
    parser.add_argument("cases", nargs="*", default=sorted(glob.glob(HERE + "/scripts/*.txt")))
    parser.add_argument("--only", default="", help="cases whose place (FILE:LINE: NAME) contains this text")
    parser.add_argument("--cache", help="a folder for what Alembic did")
    parser.add_argument("--again", help="only the cases that this summary names")
    parser.add_argument("--fast", action="store_true", help="only what makes DDL")
    parser.add_argument("--alembic-only", action="store_true", help="only see whether the cases are right")
    parser.add_argument("--summary", help="a file for the failures by cause")
    options = parser.parse_args()
    options.cache = options.cache and os.path.abspath(options.cache)
    options.summary = options.summary and os.path.abspath(options.summary)
    again = options.again and open(options.again, encoding="utf-8").read()
    cases = [case for case in script_cases.read_cases(map(os.path.abspath, options.cases))
             if options.only in case.where and real_alembic.has(case.since or "0")
             and (not options.again or case.where in again)
             and (not options.fast or case.where.partition(".")[0] in DDL)]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        compare(options, cases, folder, report)
    if options.summary:
        report.write(options.summary)
    print("%d passed, %d failed" % (report.passed, report.failed))
    return report.failed > 0


if __name__ == "__main__":
    sys.exit(main())
