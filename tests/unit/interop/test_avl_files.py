"""What desk and listener leave for each other about devices is read by nobody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from batola_desk.interop.avl.given import read_given, write_given
from batola_desk.interop.avl.heard import Hearing, read_hearing, write_hearing


@pytest.mark.skipif(os.name == "nt", reason="on Windows the folder's access list protects")
def test_both_files_are_their_owners_alone_also_when_one_was_there(tmp_path: Path) -> None:
    given, heard = tmp_path / "given.json", tmp_path / "heard.json"
    for path in (given, heard):
        path.touch(mode=0o644)
    write_given(given, {"hp-1": "damkar-1"})
    write_hearing(heard, Hearing(since_us=1))
    assert read_given(given) == {"hp-1": "damkar-1"}
    assert read_hearing(heard) == Hearing(since_us=1)
    assert [path.stat().st_mode & 0o077 for path in (given, heard)] == [0, 0]
