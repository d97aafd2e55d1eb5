"""How the strip tells of the secretariat."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from batola_desk.services.change import Change
from batola_desk.services.seat_views import CopyView, RoomView
from batola_desk.ui import labels
from batola_desk.ui.copy_error_texts import COPY_ERROR_TEXTS
from batola_desk.ui.room_words import clock_words, conflict_words, mode_look, mode_words
from batola_desk.ui.secretariat_error_texts import SECRETARIAT_ERROR_TEXTS
from tests.ui.shell_stage import open_shell


@pytest.mark.parametrize(
    ("room", "look"),
    [
        (None, ("Meja tunggal", "chip")),
        (RoomView(mode="synced"), ("● Sinkron", "ok")),
        (RoomView(mode="synced", code="secretariat_no_role"), ("▲ Sinkron", "warn")),
        (RoomView(mode="delayed", behind_s=7), ("▲ Tertunda 7 dtk", "warn")),
        (RoomView(mode="offline", waiting_count=12), ("✕ Luring · 12 menunggu", "late")),
        (
            RoomView(
                mode="offline",
                waiting_count=12,
                copies=(CopyView(kind="neighbour", name="B", is_whole=True),),
            ),
            ("✕ Luring · 12 menunggu, salinan B", "late"),
        ),
        (
            RoomView(
                mode="offline", waiting_count=12, copies=(CopyView(kind="folder", name="/x", is_whole=True),)
            ),
            ("✕ Luring · 12 menunggu, salinan ✓", "late"),
        ),
        (
            RoomView(mode="offline", waiting_count=12, copies=(CopyView(kind="folder", code="copy_stuck"),)),
            ("✕ Luring · 12 menunggu", "late"),
        ),
        (RoomView(mode="offline"), ("✕ Luring", "late")),
        (RoomView(mode="synced", history_percent=43), ("● Sinkron · riwayat 43%", "ok")),
        (RoomView(mode="offline", history_percent=43), ("✕ Luring", "late")),
        (RoomView(mode="catching_up", waiting_count=3), ("◌ Menyusul · 3 menunggu", "warn")),
    ],
)
def test_each_state_has_its_sign_and_its_figure(
    qtbot: QtBot, room: RoomView | None, look: tuple[str, str]
) -> None:
    assert mode_look(room) == look


def test_what_is_wrong_is_told_with_what_works_and_what_to_do(qtbot: QtBot) -> None:
    room = RoomView(mode="offline", waiting_count=5, kept_count=2, code="secretariat_unreachable")
    told = mode_words(room).splitlines()
    assert told[1].startswith("5 catatan meja ini menunggu")
    assert "TIDAK punya salinan" in told[2]
    assert told[3].startswith("2 catatan meja lain")
    assert told[4:] == list(labels.error_words("secretariat_unreachable", {}))
    refused = RoomView(mode="offline", code="secretariat_password")
    assert "password_file" in mode_words(refused)  # nobody can type a machine's password again
    assert mode_words(None) == ""
    assert (conflict_words(0), conflict_words(2)) == ("", "▲ 2 konflik")


def test_where_the_copies_are_is_told(qtbot: QtBot) -> None:
    at_b = CopyView(kind="neighbour", name="B", is_whole=True)
    stuck = CopyView(
        kind="folder", name="/media/x", code="copy_folder_missing", values={"folder": "/media/x"}
    )
    told = mode_words(RoomView(mode="offline", waiting_count=5, copies=(stuck, at_b))).splitlines()
    assert told[2] == "Salinannya ada di Meja B."
    assert told[3].startswith("Folder salinan tidak ada")
    assert "/media/x" in told[5]
    assert "TIDAK" not in " ".join(told)


def test_every_code_of_a_copy_has_its_words(qtbot: QtBot) -> None:
    values = {"folder": "/x", "detail": "y", "desk": "B"}
    for code in COPY_ERROR_TEXTS:
        words = " ".join(labels.error_words(code, values))
        assert "{" not in words
        assert len(words) > 40


@pytest.mark.parametrize(
    ("off_s", "words"),
    [
        ("7260", "Jam meja ini 2 jam 1 menit di depan jam sekretariat."),
        ("-95", "Jam meja ini 1 menit 35 detik di belakang jam sekretariat."),
        ("x", ""),
    ],
)
def test_a_wrong_clock_is_told_with_the_difference(qtbot: QtBot, off_s: str, words: str) -> None:
    assert clock_words(off_s) == words


def test_a_desk_that_began_with_a_snapshot_says_what_is_on_its_way(qtbot: QtBot) -> None:
    assert "43%" in mode_words(RoomView(mode="synced", history_percent=43))
    assert "Riwayat" not in mode_words(RoomView(mode="synced"))


def test_every_code_has_words_here(qtbot: QtBot) -> None:
    for code in (*SECRETARIAT_ERROR_TEXTS, "disk_full", "code-of-a-newer-program"):
        assert len(mode_words(RoomView(mode="offline", code=code)).splitlines()) >= 2


async def test_the_strip_follows(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        mode = shell.find(QLabel, "strip_mode")
        assert isinstance(mode, QLabel)
        assert mode.text() == "Meja tunggal"
        room = RoomView(
            mode="offline",
            code="secretariat_config",
            values={"file": "secretariat.toml", "line": 3, "key": "tls.ca", "found": "x", "allowed": "y"},
        )
        shell.services.session._room = lambda: room
        shell.services.changed.publish(Change(what=frozenset({"status"})))
        qtbot.waitUntil(lambda: mode.text() == "✕ Luring")
        assert "baris 3, tls.ca: ditemukan x" in mode.toolTip()
