"""A file is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.settings.whole_file import write_whole


def test_what_cannot_take_its_name_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "laporan.json"
    taken.mkdir()  # a name that no file can take
    with pytest.raises(OSError, match=r"laporan\.json"):
        write_whole(taken, b"isi")
    assert [path.name for path in tmp_path.iterdir()] == ["laporan.json"]


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "catatan"
    path.write_bytes(b"lama")
    write_whole(path, b"baru")
    assert path.read_bytes() == b"baru"
    assert [path.name for path in tmp_path.iterdir()] == ["catatan"]
