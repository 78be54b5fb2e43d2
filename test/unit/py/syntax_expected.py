#!/usr/bin/env python3
"""Write the '=' and '^' lines of syntax.txt: what CPython 3.11 says of each text.

'=' is "LINE: KIND: MESSAGE", or "ok"; the '^' lines are the line of the source and what stands
under it.  A case with a '*' line is ours alone: what follows '*' says why CPython 3.11 does
otherwise, and nothing of it is written here.
With --check nothing is written, and the exit status is 1 if a line would change.
"""
import os
import re
import sys
import warnings

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "syntax.txt")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


def unescaped(text):
    def replace(match):
        code = match.group(1)
        return chr(int(code[1:], 16)) if code[0] == "x" else ESCAPES[code]

    return re.sub(r"\\(x..|.)", replace, text)


def given(lines):
    parts = []
    for line in lines:
        if line[:1] == ">":
            parts.append(line[2:] + "\n")
        elif line[:1] == "~":
            parts.append(unescaped(line[2:]))
    return "".join(parts)


def carets(error, line):
    """Where the traceback module puts them; a range over several lines is shown up to the end."""
    shown = line.lstrip(" \t\f")
    skipped = len(line) - len(shown)
    start = min(max(error.offset - 1, skipped), len(line))
    end = start + 1
    if error.end_lineno not in (None, error.lineno):
        end = len(line)
    elif error.end_offset not in (None, 0, -1):
        end = min(error.end_offset - 1, len(line))
    yield "^ " + shown
    yield "^ " + " " * (start - skipped) + "^" * max(1, end - start)


def expected(text):
    try:
        compile(text, "case.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        yield "= %d: %s: %s" % (error.lineno, type(error).__name__, error.msg)
        lines = re.split("\r\n|\r|\n", text)
        line = lines[error.lineno - 1]
        if line.strip() and error.offset:
            yield from carets(error, line)
        return
    yield "= ok"


def rewritten(text):
    head, *cases = re.split(r"(?m)^(?=== )", text)
    yield head
    for case in cases:
        lines = case.rstrip("\n").split("\n")
        if not any(line.startswith("* ") for line in lines):
            lines = [line for line in lines if line[:1] not in ("=", "^") or line[:3] == "== "]
            lines += list(expected(given(lines)))
        yield "\n".join(lines) + "\n\n"


def main():
    warnings.simplefilter("ignore")
    with open(CASES, encoding="utf-8") as file:
        before = file.read()
    after = "".join(rewritten(before)).rstrip("\n") + "\n"
    if after == before:
        return 0
    if "--check" in sys.argv[1:]:
        print("syntax.txt: not what CPython says: run %s" % sys.argv[0])
        return 1
    with open(CASES, "w", encoding="utf-8") as file:
        file.write(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
