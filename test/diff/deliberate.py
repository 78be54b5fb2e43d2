"""Where limbeck differs from Alembic on purpose, each with its reason."""

import re


def only_reads(case, theirs, ours, found):
    return found == ["tables"] and case.verb in ("history", "show") and not case.rows and not ours.tables


def alembic_crashes(case, theirs, ours, found):
    """A traceback there, an error here."""
    said = ours.out.partition("FAILED: ")
    return theirs.status == 1 and ours.status == 255 and "tables" not in found and said[1] \
        and theirs.out.startswith(said[0])


def crash_is_answered(case, theirs, ours, found):
    """Of a range only: one that dependencies leave and enter, or that starts at nothing, said in an odd way."""
    range = re.match(r"history|upgrade (:|\S+@base:)", " ".join(case.words))
    return range and re.search("^(AssertionError|AttributeError: 'NoneType')", theirs.err, re.M) \
        and theirs.status == 1 and ours.status == 0 and "tables" not in found


def refused_at_once(case, theirs, ours, found):
    """Alembic has printed BEGIN by then; of a label of two, either can be named first."""
    refusal = re.match("FAILED: (Cycle|Self-loop|Dependency|Character|Branch name)", ours.out)
    same = sorted(theirs.out.replace("BEGIN;\n\n", "").split()) == sorted(ours.out.split())
    return refusal and same and theirs.status == ours.status and "tables" not in found


def is_configuration(case, theirs, ours, found):
    return case.words[0] in ("-n", "-c") and theirs.status == 255 and ours.status == 2 and ours.out.startswith("FAILED: ")


def starts_at_heads(case, theirs, ours, found):
    return case.words[:2] == ["downgrade", "heads:base"] and ours.status == 0 \
        and "FAILED: Multiple head revisions are present for given argument 'heads'" in theirs.out


def is_wider(case, theirs, ours, found):
    if case.words[-1] == "--sql":
        return theirs.out == ours.out.replace("VARCHAR(255)", "VARCHAR(32)")
    return "StringDataRightTruncation" in theirs.err and ours.status == 0 \
        and ours.tables[0][1] == ["version_num character varying(255) NOT NULL"]


def rolled_back(case, theirs, ours, found):
    return found == ["tables"] and case.words == ["ensure_version"] and not theirs.tables and len(ours.tables) == 1


TABLE = [
    (only_reads, "a command that only reads does not make the version table"),
    (alembic_crashes, "where Alembic breaks off with a traceback and exit 1, limbeck says what is wrong and exits 255"),
    (crash_is_answered, "some ranges at which Alembic breaks off with an assertion have a meaning, and are done"),
    (is_configuration, "a configuration that cannot be is exit 2, as everywhere, and named"),
    (starts_at_heads, "an offline downgrade can start at several heads; Alembic advises 'heads' and refuses it"),
    (is_wider, "the table is made wide enough for the ids; Alembic's text fails, and so does its upgrade"),
    (rolled_back, "ensure_version makes the table without transactional DDL, too; Alembic's is rolled back in silence"),
    (refused_at_once, "a graph that cannot be is refused before anything else is said"),
]


def reason(*facts):
    """Why a difference is right; None: it is not."""
    return next((why for applies, why in TABLE if applies(*facts)), None)
