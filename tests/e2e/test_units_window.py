"""The real window, the real program of positions: a stranger's telephone becomes a unit's, by keyboard."""

from __future__ import annotations

import json
import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.interop.avl.given import GIVEN_NAME, read_given
from tests.e2e.avl_stage import Program
from tests.e2e.desk_rig import DeskRig, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

GPX = '<gpx version="1.1" creator="t"><wpt lat="-3.05" lon="114.70"/></gpx>'


def facts(desk: DeskRig, kind: str) -> list[dict[str, object]]:
    rows = desk.rows("select body from journal where kind = ? order by row_id", kind)
    return [json.loads(str(row[0])) for row in rows]


def picture(desk: DeskRig, name: str) -> None:
    folder = os.environ.get("BATOLA_PICTURES")
    if folder:  # for a person to look at
        time.sleep(1.0)
        desk.picture(Path(folder) / f"{name}.png")


def test_a_telephone_is_given_to_a_unit_and_its_position_comes_from_files_and_hands(
    plain_desk: DeskRig, owned: ExitStack, tmp_path: Path
) -> None:
    desk = plain_desk
    program = Program(desk.home)
    (desk.home / "config" / "settings.toml").write_text('[operator]\nrole = "KS"\n')
    program.start()
    owned.callback(program.end)
    desk.start()
    desk.focus()
    assert program.send("hp-tamu", lat=-2.99) == 200
    assert program.send("hp-tamu", token="bukan-token-yang-benar") == 401

    desk.key("ctrl+shift+u")
    time.sleep(3.0)  # the list looks at the program's word every two seconds, the program speaks every five
    picture(desk, "devices-stranger")
    desk.key("ctrl+Home")  # the cursor stays with its line when a stranger comes above it
    desk.key("Return")
    desk.key("Return")
    given = wait_until(lambda: facts(desk, "unit.device_set"), 5.0, "the word in the journal")
    assert given == [{"device": "hp-tamu", "unit_id": "u1"}]
    path = desk.home / "data" / GIVEN_NAME
    wait_until(lambda: read_given(path) == {"hp-tamu": "u1"}, 5.0, "the word at the program")
    time.sleep(0.5)  # the journal is read quicker here than the screen paints
    desk.key("u")
    wait_until(lambda: len(facts(desk, "unit.device_set")) == 2, 5.0, "the undo in the journal")
    time.sleep(0.5)
    desk.key("Return")
    desk.key("Return")
    wait_until(lambda: read_given(path) == {"hp-tamu": "u1"}, 8.0, "the word again")
    time.sleep(5.5)
    assert program.send("hp-tamu", lat=-2.98) == 200
    picture(desk, "devices-given")
    desk.key("Escape")
    desk.key("ctrl+k")
    desk.type_text("ikuti u1")
    desk.key("Return")
    picture(desk, "unit-followed")

    track = tmp_path / "jalan.gpx"
    track.write_text(GPX)
    desk.key("ctrl+k")
    desk.type_text(f"posisi-berkas {track}")
    desk.key("Return")
    located = wait_until(lambda: facts(desk, "unit.located"), 5.0, "the file's place in the journal")
    assert (located[-1]["latitude"], located[-1]["source"]) == (-3.05, "file")
    desk.key("alt+shift+g")
    wait_until(lambda: facts(desk, "unit.located")[-1]["latitude"] == -2.98, 5.0, "the placing taken back")
    desk.key("alt+g", "space")
    placed = wait_until(lambda: facts(desk, "unit.located")[2:], 5.0, "a placing by hand")
    assert placed[-1]["source"] == "operator"
    assert desk.troubles() == []
