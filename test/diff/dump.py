"""What is in a database: the text of pg_dump, without what changes from run to run."""

import re
import subprocess

NOISE = re.compile(r"\\(un)?restrict ")
RANDOM = {
    "uuids": r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    "times": r"\b20[2-9]\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:\d\d)?)?",
    "hex": r"\b[0-9a-f]{8,}\b",
}


ROWS = r"(?:(?:INSERT INTO|UPDATE|DELETE FROM) alembic_version .*;\n\n){2,}"
INDEXES = r"(?:CREATE (?:UNIQUE )?INDEX [^;]*;\n\n){2,}"


def hide(text, random):
    """The text with what is random replaced by its kind; what is only in random order, sorted."""
    for kind in random:
        if kind == "indexes":
            text = re.sub(INDEXES, lambda m: "\n\n".join(sorted(m[0].split("\n\n"))), text)
        elif kind == "rows":
            text = re.sub(ROWS, net_change, text)
        else:
            text = re.sub(RANDOM[kind], "<%s>" % kind, text)
    return text


def net_change(m):
    """At merges and their undoing it is open which row is updated and which deleted or inserted."""
    gone = re.findall("version_num = '(.*?)';", m[0])
    new = re.findall("version_num='(.*?)'|VALUES \\('(.*?)'\\)", m[0])
    return "%s => %s\n" % (sorted(gone), sorted("".join(n) for n in new))


def dump(url, random=(), exclude=()):
    """Objects in the order of pg_dump, rows in the order of their texts."""
    command = ["pg_dump", "--no-owner", "--exclude-schema=limbeck"] + \
        ["--exclude-table=" + name for name in exclude] + [url]
    text = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    lines, rows = [], None
    for line in text.split("\n"):
        if rows is None and not NOISE.match(line):
            lines.append(hide(line, random))
        if rows is not None and line == "\\.":
            lines += sorted(rows) + [line]
            rows = None
        elif rows is not None:
            rows.append(hide(line, random))
        elif line.startswith("COPY "):
            rows = []
    return "\n".join(lines) + "\n"
