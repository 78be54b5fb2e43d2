#!/usr/bin/env python3
"""Write the '=' lines of the files of values: what CPython 3.11 makes of each expression.

With --check nothing is written, and the exit status is 1 if a line would change.
"""
import glob
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def result(expression, names):
    try:
        return repr(eval(expression, names))
    except Exception as error:
        name, text = type(error).__name__, str(error)
        return "%s: %s" % (name, text) if text else name


def written(lines):
    names, statements = {}, []
    for line in lines:
        if line[:3] == "== ":
            names, statements = {"__name__": "values"}, []
        elif line[:2] == "! ":
            statements.append(line[2:])
        elif line[:2] == "= ":
            continue
        yield line
        if line[:2] == "> ":
            exec("\n".join(statements), names)
            statements = []
            yield "= " + result(line[2:], names)


def main():
    changed = False
    for path in sorted(glob.glob(os.path.join(HERE, "value_*.txt"))):
        with open(path, encoding="utf-8") as file:
            old = file.read()
        new = "\n".join(written(old.split("\n")))
        changed |= new != old
        if "--check" not in sys.argv[1:]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
    sys.exit(changed and "--check" in sys.argv[1:])


if __name__ == "__main__":
    main()
