#!/usr/bin/env python3
"""Write the '=' lines of ini_cases.txt: what configparser makes of each input.

With --check nothing is written, and the exit status is 1 if a line would change.
"""
import configparser
import io
import os
import re
import sys

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ini_cases.txt")
ESCAPES = {"n": b"\n", "r": b"\r", "t": b"\t", "\\": b"\\"}


def unescaped(text):
    def replace(match):
        code = match.group(1)
        if code[0:1] == b"x":
            return bytes([int(code[1:], 16)])
        return ESCAPES[code.decode()]

    return re.sub(rb"\\(x..|.)", replace, text.encode())


def escaped(text):
    def replace(match):
        names = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
        return names.get(match.group(0)) or "\\x%02x" % ord(match.group(0))

    return re.sub(r"[\x00-\x1f\x7f\\]", replace, text)


def given(lines):
    """The bytes of the file that a case is about."""
    parts = []
    for line in lines:
        if line[:1] == ">":
            parts.append(line[2:].encode() + b"\n")
        elif line[:1] == "~":
            parts.append(unescaped(line[2:]))
    return b"".join(parts)


def refused_line(error):
    if isinstance(error, configparser.ParsingError) and getattr(error, "errors", None):
        return error.errors[0][0]
    return error.lineno


def expected(data):
    parser = configparser.ConfigParser({"here": "/srv/app"})
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    except configparser.Error as error:
        yield "= line %d is refused" % refused_line(error)
        return
    for section in parser.sections():
        for key in sorted(parser.options(section)):
            if key == "here" and parser.get(section, key, raw=True) == "/srv/app":
                continue
            try:
                value = parser.get(section, key)
            except configparser.Error:
                yield "= [%s] %s is refused" % (section, key)
            else:
                yield "= [%s] %s = %s" % (section, key, escaped(value))


def rewritten(text, expected_of):
    head, *cases = re.split(r"(?m)^(?=== )", text)
    yield head
    for case in cases:
        lines = case.rstrip("\n").split("\n")
        if not any(line.startswith("* ") for line in lines):
            ours = [line for line in lines if line.startswith("!")]
            lines = [line for line in lines if line[:2] not in ("= ", "! ")]
            lines += list(expected_of(given(lines))) + ours
        yield "\n".join(lines) + "\n\n"


def rewrite(path, expected_of):
    with open(path, encoding="utf-8") as file:
        old = file.read()
    new = "".join(rewritten(old, expected_of)).rstrip("\n") + "\n"
    if "--check" in sys.argv[1:]:
        return 0 if new == old else 1
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)
    return 0


if __name__ == "__main__":
    sys.exit(rewrite(CASES, expected))
