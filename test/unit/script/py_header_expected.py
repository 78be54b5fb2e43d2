#!/usr/bin/env python3
"""Write the '=' lines of py_header.txt: what Alembic makes of each script.

Needs Alembic (test/diff/requirements.txt).  With --check nothing is written, and the exit status is 1
if a line would change.
"""
import os
import sys
import tempfile

from alembic.script import ScriptDirectory
from alembic.script.base import Script
from alembic.util import CommandError, to_tuple

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "text"))
import ini_expected as stanzas  # noqa: E402


def field(name, value):
    if value:
        yield "= %s %s" % (name, stanzas.escaped(value))


def expected(data):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/0a1b.py", "wb") as file:
            file.write(data)
        try:
            script = Script._from_path(ScriptDirectory(folder), folder + "/0a1b.py")
        except (CommandError, AttributeError, SyntaxError) as error:
            yield "= refused: %s" % type(error).__name__
            return
    yield from field("id", script.revision)
    yield from field("down", "|".join(to_tuple(script.down_revision, default=())))
    yield from field("labels", "|".join(sorted(script._orig_branch_labels)))
    yield from field("depends", "|".join(to_tuple(script.dependencies, default=())))
    yield from field("doc", script.longdoc)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(stanzas.rewrite(os.path.join(HERE, "py_header.txt"), expected))
