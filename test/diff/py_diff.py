"""Python files as limbeck's parser and CPython's see them: the same trees, places and errors.

usage: py_diff.py PY_TREE [--all] [FILE_OR_FOLDER...]

PY_TREE is the program of test/diff/py_tree.c.  Without files, a sample of
Python's own library is compared (--all: every file of it).  Of files that
CPython does not compile, the messages are compared.
"""

import ast
import os
import random
import subprocess
import sys
import sysconfig
import threading

BATCH = 50


def escaped(data):
    return "".join(
        chr(c) if 32 <= c < 127 and c != 92 else "\\x%02x" % c for c in data
    )


class Printer:
    """What py_tree.c prints, of CPython's tree."""

    def __init__(self):
        self.lines, self.depth, self.in_fstring = [], 0, 0

    def line(self, text):
        self.lines.append("  " * self.depth + text)

    def part(self, label, node):
        self.line(label)
        self.depth += 1
        if node is not None:
            self.expr(node)
        self.depth -= 1

    def parts(self, label, nodes):
        self.line(label)
        self.depth += 1
        for node in nodes:
            if node is None:
                self.line("none")
            else:
                self.expr(node)
        self.depth -= 1

    def expr(self, e):
        name = type(e).__name__
        if self.in_fstring:
            self.line(name)
        else:
            self.line(
                "%s %d:%d-%d:%d" % (name, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)
            )
        self.in_fstring += name == "JoinedStr"
        self.depth += 1
        getattr(self, "in_" + name)(e)
        self.depth -= 1
        self.in_fstring -= name == "JoinedStr"

    def in_Constant(self, e):
        v = e.value
        if v is None or v is True or v is False:
            self.line("%s " % v)
        elif v is Ellipsis:
            self.line("Ellipsis ")
        elif isinstance(v, str):
            self.line("str " + escaped(v.encode("utf-8", "surrogatepass")))
        elif isinstance(v, bytes):
            self.line("bytes " + escaped(v))
        elif isinstance(v, complex):
            self.line("complex %r" % v.imag)
        else:
            self.line("%s %r" % (type(v).__name__, v))

    def in_Name(self, e):
        self.line("id " + e.id)

    def in_Attribute(self, e):
        self.part("value", e.value)
        self.line("attr " + e.attr)

    def in_Subscript(self, e):
        self.part("value", e.value)
        self.part("slice", e.slice)

    def in_Slice(self, e):
        self.part("lower", e.lower)
        self.part("upper", e.upper)
        self.part("step", e.step)

    def in_Call(self, e):
        self.part("func", e.func)
        self.parts("args", e.args)
        self.keywords(e.keywords)

    def keywords(self, keywords):
        for k in keywords:
            place = "%d:%d" % (k.lineno, k.col_offset) if not self.in_fstring else "-"
            self.line("keyword %s %s" % (k.arg or "-", place))
            self.depth += 1
            self.expr(k.value)
            self.depth -= 1

    def in_UnaryOp(self, e):
        self.line(type(e.op).__name__)
        self.part("right", e.operand)

    def in_BinOp(self, e):
        self.line(type(e.op).__name__)
        self.part("left", e.left)
        self.part("right", e.right)

    def in_BoolOp(self, e):
        self.line(type(e.op).__name__)
        self.parts("values", e.values)

    def in_Compare(self, e):
        self.part("left", e.left)
        for op in e.ops:
            self.line(type(op).__name__)
        self.parts("rights", e.comparators)

    def in_IfExp(self, e):
        self.part("test", e.test)
        self.part("body", e.body)
        self.part("orelse", e.orelse)

    def in_Lambda(self, e):
        self.parameters(e.args)
        self.part("body", e.body)

    def elements(self, e):
        self.parts("elements", e.elts)

    in_List = in_Tuple = in_Set = elements

    def in_JoinedStr(self, e):
        self.parts("elements", e.values)

    def in_FormattedValue(self, e):
        self.part("value", e.value)
        self.line("conversion %d" % e.conversion)
        self.part("spec", e.format_spec)

    def in_Dict(self, e):
        self.parts("keys", e.keys)
        self.parts("values", e.values)

    def generators(self, generators):
        for g in generators:
            self.line("for " + ("async" if g.is_async else "sync"))
            self.part("target", g.target)
            self.part("iter", g.iter)
            self.parts("ifs", g.ifs)

    def comprehension(self, e):
        self.part("element", e.elt)
        self.generators(e.generators)

    in_ListComp = in_SetComp = in_GeneratorExp = comprehension

    def in_DictComp(self, e):
        self.part("element", e.key)
        self.part("value", e.value)
        self.generators(e.generators)

    def value(self, e):
        self.part("value", e.value)

    in_Starred = in_Await = in_Yield = in_YieldFrom = value

    def in_NamedExpr(self, e):
        self.part("target", e.target)
        self.part("value", e.value)

    def parameters(self, a):
        positional = a.posonlyargs + a.args
        all = positional + a.kwonlyargs
        defaults = [None] * (len(positional) - len(a.defaults)) + a.defaults + a.kw_defaults
        self.line("parameters %d %d %d" % (len(a.posonlyargs), len(positional), len(all)))
        self.depth += 1
        for arg, default in zip(all, defaults):
            self.line("parameter " + arg.arg)
            self.part("annotation", arg.annotation)
            self.part("default", default)
        for label, arg in ("rest", a.vararg), ("rest_keyword", a.kwarg):
            self.line("%s %s" % (label, arg.arg if arg else "-"))
            self.part("annotation", arg.annotation if arg else None)
        self.depth -= 1

    def stmts(self, label, stmts):
        self.line(label)
        self.depth += 1
        for s in stmts:
            name = type(s).__name__
            is_async = name.startswith("Async")
            name = name.removeprefix("Async").replace("TryStar", "Try")
            self.line("%s %d:%d-%d" % (name, s.lineno, s.col_offset, s.end_lineno))
            self.depth += 1
            if name in ("FunctionDef", "For", "With"):
                getattr(self, "in_" + name)(s, "async" if is_async else "sync")
            else:
                getattr(self, "in_" + name)(s)
            self.depth -= 1
        self.depth -= 1

    in_Expr = in_Return = value

    def in_Assign(self, s):
        self.parts("targets", s.targets)
        self.part("value", s.value)

    def in_AnnAssign(self, s):
        self.part("target", s.target)
        self.part("annotation", s.annotation)
        self.part("value", s.value)

    def in_AugAssign(self, s):
        self.part("target", s.target)
        self.line(type(s.op).__name__)
        self.part("value", s.value)

    def in_FunctionDef(self, s, is_async):
        self.line("%s %s" % (is_async, s.name))
        self.line("generator" if yields(s) else "plain")
        self.parameters(s.args)
        self.stmts("body", s.body)
        self.parts("decorators", s.decorator_list)
        self.part("returns", s.returns)

    def in_ClassDef(self, s):
        self.line("name " + s.name)
        self.parts("bases", s.bases)
        self.keywords(s.keywords)
        self.stmts("body", s.body)
        self.parts("decorators", s.decorator_list)

    def in_Delete(self, s):
        self.parts("targets", s.targets)

    def in_If(self, s):
        self.part("test", s.test)
        self.stmts("body", s.body)
        self.stmts("orelse", s.orelse)

    in_While = in_If

    def in_For(self, s, is_async):
        self.line(is_async)
        self.part("target", s.target)
        self.part("iter", s.iter)
        self.stmts("body", s.body)
        self.stmts("orelse", s.orelse)

    def in_With(self, s, is_async):
        self.line(is_async)
        for item in s.items:
            self.part("context", item.context_expr)
            self.part("target", item.optional_vars)
        self.stmts("body", s.body)

    def in_Match(self, s):
        self.part("subject", s.subject)
        for case in s.cases:
            self.line("case")
            self.depth += 1
            self.pattern(case.pattern)
            self.part("guard", case.guard)
            self.stmts("body", case.body)
            self.depth -= 1

    def pattern(self, p):
        name = type(p).__name__
        shown = "MatchValue" if name == "MatchSingleton" else name
        self.line("%s %d:%d" % (shown, p.lineno, p.col_offset))
        self.depth += 1
        getattr(self, "in_" + name)(p)
        self.depth -= 1

    def patterns(self, patterns):
        for p in patterns:
            self.pattern(p)

    def in_MatchValue(self, p):
        self.part("value", p.value)
        self.parts("keys", [])

    def in_MatchSingleton(self, p):
        constant = ast.Constant(p.value)
        ast.copy_location(constant, p)
        self.part("value", constant)
        self.parts("keys", [])

    def in_MatchSequence(self, p):
        self.parts("keys", [])
        self.patterns(p.patterns)

    in_MatchOr = in_MatchSequence

    def in_MatchMapping(self, p):
        self.line("name %s" % (p.rest or "-"))
        self.parts("keys", p.keys)
        self.patterns(p.patterns)

    def in_MatchClass(self, p):
        self.part("value", p.cls)
        self.parts("keys", [])
        for name in p.kwd_attrs:
            self.line("keyword " + name)
        self.patterns(p.patterns + p.kwd_patterns)

    def in_MatchStar(self, p):
        self.line("name %s" % (p.name or "-"))
        self.parts("keys", [])

    def in_MatchAs(self, p):
        self.line("name %s" % (p.name or "-"))
        self.parts("keys", [])
        self.patterns([p.pattern] if p.pattern else [])

    def in_Raise(self, s):
        self.part("exc", s.exc)
        self.part("cause", s.cause)

    def in_Try(self, s):
        self.line("star" if type(s).__name__ == "TryStar" else "plain")
        self.stmts("body", s.body)
        for h in s.handlers:
            self.line("handler %s %d" % (h.name or "-", h.lineno))
            self.part("type", h.type)
            self.stmts("body", h.body)
        self.stmts("orelse", s.orelse)
        self.stmts("finalbody", s.finalbody)

    def in_Assert(self, s):
        self.part("test", s.test)
        self.part("msg", s.msg)

    def in_Import(self, s):
        for name in s.names:
            self.line("alias %s %s" % (name.name, name.asname or "-"))

    def in_ImportFrom(self, s):
        self.line("module %s" % (s.module or "-"))
        self.line("level %d" % s.level)
        self.in_Import(s)

    def in_Global(self, s):
        for name in s.names:
            self.line("name " + name)

    in_Nonlocal = in_Global

    def in_Pass(self, s):
        pass

    in_Break = in_Continue = in_Pass

    def in_TypeAlias(self, s):
        self.line("name " + s.name.id)
        self.part("value", s.value)


def yields(function):
    """Does a yield stand in the function itself?"""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            a = node.args
            waiting += node.decorator_list + a.defaults + [d for d in a.kw_defaults if d]
        elif isinstance(node, ast.ClassDef):
            waiting += node.decorator_list + node.bases
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return False


def shown_error(path, e):
    return ["error %s:%s: %s: %s" % (path, e.lineno, type(e).__name__, e.msg)]


def canonical(line):
    """Numbers by value: the parser keeps them as they are written."""
    text = line.lstrip()
    kind, _, value = text.partition(" ")
    if kind in ("int", "float", "complex") and value:
        number = int(value, 0) if kind == "int" else float(value)
        return "%s%s %r" % (line[: len(line) - len(text)], kind, number)
    return line


def theirs(path):
    try:
        with open(path, "rb") as f:
            source = f.read()
        tree = compile(source, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        compile(source, path, "exec", dont_inherit=True)
    except SyntaxError as e:
        return shown_error(path, e)
    except (ValueError, RecursionError) as e:
        return ["cannot be compared: %s" % e]
    printer = Printer()
    printer.stmts("Module", tree.body)
    return printer.lines


# What limbeck refuses on purpose, and encodings that it does not read.
REFUSED = (
    "half of a surrogate pair",
    "\\N{...} is not supported",
    "encoding problem",
    "(unicode error) 'utf-8' codec",
)


def compare(path, ours):
    expected = theirs(path)
    if ours[0].startswith("error "):
        if any(words in ours[0] for words in REFUSED):
            return "refused"
        ours = ours[:1]
    ours = [canonical(line) for line in ours]
    if expected[0].startswith("cannot be compared"):
        return "refused"
    if ours == expected:
        return "passed"
    for i, (a, b) in enumerate(zip(ours + ["(end)"], expected + ["(end)"])):
        if a != b:
            print("%s: node %d\n  limbeck: %s\n  CPython: %s" % (path, i, a, b))
            break
    return "failed"


def run(program, paths):
    counts = {"passed": 0, "failed": 0, "refused": 0}
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        out = subprocess.run([program] + batch, stdout=subprocess.PIPE, check=True).stdout
        for path, tree in zip(batch, split_trees(out)):
            counts[compare(path, tree)] += 1
    return counts


def split_trees(out):
    lines = out.decode().split("\n")
    heads = [i for i, line in enumerate(lines) if line.startswith("=== ")]
    for head, end in zip(heads, heads[1:] + [len(lines) - 1]):
        yield lines[head + 1 : end]


def python_files(places):
    for place in places:
        if os.path.isfile(place):
            yield place
            continue
        for folder, folders, names in os.walk(place):
            folders.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--all"]
    program, places = arguments[0], arguments[1:]
    files = list(python_files(places or [sysconfig.get_path("stdlib")]))
    if not places and "--all" not in sys.argv:
        files = random.Random(5).sample(files, 200)
    counts = run(program, files)
    print("%d refused on purpose or not to be compared" % counts["refused"])
    print("%d passed, %d failed" % (counts["passed"], counts["failed"]))
    sys.exit(counts["failed"] > 0)


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    threading.stack_size(512 << 20)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
