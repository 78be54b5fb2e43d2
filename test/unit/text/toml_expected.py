#!/usr/bin/env python3
"""Write the '=' lines of toml_cases.txt: what tomllib makes of each input.

With --check nothing is written, and the exit status is 1 if a line would change.
"""
import datetime
import os
import sys
import tomllib

import ini_expected as stanzas

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "toml_cases.txt")


def flat(path, value):
    """A line for each value that is not a table or an array with something in it."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            key = stanzas.escaped(key)
            yield from flat(path + "." + key if path else key, inner)
    elif isinstance(value, list) and value:
        for i, inner in enumerate(value):
            yield from flat("%s[%d]" % (path, i), inner)
    elif isinstance(value, (dict, list)):
        yield "%s %s" % (path, "table" if isinstance(value, dict) else "array")
    elif isinstance(value, bool):
        yield "%s boolean %s" % (path, "true" if value else "false")
    elif isinstance(value, int):
        yield "%s integer %d" % (path, value)
    elif isinstance(value, float):
        yield "%s float %.17g" % (path, value)
    elif isinstance(value, str):
        yield "%s string %s" % (path, stanzas.escaped(value))
    elif isinstance(value, (datetime.date, datetime.time)):
        yield "%s date" % path


def expected(data):
    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, RecursionError):
        yield "= is refused"
        return
    for line in flat("", document) if document else ():
        yield "= " + line


if __name__ == "__main__":
    sys.exit(stanzas.rewrite(CASES, expected))
