"""Random graphs and commands: the same plans, rows, listings and errors as real Alembic.

usage: graph_diff.py GRAPH_PLAN [TABLE...] [--seed N] [--graphs N] [--commands N]

GRAPH_PLAN is the program of test/diff/graph_plan.c; the graphs and commands of
table tests come first.  Alembic runs inside of
this process, without files and without a database.  Where it leaves something
to the order of a Python set, that order is taken out of the comparison: which
row is updated at a merge, and the order of several dependencies.
"""

import argparse
import itertools
import os
import random
import re
import subprocess
import sys
import types
import warnings

from alembic.script import ScriptDirectory
from alembic.script.base import Script
from alembic.script.revision import Revision, RevisionError, RevisionMap
from alembic.runtime.migration import HeadMaintainer
from alembic.util import CommandError
from sqlalchemy import Column, MetaData, String, Table

CRASH = "error: Alembic breaks off"


class Node:
    def __init__(self, id, down=(), labels=(), depends=()):
        self.id, self.down, self.labels, self.depends = id, list(down), list(labels), list(depends)

    def __str__(self):
        text = self.id
        if self.down:
            text += "<-" + ",".join(self.down)
        if self.labels:
            text += " [" + ",".join(self.labels) + "]"
        if self.depends:
            text += " {" + ",".join(self.depends) + "}"
        return text


def parse_graph(text):
    nodes = []
    for part in re.split("[;\n]", text):
        part = part.strip()
        if part:
            m = re.match(r"([^< \[{]+)(?:<-([^ \[{]+))?[^\[{]*(?:\[(.*?)\])?[^{]*(?:\{(.*?)\})?", part)
            nodes.append(Node(m.group(1), *[re.findall("[^, ]+", g or "") for g in m.groups()[1:]]))
    return nodes


class Rows:
    """The version table, and what a HeadMaintainer needs to see of a connection."""

    as_sql = False
    version_table = "alembic_version"
    dialect = types.SimpleNamespace(supports_sane_rowcount=True)
    _version = Table("alembic_version", MetaData(), Column("version_num", String))

    def __init__(self, rows):
        self.rows = list(rows)
        self.impl = types.SimpleNamespace(_exec=lambda *a: types.SimpleNamespace(rowcount=self.count))


class Maintainer(HeadMaintainer):
    def _insert_version(self, version):
        self.context.count = 1
        super()._insert_version(version)
        self.context.rows.append(version)

    def _delete_version(self, version):
        self.context.count = self.context.rows.count(version)
        super()._delete_version(version)
        self.context.rows.remove(version)

    def _update_version(self, from_, to_):
        self.context.count = self.context.rows.count(from_)
        super()._update_version(from_, to_)
        self.context.rows[self.context.rows.index(from_)] = to_


def hash_by_id():
    """Alembic's sets of revisions would be in the order of addresses: let PYTHONHASHSEED alone decide it."""
    Revision.__hash__ = lambda revision: hash(revision.revision)


class Alembic:
    def __init__(self, nodes):
        self.directory = ScriptDirectory.__new__(ScriptDirectory)
        self.directory.revision_map = RevisionMap(lambda: [self.script(n) for n in nodes])
        order = {n.id: n for n in nodes}
        map_ = self.directory.revision_map._revision_map
        for node in nodes:
            rev = map_[node.id]
            written = [map_[d].revision for d in node.depends]
            rev._normalized_resolved_dependencies = tuple(
                sorted(rev._normalized_resolved_dependencies, key=written.index))
        self.order = list(order)

    @staticmethod
    def script(node):
        module = types.ModuleType("script")
        module.down_revision = tuple(node.down) or None
        module.branch_labels = tuple(node.labels) or None
        module.depends_on = tuple(node.depends) or None
        module.upgrade = lambda: None
        module.upgrade.__name__ = "upgrade"
        module.downgrade = lambda: None
        module.downgrade.__name__ = "downgrade"
        module.__doc__ = None
        return Script(module, node.id, node.id + ".py")

    def line(self, script):
        labels = script.branch_labels
        script.branch_labels = sorted(labels)
        try:
            return script._head_only(include_branches=True, include_parents=True)
        finally:
            script.branch_labels = labels

    def steps(self, verb, words, rows):
        if verb == "upgrade":
            return self.directory._upgrade_revs(words[0], tuple(rows))
        if verb == "downgrade":
            return self.directory._downgrade_revs(words[0], tuple(rows))
        return self.directory._stamp_revs(tuple(words), tuple(rows))

    def listing(self, verb, words, rows):
        d = self.directory
        if verb == "graph":
            return [d.get_revision(id) for id in self.order]
        if verb == "heads":
            return d.get_revisions("heads" if words else d.get_heads())
        if verb == "current":
            return sorted(d.get_all_current(tuple(rows)), key=lambda s: self.order.index(s.revision))
        if verb == "show":
            return d.get_revisions(tuple(rows) if words[0] == "current" else words[0])
        return self.history(words, rows)

    def history(self, words, rows):
        base = head = None
        if words:
            if ":" not in words[0]:
                raise CommandError("History range requires [start]:[end], [start]:, or :[end]")
            base, head = words[0].strip().split(":")
            if head == "current":
                head = tuple(rows)
            elif base == "current":
                base = tuple(rows)
        return list(self.directory.walk_revisions(base=base or "base", head=head or "heads"))

    def run(self, command):
        lines = []
        m = re.match(r"([^(]*)(?:\((.*)\))?", command)
        verb, *words = m.group(1).split()
        rows = re.findall("[^, ]+", m.group(2) or "")
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                if verb in ("upgrade", "downgrade", "stamp"):
                    self.plan(lines, caught, verb, words, rows)
                else:
                    for script in self.listing(verb, words, rows):
                        lines.append(self.line(script))
        except CommandError as e:
            lines.append("error: %s" % e)
        except Exception as e:
            lines.append("%s: %s: %s" % (CRASH, type(e).__name__, e))
        return lines

    def plan(self, lines, caught, verb, words, rows):
        steps = self.steps(verb, words, rows)
        lines += ["warning: %s" % w.message for w in caught]
        context = Rows(rows)
        maintainer = Maintainer(context, tuple(rows))
        for step in steps:
            lines.append(str(step))
            maintainer.update_to_step(step)
            lines.append("=> %s" % (", ".join(sorted(context.rows)) or "none"))
        lines.append("rows: %s" % (", ".join(sorted(context.rows)) or "none"))


class Limbeck:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = []
        for line in self.process.stdout:
            if line == ".\n":
                return answer
            answer.append(line.rstrip("\n"))
        raise SystemExit("graph_plan ended early")

    def graph(self, nodes):
        return self.ask("g " + "; ".join(str(n) for n in nodes))

    def run(self, command):
        return self.ask("$ " + command)


LABELS = ["left", "right", "core", "pay", "feature", "lib"]


def random_graph(rng):
    """Lines with forks, merges, several bases, labels and dependencies."""
    size = rng.choice([1, 2, 3, 5, 8, 8, 12, 12, 20])
    style = rng.random()
    nodes = []
    labels = rng.sample(LABELS, len(LABELS))
    for i in range(size):
        id = rng.choice(["%s%03d", "%s%02dx", "r%s%02d"]) % (rng.choice("abcdef"), i)
        heads = [n.id for n in nodes if not any(n.id in m.down for m in nodes)]
        earlier = [n.id for n in nodes]
        roll = rng.random()
        if not nodes or roll < 0.08:
            down = []
        elif roll < 0.55 + style * 0.2:
            down = [rng.choice(heads)]
        elif roll < 0.8:
            down = [rng.choice(earlier)]
        else:
            down = rng.sample(heads, min(len(heads), rng.choice([2, 2, 3])))
        node = Node(id, down)
        if labels and rng.random() < 0.2:
            node.labels = [labels.pop() for _ in range(min(len(labels), rng.choice([1, 1, 2])))]
        others = [e for e in earlier if e not in down]
        if others and rng.random() < 0.15:
            node.depends = rng.sample(others, min(len(others), rng.choice([1, 1, 1, 2])))
            node.depends = [rng.choice(by_id(nodes, d).labels + [d]) for d in node.depends]
        nodes.append(node)
    rng.random() < 0.5 and rng.shuffle(nodes)
    return nodes


def by_id(nodes, id):
    return next(n for n in nodes if n.id == id)


def random_symbol(rng, nodes, verb):
    ids = [n.id for n in nodes]
    names = ids + [label for n in nodes for label in n.labels]
    name = rng.choice(names)
    plain = rng.choice([name, name, rng.choice(ids), name[:rng.randint(1, len(name))], "head",
                        "heads", "base", "nosuch" if rng.random() < 0.2 else name])
    number = rng.choice(["+1", "+2", "-1", "-2", "+1", "-1", "+0", "-0", "+09", "-3"])
    branch = rng.choice([rng.choice(names), rng.choice(names), rng.choice(LABELS)])
    return rng.choice([plain, plain, plain, branch + "@" + plain, branch + "@" + number, number,
                       plain + number, branch + "@" + plain + number])


def random_rows(rng, nodes, alembic):
    """Mostly what Alembic leaves behind; now and then anything."""
    ids = [n.id for n in nodes]
    roll = rng.random()
    if roll < 0.1:
        return []
    if roll < 0.2:
        return [rng.choice(ids + ["gone"]) for _ in range(rng.choice([1, 1, 2, 3]))]
    rows = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        verb = rng.choice(["upgrade", "upgrade", "downgrade"])
        lines = alembic.run("%s %s (%s)" % (verb, rng.choice(ids), ", ".join(rows)))
        if lines[-1].startswith("rows: "):
            rows = [] if lines[-1] == "rows: none" else lines[-1][6:].split(", ")
    rng.shuffle(rows)
    return rows


def random_command(rng, nodes, alembic):
    verb = rng.choice(["upgrade"] * 4 + ["downgrade"] * 4 + ["stamp"] * 2 +
                      ["history"] * 2 + ["show", "current", "heads"])
    rows = "(%s)" % ", ".join(random_rows(rng, nodes, alembic))
    symbol = lambda: random_symbol(rng, nodes, verb)
    if verb == "stamp":
        words = [symbol() for _ in range(rng.choice([1, 1, 1, 2]))]
    elif verb == "history":
        ends = [rng.choice(["", "current", symbol(), symbol()]) for _ in range(2)]
        words = rng.choice([[], [":".join(ends)], [":".join(ends)]])
    elif verb in ("current", "heads"):
        words = ["resolve"] if verb == "heads" and rng.random() < 0.5 else []
    else:
        words = [symbol()]
    return " ".join([verb] + words + [rows])


def is_unknown_branch(command, ours):
    """Alembic takes a branch of a downgrade that does not exist for none: limbeck refuses it."""
    m = re.match(r"downgrade (.+)@", command)
    return bool(m) and ours == ["error: Can't locate revision identified by '%s'" % m.group(1)]


def is_left_open(command, theirs, ours):
    """What Alembic does by accident, and limbeck does not have to do."""
    if is_unknown_branch(command, ours):
        return True
    # "stamp -1" of an empty table is taken for "below the heads", but not of a table with rows.
    if re.match(r"stamp .*-\d.*\(\)", command):
        return True
    # A range's start has one label or breaks off; so do ranges that dependencies leave and enter.
    return command.startswith("history") and theirs == [CRASH + ": AssertionError: "]


def both_fail(theirs, ours):
    return all(lines and lines[-1].startswith("error: ") for lines in (theirs, ours))


def has_repeats(command):
    """Rows that are there twice: it is open which of them a step comes to first."""
    rows = re.findall("[^, ]+", command.partition("(")[2].rstrip(")"))
    return len(set(rows)) < len(rows)


def compare(command, theirs, ours):
    """None when both agree, else what is wrong."""
    if is_left_open(command, theirs, ours):
        return None
    if command.startswith("history") and "@" in command:
        # The targets of a branch are a set: which of two that overlap is named first is open.
        theirs, ours = (re.sub("Requested revision.*overlaps.*", "overlaps", "\n".join(x)).split("\n")
                        for x in (theirs, ours))
    if both_fail(theirs, ours) and (has_repeats(command) or re.match("history .*-", command)):
        return None
    if theirs and theirs[-1].startswith(CRASH):
        # A merge with a dependency on one of its own ancestors ends in a KeyError at the row of
        # that ancestor, which is none; "show -1" of a base in an AttributeError.
        for known in ("KeyError", "AttributeError: 'str' object has no attribute"):
            if known in theirs[-1] and ours[:len(theirs) - 1] == theirs[:-1]:
                return None
        return None if ours and ours[-1].startswith("error: ") else "Alembic breaks off, limbeck does not"
    if theirs != ours:
        return "different"
    return None


def sort_sets(lines):
    """Messages that list a set."""
    out = []
    for line in lines:
        m = re.match("(.*overlaps with other requested revisions )(.*)", line)
        out.append(m.group(1) + ", ".join(sorted(m.group(2).split(", "))) if m else line)
    return out


def label_of_two(text):
    """Alembic goes through a set of revisions: which of the two it names first is not determined."""
    return re.sub(r"(Branch name '.*' in revision )(\S+)( already used by revision )(\S+)",
                  lambda m: "".join((m[1], min(m[2], m[4]), m[3], max(m[2], m[4]))), text)


def refused(error, nodes, limbeck):
    """What is wrong when Alembic refuses a graph."""
    answer = "".join(limbeck.graph(nodes))
    if not answer.startswith("error: "):
        return ["the graph is refused by Alembic only: %s" % error]
    if isinstance(error, RevisionError) and label_of_two(answer) != label_of_two("error: %s" % error):
        return ["the graph is refused with %s, not %s" % (answer, error)]
    return []


def compare_graph(nodes, commands, limbeck):
    """'commands' makes the list of commands from what Alembic knows."""
    try:
        alembic = Alembic(nodes)
    except Exception as e:
        return refused(e, nodes, limbeck)
    answer = limbeck.graph(nodes)
    if answer:
        # Alembic overlooks cycles with a way in and a way out.
        return ["the graph is refused by limbeck only: %s" % answer[0]] * ("ycle" not in answer[0])
    failures = []
    for command in commands(alembic):
        theirs = sort_sets(alembic.run(command))
        ours = sort_sets(limbeck.run(command))
        wrong = compare(command, theirs, ours)
        if wrong:
            failures.append("%s\n  $ %s\n  Alembic:\n%s\n  limbeck:\n%s" % (
                wrong, command, "\n".join("    " + l for l in theirs),
                "\n".join("    " + l for l in ours)))
    return failures


def read_tables(paths):
    """The graphs and commands of table tests: (name, graph, commands)."""
    for path in paths:
        name = graph = None
        commands = []
        with open(path, encoding="utf-8") as file:
            for line in list(file) + ["== "]:
                tag, _, text = line.rstrip("\n").partition(" ")
                if tag == "==":
                    if graph is not None and commands:
                        yield "%s: %s" % (os.path.basename(path), name), graph, commands
                    name, graph, commands = text, None, []
                elif tag == "g":
                    graph = text
                elif tag == "$":
                    commands.append(text)


def random_graphs(first, count, commands):
    for seed in range(first, first + count):
        rng = random.Random(seed)
        nodes = random_graph(rng)

        def some(alembic, rng=rng, nodes=nodes):
            return ["graph"] + [random_command(rng, nodes, alembic) for _ in range(commands)]
        yield "seed %d" % seed, nodes, some


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("tables", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graphs", type=int, default=300)
    parser.add_argument("--commands", type=int, default=30)
    options = parser.parse_args()
    hash_by_id()
    limbeck = Limbeck(options.program)
    passed = failed = 0
    cases = [(name, parse_graph(graph), lambda alembic, c=commands: c)
             for name, graph, commands in read_tables(options.tables)]
    for name, nodes, commands in itertools.chain(
            cases, random_graphs(options.seed, options.graphs, options.commands)):
        failures = compare_graph(nodes, commands, limbeck)
        passed += not failures
        failed += bool(failures)
        if failures:
            print("not ok graph_diff %s\n  g %s" % (name, "; ".join(str(n) for n in nodes)))
            print("\n".join(failures))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
