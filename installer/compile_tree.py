"""Runs inside the bundled CPython: compiles a tree to bytecode that is loaded without a look at its source.

usage: python compile_tree.py PROGRAM

Only the bytecode stays (``x.pyc`` in the place of ``x.py``): a stack names file and line without it, and the
sources are 25 MB. Migrations are read as text by their runner and keep theirs. The files are compiled in one
order by one process: the bytes are the same every time.
"""

import os
import py_compile
import sys

MODE = py_compile.PycInvalidationMode.UNCHECKED_HASH
READ_AS_TEXT = ("migrations", "schema")


def main(program: str) -> int:
    """Compile everything below ``program``; exit code 1 names what cannot be compiled."""
    bad = 0
    for folder, inner, names in os.walk(program):
        inner.sort()
        parts = os.path.relpath(folder, program).split(os.sep)
        keeps_text = parts[0] == "app" and any(part in READ_AS_TEXT for part in parts)
        for name in sorted(names):
            if not name.endswith(".py"):
                continue
            path = os.path.join(folder, name)
            shown = os.path.relpath(path, program)
            target = None if keeps_text else path + "c"
            try:
                py_compile.compile(path, target, dfile=shown, doraise=True, invalidation_mode=MODE)
            except py_compile.PyCompileError as fault:
                sys.stderr.write(f"{shown}: {fault.msg}\n")
                bad += 1
                continue
            if not keeps_text:
                os.remove(path)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
