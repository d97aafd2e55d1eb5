"""Compiles the tree with the very interpreter that will run it, under Wine: no other Python has a say."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from installer import wine_prefix
from installer.inputs import InputError


def compile_tree(program: Path, python: Mapping[str, bytes], *, prefix: Path) -> None:
    """Put bytecode into the tree (``installer.compile_tree``).

    Args:
        python: files of the embeddable CPython; its own ``._pth`` is left out, so that it is a plain one.
        prefix: a Wine prefix of the build's own.
    """
    with tempfile.TemporaryDirectory(prefix="batola-python-") as scratch:
        for name, data in python.items():
            if not name.endswith("._pth"):
                (Path(scratch) / name).write_bytes(data)
        script = Path(__file__).with_name("compile_tree.py")
        words = [str(Path(scratch) / "python.exe"), "-I", "-S", wine_prefix.as_windows(script)]
        done = wine_prefix.run(
            prefix, [*words, wine_prefix.as_windows(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    if done.returncode:
        raise InputError(f"bytecode: {done.stderr.decode(errors='replace')[-2000:]}")
