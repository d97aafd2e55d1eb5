"""What the doctor says of the places where unsent facts lie a second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.app.doctor.copies import copy_findings
from batola_desk.models.journal import Journal, open_journal
from batola_desk.sync.address import Address, Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.folder_copy import FolderSettings
from batola_desk.sync.voices import Credentials
from tests.support.neighbour_stage import Neighbourhood
from tests.support.waiting import until


def findings(folder: Path, **copies: object) -> list[tuple[str, str, str]]:
    address = Address(hosts=(Host("127.0.0.1", 1),), database="ruang")
    settings = RoomSettings(address=address, machine=Credentials("meja_a", "x"), **copies)  # type: ignore[arg-type]
    return [(f.subject, f.level, f.text) for f in copy_findings(settings, folder, desk="A")]


def test_no_second_place_is_a_warning(tmp_path: Path) -> None:
    ((subject, level, text),) = findings(tmp_path)
    assert (subject, level) == ("salinan", "warn")
    assert "[safe_copy]" in text


def test_the_folder_is_tried(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    ((_, level, text),) = findings(tmp_path, safe_copy=FolderSettings(folder=folder))
    assert (level, "tidak ada" in text) == ("warn", True)
    folder.mkdir()
    ((_, level, text),) = findings(tmp_path, safe_copy=FolderSettings(folder=folder))
    assert (level, "disk yang sama" in text) == ("warn", True)
    ((_, level, text),) = findings(tmp_path, safe_copy=FolderSettings(folder=folder, same_disk=True))
    assert (level, "bisa ditulis" in text) == ("ok", True)
    assert list(folder.iterdir()) == []


def test_a_wrong_section_is_said(tmp_path: Path) -> None:
    fault = SecretariatFault("secretariat_config", line=7, key="safe_copy.folder", found="x", allowed="y")
    ((_, level, text),) = findings(tmp_path, copies_fault=fault)
    assert (level, "baris 7" in text) == ("warn", True)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(tmp_path / "b.sqlite")
    yield opened
    opened.close()


def test_neighbours_are_asked(tmp_path: Path, journal: Journal) -> None:
    street = Neighbourhood(tmp_path, "ABC")
    keeping = street.thread("B", journal)
    settings = street.settings("A")
    try:
        until(lambda: findings(tmp_path, neighbours=settings)[0][2].startswith("Meja B menyimpan"))
        found = findings(tmp_path, neighbours=settings)
    finally:
        keeping.stop()
    assert [(subject, level) for subject, level, _ in found] == [("salinan", "warn"), ("salinan", "warn")]
    assert "habis dalam" in found[0][2]  # the test's certificates live for a day: that is soon
    assert "Meja C" in found[1][2] and "tidak menjawab" in found[1][2]
