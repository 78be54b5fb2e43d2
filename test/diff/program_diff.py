"""The program beside real Alembic on a real PostgreSQL: the same commands, rows before, and outcome.

usage: program_diff.py LIMBECK TABLE... [--only TEXT]

The graphs and commands are those of the table tests (test/unit/graph/*.txt), with more ways to ask
derived from them, and those of program.txt beside this file.  Each graph is written twice, as empty
Python scripts for both and as SQL scripts for limbeck once more; each side has a database of one
private server.  Compared are the tables left behind, the exit status, stdout line by line, and the log lines.  What
differs on purpose is the table of deliberate.py.
"""

import argparse
import os
import re
import shlex
import shutil
import sys
import tempfile

import deliberate
import sides
from graph_diff import hash_by_id, label_of_two, parse_graph, read_tables

PROGRAM_TXT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "program.txt")
WRITING = ("upgrade", "downgrade", "stamp", "ensure_version")


class Case:
    """A command line, and the rows of the version table before; None: there is no table."""

    def __init__(self, words, rows=None):
        self.words, self.rows = words, rows
        verbs = [w for w in words if not w.startswith("-")]
        self.verb = verbs[0] if verbs else ""

    def __str__(self):
        return "%s (%s)" % (shlex.join(self.words), "no table" if self.rows is None else ", ".join(self.rows))


def parse_case(text):
    """Of the notation: "downgrade -1 (a1, b1)"; "()" and nothing: no table; "(-)": an empty one."""
    m = re.match(r"(.*?)(?:\(([^()]*)\))?$", text)
    rows = re.findall("[^, ]+", m.group(2) or "")
    return Case(shlex.split(m.group(1)), [r for r in rows if r != "-"] or (None if rows != ["-"] else []))


def by_graph(paths):
    """The table tests of the same graph as one: (graph, (name, commands))."""
    found = {}
    for name, graph, commands in read_tables(paths):
        found.setdefault(graph, (name, []))[1].extend(commands)
    return found.items()


def table_cases(nodes, commands):
    """The commands of a table test as command lines, and what else can be asked with their words."""
    seen = set()
    for case in (derived for command in commands for derived in derive(parse_case(command))):
        if str(case) not in seen:
            seen.add(str(case))
            yield case
    ids = [node.id for node in nodes] or ["base"]
    for words in (["heads"], ["heads", "-v"], ["heads", "-v", "--resolve-dependencies"], ["branches"],
                  ["branches", "-v"], ["history", "-v"], ["show", "heads"], ["upgrade", "heads", "--sql"],
                  ["stamp", "heads", "--sql"], ["ensure_version", "--sql"]):
        yield Case(words)
    for id in ids:
        yield Case(["show", id])
    yield Case(["downgrade", "%s:base" % ids[-1], "--sql"])


def derive(case):
    verb, words = case.verb, case.words[1:]
    if verb == "graph":
        return
    if verb == "heads":
        yield Case(["heads", "--resolve-dependencies"] if words else ["heads"])
    elif verb == "history":
        yield Case(["history"] + ["--rev-range=" + w for w in words], case.rows)
        yield Case(["history", "-v", "-i"] + ["-r" + w for w in words], case.rows)
    else:
        yield case
    if verb == "current":
        yield Case(["current", "-v"], case.rows)
        yield Case(["current", "--check-heads"], case.rows)
        yield Case(["history", "-i"], case.rows)
        yield Case(["show", "current"], case.rows)
    if verb in ("upgrade", "downgrade", "stamp") and len(case.rows or []) <= 1:
        start = (case.rows or ["base" if verb == "downgrade" else ""])[0]
        yield Case([verb] + [(start and start + ":") + w for w in words] + ["--sql"], case.rows)


def program_cases(path):
    """Of program.txt: (name, graph, ini lines, cases)."""
    with open(path, encoding="utf-8") as file:
        for part in re.split("^== ", file.read(), flags=re.M)[1:]:
            name, *lines = part.split("\n")
            tagged = [(line[0], line[2:]) for line in lines if line]
            graph, keys, commands = ([text for tag, text in tagged if tag == t] for t in "gi$")
            yield name, graph[0], "\n".join(keys) + "\n", [parse_case(c) for c in commands]


def plain(text, folder):
    """Without what has to differ: the folder, the suffix of scripts, the database, the order of sets."""
    text = text.replace(folder, "DIR").replace("/theirs?", "/DB?").replace("/shared?", "/DB?").replace("/ours?", "/DB?")
    text = re.sub(r"(migrations/versions/\d+)\.(py|sql)", r"\1", text)
    text = re.sub(r"(?m)^(Branch names|Branches into|Also depends on): (.*)$", sort_list, text)
    text = re.sub(r"(overlaps with other requested revisions) (.*)", sort_list, text)
    text = re.sub(r"( )\((\S+(?:, \S+)+)\)", sort_list, text)
    text = label_of_two(text)
    text = re.sub(r"(?m)(^ +-> .*\n){2,}", lambda m: "".join(sorted(m.group(0).splitlines(True))), text)
    return re.sub("(?:%s)(?:%s)+" % (ROW_CHANGE, ROW_CHANGE), net_change, text)


ROW_CHANGE = "(?:INSERT INTO|UPDATE|DELETE FROM) [a-z_.]+ .*;\n\n"


def net_change(m):
    """At merges and their undoing it is open which row is updated and which deleted or inserted."""
    verbs = re.findall("(?m)^[A-Z]+", m.group(0))
    gone = re.findall("version_num = '(.*?)';", m.group(0))
    new = re.findall("version_num='(.*?)'|VALUES \\('(.*?)'\\)", m.group(0))
    return "%s: %s => %s\n" % (sorted(verbs), sorted(gone), sorted("".join(n) for n in new))


def sort_list(m):
    bracket = "(%s)" if m.group(0).endswith(")") else "%s"
    before = m.group(0)[:m.start(2) - m.start(0)].rstrip("(")
    return before + bracket % ", ".join(sorted(m.group(2).split(", ")))


def entries(case, text):
    """The lines of stdout; those of several current revisions, which are a set, in one order."""
    if case.verb != "current":
        return text.split("\n")
    return sorted(re.split("(?m)^(?=Rev: )" if "-v" in case.words else "\n", text))


def log_lines(text):
    """What is done; warnings, whose text Alembic shows in Python's way."""
    text = re.sub(r"(?m)^\S+: (?:User|Deprecation)Warning: (.*)\n.*$", r"WARNI \1", text)
    text = re.sub(r"(?m)^WARNI \[\S+\] ", "WARNI ", text)
    return [line for line in text.split("\n") if re.match("INFO|WARNI", line)]


def differences(case, theirs, ours):
    """Names of the parts that differ."""
    found = []
    if theirs.status != ours.status:
        found.append("status")
    if entries(case, theirs.out) != entries(case, ours.out):
        found.append("stdout")
    if case.verb in WRITING and log_lines(theirs.err) != log_lines(ours.err):
        found.append("log")
    if theirs.tables != ours.tables:
        found.append("tables")
    return found


def show(name, case, found, outcomes):
    print("not ok %s\n  $ %s\n  differs: %s" % (name, case, ", ".join(found)))
    for title, outcome in outcomes:
        print("  %s: status %d" % (title, outcome.status), outcome.tables if "tables" in found else "")
        for mark, text in ("1", outcome.out), ("2", outcome.err):
            print("".join("    %s %s\n" % (mark, line) for line in text.split("\n") if line), end="")


class Comparison:
    def __init__(self, limbeck, folder):
        self.folder, self.passed, self.failed, self.known = folder, 0, 0, {}
        self.server = sides.Server(limbeck, folder + "/server")
        self.alembic = sides.Alembic(sides.Database(self.server.url, "theirs"))
        self.shared = sides.Limbeck(limbeck, sides.Database(self.server.url, "shared"))
        self.limbeck = sides.Limbeck(limbeck, sides.Database(self.server.url, "ours"))

    def graph(self, name, graph, keys, cases):
        nodes = parse_graph(graph)
        for side, kind in (self.alembic, "py"), (self.limbeck, "sql"):
            shutil.rmtree(self.folder + "/" + kind, ignore_errors=True)
            side.write(self.folder + "/" + kind, nodes, keys)
        self.shared.share(self.alembic.folder)
        for case in cases(nodes):
            self.case("%s\n  g %s" % (name, graph), case)

    def all(self, case):
        every = self.alembic, self.shared, self.limbeck
        for side in every:
            side.database.prepare(case.rows)
        processes = [side.start(case.words) for side in every[1:]]
        outcomes = [self.alembic.run(case.words)] + [sides.Limbeck.finish(p) for p in processes]
        for outcome, side in zip(outcomes, every):
            outcome.tables = side.database.tables()
            outcome.out = plain(outcome.out, side.folder)
            outcome.err = plain(outcome.err, side.folder)
        return outcomes

    def case(self, name, case):
        theirs, *all_ours = self.all(case)
        for title, ours in zip(("limbeck, Python scripts", "limbeck, SQL scripts"), all_ours):
            found = differences(case, theirs, ours)
            reason = found and deliberate.reason(case, theirs, ours, found)
            if reason:
                self.known[reason] = self.known.get(reason, 0) + 1
            self.passed += not found or bool(reason)
            self.failed += bool(found and not reason)
            if found and not reason:
                show(name, case, found, (("Alembic", theirs), (title, ours)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("limbeck")
    parser.add_argument("tables", nargs="*")
    parser.add_argument("--only", default="", help="graphs whose name contains this text")
    options = parser.parse_args()
    hash_by_id()
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(os.path.abspath(options.limbeck), folder)
        try:
            graphs = [(name, graph, "", lambda nodes, c=commands: table_cases(nodes, c))
                      for graph, (name, commands) in by_graph(map(os.path.abspath, options.tables))]
            graphs += [("program.txt: " + name, graph, keys, lambda nodes, c=cases: c)
                       for name, graph, keys, cases in program_cases(PROGRAM_TXT)]
            for graph in graphs:
                if options.only in graph[0]:
                    comparison.graph(*graph)
        finally:
            os.chdir("/")
            comparison.server.destroy()
    for reason, count in sorted(comparison.known.items()):
        print("differs on purpose, %d times: %s" % (count, reason))
    print("%d passed, %d failed" % (comparison.passed, comparison.failed))
    return comparison.failed > 0


if __name__ == "__main__":
    sys.exit(main())
