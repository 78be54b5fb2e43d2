"""Where limbeck differs from Alembic on purpose, each with its reason."""

import re


def only_reads(case, theirs, ours, found):
    return found == ["tables"] and case.verb in ("history", "show") and not case.rows and not ours.tables


def crash_is_explained(case, theirs, ours, found):
    """A traceback there; here what is wrong, which is the exception's own text where that is for people."""
    printed, failed, said = ours.out.partition("FAILED: ")
    crash = theirs.err.strip().split("\n")[-1]
    known = re.match("(Assertion|Attribute|Key|Value)Error|alembic.script.revision.[A-Za-z]+: (.*)", crash)
    alike = known and known[2] in (None, said.strip())
    return failed and alike and theirs.status == 1 and ours.status == 255 \
        and theirs.out.startswith(printed) and "tables" not in found


def crash_is_answered(case, theirs, ours, found):
    """That dependencies leave and enter, or that start at nothing, said in an odd way."""
    odd = re.match(r"history|upgrade (:|\S+@base:)", " ".join(case.words))
    crash = re.search("^(AssertionError|AttributeError: 'NoneType')", theirs.err, re.M)
    return odd and crash and theirs.status == 1 and ours.status == 0 and "tables" not in found


def refused_at_once(case, theirs, ours, found):
    """Alembic has printed BEGIN by then."""
    refusal = re.match("FAILED: (Cycle|Self-loop|Dependency|Character|Branch name)", ours.out)
    same = theirs.out.replace("BEGIN;\n\n", "") == ours.out
    return refusal and same and theirs.status == ours.status and "tables" not in found


def id_is_there_twice(case, theirs, ours, found):
    return re.search(r"UserWarning: Revision (\S+) is present more than once", theirs.err) \
        and re.match(r"FAILED: Revision (\S+) is present more than once\n$", ours.out) \
        and ours.status == 255 and not ours.tables


def is_configuration(case, theirs, ours, found):
    return case.words[0] in ("-n", "-c") and (theirs.status, ours.status) == (255, 2) \
        and ours.out.startswith("FAILED: ")


def starts_at_heads(case, theirs, ours, found):
    advice = "FAILED: Multiple head revisions are present for given argument 'heads'"
    return case.words[:2] == ["downgrade", "heads:base"] and ours.status == 0 and advice in theirs.out


def is_wider(case, theirs, ours, found):
    if case.words[-1] == "--sql":
        return theirs.out == ours.out.replace("VARCHAR(255)", "VARCHAR(32)")
    return "StringDataRightTruncation" in theirs.err and ours.status == 0 \
        and ours.tables[0][1] == ["version_num character varying(255) NOT NULL"]


def rolled_back(case, theirs, ours, found):
    return found == ["tables"] and case.words == ["ensure_version"] \
        and not theirs.tables and len(ours.tables) == 1


TABLE = [
    (only_reads, "a command that only reads does not make the version table"),
    (crash_is_explained, "where Alembic breaks off with a traceback, limbeck says what is wrong: exit 255"),
    (crash_is_answered, "some ranges at which Alembic breaks off with an assertion have a meaning"),
    (refused_at_once, "a graph that cannot be is refused before anything else is said"),
    (id_is_there_twice, "an id of two scripts is an error that names both: one of them would never run"),
    (is_configuration, "a configuration that cannot be is exit 2, as everywhere, and named"),
    (starts_at_heads, "an offline downgrade can start at 'heads', which Alembic advises and refuses"),
    (is_wider, "the table is made wide enough for the ids: Alembic's own text and upgrade fail"),
    (rolled_back, "ensure_version works without transactional DDL: Alembic's is rolled back in silence"),
]


def reason(*facts):
    """Why a difference is right; None: it is not."""
    return next((why for applies, why in TABLE if applies(*facts)), None)
