"""A whole history of Python scripts under limbeck and under real Alembic.

usage: history.py LIMBECK CHECKOUT --scripts FOLDER [--root FOLDER] [options]
       history.py LIMBECK FOLDER --table FILE [--only TEXT] [options]

CHECKOUT is a folder with a project; its scripts, and its root, from which they import, are relative to it.
Both programs get the scripts and an env.py that has nothing but what the options say, and an empty
database; with --own limbeck takes the project as it is.  With --reference FOLDER what Alembic did is kept there, and used the next time; where the project's
imports cannot be had, a dump from elsewhere can be put there as NAME.json.  The verdict is one of

    identical              the same dumps (with all rows); "but for random values": times and uuids differ
    refused at REV (...)   and the database is exactly as Alembic leaves it at the revision before
    fails alike at REV     with the same SQLSTATE, or exception
    differs                and where

With --table the lines of FILE are histories: "| NAME | commit | scripts | root | files | naming | per migration
| before the run | defines |", as in histories.txt; the checkout of OWNER/NAME is FOLDER/OWNER+NAME.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile

import psycopg2

import dump
import real_alembic
import script_cases
import scripts_diff

HERE = os.path.dirname(os.path.abspath(__file__))
RANDOM = ["times", "uuids"]


class History:
    """A project, and what its env.py would say."""

    def __init__(self, name, checkout, scripts, root=".", naming="", per_migration="", before="", defines="", files=""):
        self.name, self.checkout, self.files = name, os.path.abspath(checkout), files
        self.scripts = os.path.join(self.checkout, scripts)
        self.root = os.path.normpath(os.path.join(self.checkout, root))
        self.naming, self.per_migration, self.before, self.defines = naming, bool(per_migration), before, defines
        self.x, self.variables, self.random = [], {}, []

    def write(self, folder, url):
        """A project with the scripts where they are."""
        code = "target_metadata = None\n"
        if self.naming:
            code = "from sqlalchemy import MetaData\n\ntarget_metadata = MetaData(naming_convention=%s)\n" % self.naming
        options = "            transaction_per_migration=True,\n" if self.per_migration else ""
        if "import alembic_postgresql_enum" in self.text():
            code = "import alembic_postgresql_enum\n" + code
        keys = ["version_locations = " + self.scripts, "path_separator = newline"]
        ini = script_cases.INI.format(url=url.replace("%", "%%"), keys="\n".join(keys))
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in (
                ("alembic.ini", ini.replace("prepend_sys_path = .", "prepend_sys_path = " + self.root)),
                ("migrations/env.py", script_cases.ENV_PY.format(code=code, options=options)),
                ("migrations/script.py.mako", ""),
                ("limbeck.toml", "[defines]\n%s\n" % self.defines.replace("; ", "\n"))):
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                file.write(text)

    def ini(self):
        """Its own alembic.ini, in its root or above its scripts; None: it has none."""
        folder = self.scripts
        while folder.startswith(self.checkout):
            for path in (self.root + "/alembic.ini", folder + "/alembic.ini"):
                if os.path.exists(path):
                    return path
            folder = os.path.dirname(folder)
        return None

    def text(self):
        found = ""
        for folder, _, names in os.walk(self.scripts):
            for name in names:
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        found += file.read().replace("from alembic_postgresql_enum", "import alembic_postgresql_enum")
        return found


def read_table(path, folder):
    with open(path, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
            if len(cells) == 9 and re.fullmatch("[0-9a-f]{7,40}|HEAD", cells[1]):
                name = cells[0].replace("/", "+")
                yield History(name, os.path.join(folder, name), cells[2], cells[3], *cells[5:], cells[4])


class Runner:
    def __init__(self, options, folder):
        self.limbeck_program = os.path.abspath(options.limbeck)
        self.server = scripts_diff.Server(self.limbeck_program, folder + "/server")
        self.folder, self.reference, self.down, self.own = folder, options.reference, options.down, options.own
        if self.reference:
            os.makedirs(self.reference, exist_ok=True)

    def database(self, history, name):
        return self.server.database(name, [history.before] if history.before else [])

    def alembic(self, history, target):
        """What real Alembic makes of it: {"error", "steps", "dump"}."""
        path = self.reference and os.path.join(self.reference, "%s%s.json" % (
            history.name, "" if target == "heads" else "@" + re.sub(r"\W+", "_", target)))
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return json.load(file)
        url, folder = self.database(history, "theirs"), self.folder + "/theirs"
        history.write(folder, url)
        outcome = real_alembic.run(["upgrade", target], folder, url)
        found = {"error": outcome.error, "steps": outcome.steps, "dump": dump.dump(url)}
        if self.down and not outcome.error:
            outcome = real_alembic.run(["downgrade", "base"], folder, url)
            found["down"] = {"error": outcome.error, "steps": outcome.steps, "dump": dump.dump(url)}
        if path and not (outcome.error and outcome.error[0] == "ModuleNotFoundError"):
            with open(path, "w", encoding="utf-8") as file:
                json.dump(found, file, indent=1)
        return json.loads(json.dumps(found))

    def limbeck(self, history):
        url, folder = self.database(history, "ours"), self.folder + "/ours"
        history.write(folder, url)
        options = []
        if self.own and history.ini():
            folder, options = os.path.dirname(history.ini()), ["--url", url]
        side = scripts_diff.Limbeck(self.server, self.limbeck_program)
        outcome = side.run(options + ["upgrade", "heads"], folder, url, history)
        found = {"error": outcome.error, "steps": outcome.steps, "dump": dump.dump(url), "rows": rows(url)}
        if self.down and not outcome.error:
            outcome = side.run(options + ["downgrade", "base"], folder, url, history)
            found["down"] = {"error": outcome.error, "steps": outcome.steps, "dump": dump.dump(url)}
        return found

    def verdict(self, history):
        """(good, text)"""
        theirs, ours = self.alembic(history, "heads"), self.limbeck(history)
        good, text = self.judge(history, theirs, ours)
        if good and "down" in ours and "down" in theirs:
            good, down = self.judge(history, theirs["down"], ours["down"], " down")
            text += "; down: " + down
        return good, text

    def judge(self, history, theirs, ours, way=""):
        if theirs["error"] and theirs["error"][0] == "ModuleNotFoundError":
            if ours["error"]:
                return self.refused(history, ours, way)
            return False, "no reference: %s" % theirs["error"][1]
        if ours["error"] and theirs["error"]:
            if scripts_diff.same_failure(theirs["error"], ours["error"]) and same_steps(theirs, ours):
                return same_dump(theirs, ours, "fails alike at %s (%s)" % (last(theirs), theirs["error"][0]))
            return False, "differs: fails at %s (%s), Alembic's at %s with %s" % (
                last(ours), where(ours["error"][1]), last(theirs), theirs["error"])
        if ours["error"]:
            return self.refused(history, ours, way)
        if theirs["error"]:
            return False, "differs: does not fail, as Alembic's does with %s at %s" % (theirs["error"], last(theirs))
        return same_dump(theirs, ours, "identical")

    def refused(self, history, ours, way):
        text = "refused at %s (%s)" % (last(ours), where(ours["error"][1]))
        if way:
            return False, text
        before = {"dump": dump.dump(self.database(history, "theirs"))}
        if ours["rows"]:
            before = self.alembic(history, ours["rows"][0])
        same, difference = same_dump(before, ours, text)
        return False, text if same else text + "; and then " + difference


def rows(url):
    connection = psycopg2.connect(url)
    cursor = connection.cursor()
    cursor.execute("SELECT to_regclass('alembic_version') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return []
    cursor.execute("SELECT version_num FROM alembic_version")
    found = [row[0] for row in cursor.fetchall()]
    connection.close()
    return found


def same_steps(theirs, ours):
    """The same ones were begun; fewer, where a script's own exception comes before anything is run."""
    if re.fullmatch("[0-9A-Z]{5}", theirs["error"][0]):
        return theirs["steps"] == ours["steps"]
    return theirs["steps"][:len(ours["steps"])] == ours["steps"]


def last(outcome):
    """The revision of the last step that was begun."""
    if not outcome["steps"]:
        return "start"
    return re.match(r"Running \w+ (.*) -> ([^,]*)", outcome["steps"][-1])[2]


def where(text):
    lines = [line for line in text.split("\n") if line]
    place = [line for line in lines if line.startswith("WHERE:")]
    return "; ".join(lines[:1] + place[:1])


def same_dump(theirs, ours, verdict):
    if theirs["dump"] == ours["dump"]:
        return True, verdict
    if normal(theirs["dump"]) == normal(ours["dump"]):
        return True, verdict + " but for random values"
    return False, "differs\n" + scripts_diff.first_lines(normal(theirs["dump"]), normal(ours["dump"]), 40)


def normal(text):
    """Without random values; rows sorted once more, as they may begin with one; and labels, which can come of a set.

    The version table may be wider: limbeck makes room for long ids beforehand.
    """
    text = text.replace("version_num character varying(255) NOT NULL", "version_num character varying(32) NOT NULL")
    text = re.sub(r"(?<= AS ENUM \()[^;]*(?=\n\);)", lambda m: "".join(sorted(re.findall(r"\n[^,\n]*", m[0]))), text)
    found, block = [], None
    for line in dump.hide(text, RANDOM).split("\n"):
        if line.startswith("COPY "):
            block = []
        elif line == "\\." and block is not None:
            found += sorted(block)
            block = None
        elif block is not None:
            block.append(line)
            continue
        found.append(line)
    return "\n".join(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("limbeck")
    parser.add_argument("folder")
    parser.add_argument("--table", help="a file of histories, whose checkouts are in FOLDER")
    parser.add_argument("--only", default="", help="histories whose name contains this text")
    parser.add_argument("--scripts", default="alembic/versions")
    parser.add_argument("--root", default=".")
    parser.add_argument("--naming", default="", help="the naming convention of env.py, a literal of Python")
    parser.add_argument("--per-migration", action="store_true")
    parser.add_argument("--before", default="", help="SQL that runs before")
    parser.add_argument("--define", action="append", default=[], help="a line of [defines], for limbeck")
    parser.add_argument("--reference", help="a folder for what Alembic did")
    parser.add_argument("--down", action="store_true", help="downgrade to base as well")
    parser.add_argument("--own", action="store_true", help="limbeck takes the project's own alembic.ini and env.py")
    parser.add_argument("--path", action="append", default=[], help="a folder that Alembic's side imports from first; {} is the name")
    parser.add_argument("--alembic-only", action="store_true", help="only make the reference")
    options = parser.parse_args()
    options.reference = options.reference and os.path.abspath(options.reference)
    if options.table:
        histories = [h for h in read_table(options.table, options.folder) if options.only in h.name]
    else:
        name = os.path.basename(os.path.abspath(options.folder))
        histories = [History(name, options.folder, options.scripts, options.root, options.naming, options.per_migration, options.before, "; ".join(options.define))]
    good = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(options, folder)
        kept = sys.path[:]
        try:
            for history in histories:
                sys.path[:0] = [os.path.abspath(path.replace("{}", history.name)) for path in options.path]
                if options.alembic_only:
                    found = runner.alembic(history, "heads")
                    fine, text = not found["error"], "%s, %d steps" % (found["error"] or "runs", len(found["steps"]))
                else:
                    fine, text = runner.verdict(history)
                sys.path[:] = kept
                good, bad = good + fine, bad + (not fine)
                print("%-45s %s" % (history.name, text), flush=True)
        finally:
            os.chdir("/")
            runner.server.destroy()
    print("%d passed, %d failed" % (good, bad))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
