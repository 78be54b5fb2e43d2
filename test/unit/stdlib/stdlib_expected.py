#!/usr/bin/env python3
"""Write the '=' and '!' lines of *.txt: see ../py/eval_expected.py."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "py"))

import eval_expected  # noqa: E402  (a module of another folder)

if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 11), "the messages are those of CPython 3.11"
    sys.exit(eval_expected.main(os.path.join(HERE, "*.txt")))
