#!/usr/bin/env python3
"""Write the '=' and '!' lines of eval_*.txt: what CPython 3.11 makes of each program.

'>' lines are a program, case.py; behind an '@' line they are the file of that name beside it.
'$' lines are its environment.  '=' lines are what it prints, '!' the exception that ends it.
A case with a '*' line is ours alone: what follows '*' says why CPython does otherwise, and
nothing of it is written here.
With --check nothing is written, and the exit status is 1 if a line would change.
"""
import contextlib
import glob
import io
import os
import re
import sys
import tempfile
import traceback
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))


def files_of(lines):
    files, name = {"case.py": []}, "case.py"
    for line in lines:
        if line[:1] == "@":
            name = line[2:]
            files[name] = []
        elif line[:1] == ">":
            files[name].append(line[2:] + "\n")
    return {name: "".join(text) for name, text in files.items()}


def run(files, environment):
    out = io.StringIO()
    error = None
    before = set(sys.modules)
    names = {"__name__": "case", "__file__": "case.py"}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        sys.path.insert(0, folder)
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(out), mock.patch.dict(os.environ, environment):
                exec(compile(files["case.py"], "case.py", "exec"), names)
        except BaseException as raised:
            frames = {os.path.join(folder, name): name for name in files}
            frames["case.py"] = "case.py"
            last = "case.py:0"
            for frame in traceback.extract_tb(raised.__traceback__):
                if frame.filename in frames:
                    last = "%s:%d" % (frames[frame.filename], frame.lineno)
            text = str(raised).replace(folder + "/", "")
            error = "%s: %s%s" % (last, type(raised).__name__, ": " + text if text else "")
        finally:
            os.chdir("/")
            sys.path.remove(folder)
            for module in set(sys.modules) - before:
                del sys.modules[module]
    return out.getvalue(), error


def expected(lines):
    environment = dict(line[2:].split("=", 1) for line in lines if line[:2] == "$ ")
    output, error = run(files_of(lines), environment)
    for line in output.splitlines():
        yield ("= " + line).rstrip()
    if error:
        yield "! " + error.split("\n")[0]


def rewritten(text):
    head, *cases = re.split(r"(?m)^(?=== )", text)
    yield head
    for case in cases:
        lines = case.rstrip("\n").split("\n")
        if not any(line.startswith("* ") for line in lines):
            lines = [line for line in lines if line[:1] not in ("=", "!") or line[:3] == "== "]
            lines += list(expected(lines))
        yield "\n".join(lines) + "\n\n"


def main(pattern):
    changed = False
    for path in sorted(glob.glob(pattern)):
        with open(path, encoding="utf-8") as file:
            old = file.read()
        new = "".join(rewritten(old)).rstrip("\n") + "\n"
        changed = changed or new != old
        if "--check" not in sys.argv[1:]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 11), "the messages are those of CPython 3.11"
    sys.exit(main(os.path.join(HERE, "eval_*.txt")))
