"""The page of conflicts, by keys: what happened, both sides, what to do, what stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.domain.conflicts import Conflict, ConflictKind, Side
from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.services.conflict_views import ConflictView, SideView
from batola_desk.ui.conflicts import conflict_words
from batola_desk.ui.conflicts.conflicts_sheet import ConflictsSheet
from tests.support.quarrel import THEIR_TICKET, Quarrel
from tests.ui.shell_stage import ShellStage, open_shell


class Page:
    """The shell, the page, and desk B."""

    def __init__(self, shell: ShellStage, quarrel: Quarrel) -> None:
        self.shell = shell
        self.quarrel = quarrel
        self.conflicts = shell.services.conflicts
        self.sheet: ConflictsSheet = shell.window.conflicts_sheet
        self.incident_id = self.unit_id = ""

    @property
    def lines(self) -> list[str]:
        model = self.sheet.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def text(self, name: str) -> str:
        """Words of a label; of a card: of one that is shown, not of one on its way out."""
        for card in self.sheet._cards:
            found = card.findChild(QLabel, name)
            if isinstance(found, QLabel):
                return found.text()
        return self.shell.find(QLabel, name).text()  # type: ignore[attr-defined]

    def put_on(self, start: str) -> None:
        """Put the cursor on the line that has this in it."""
        row = next(row for row, line in enumerate(self.lines) if start in line)
        self.sheet.list.setCurrentIndex(self.sheet.list.model().index(row, 0))

    async def open(self, count: int) -> None:
        await self.shell.until(lambda: self.conflicts.count() == count)
        await self.shell.press("Ctrl+Shift+X")
        await self.shell.until(lambda: len(self.lines) == count)
        await self.shell.settle()

    async def press(self, keys: str) -> None:
        await self.shell.press(keys)


@asynccontextmanager
async def open_page(home: Path, **options: object) -> AsyncIterator[Page]:
    """Two desks sent one unit and wrote one field, apart from each other."""
    async with open_shell(home, size=(1366, 768), **options) as shell:
        assert shell.desk.clock is not None
        page = Page(shell, Quarrel(shell.services, shell.desk.clock.now_us()))
        services = shell.services
        page.incident_id = await services.incidents.new(source="manual")
        services.incidents.set_field(page.incident_id, "place_text", "Belawang")
        await services.incidents.flush()
        page.unit_id = await services.dispatch.register_unit("BPK-3", "bpk", "road")
        await services.dispatch.dispatch_unit(page.incident_id, page.unit_id)
        page.quarrel.signs_on()
        await page.quarrel.meet()
        page.quarrel.opens()
        page.quarrel.sends(page.unit_id, THEIR_TICKET)
        page.quarrel.types(page.incident_id, "place_text", "Alalak")
        await page.quarrel.meet()
        yield page


async def test_what_happened_is_said_in_words_with_both_sides_beside_each_other(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_page(tmp_path) as page:
        await page.open(2)
        strip = page.shell.find(QPushButton, "strip_conflict")
        assert "2 konflik" in strip.text()  # type: ignore[attr-defined]
        page.put_on("Satuan ganda")
        what = page.text("conflicts_what")
        assert what.startswith("Satuan BPK-3 dikirim oleh Meja A (Sari, ")
        assert " dan Meja B (Rina Sari, " in what
        assert page.text("side_who_1").startswith("Meja A")
        assert page.text("side_who_2").startswith("Meja B")
        assert "B0007" in page.text("side_value_2")
        page.put_on("Isian berbeda")
        assert page.text("conflicts_what").startswith("Tempat tiket ")
        assert {page.text("side_value_1"), page.text("side_value_2")} == {"Alalak", "Belawang"}
        await page.shell.settle()
        first = page.sheet._cards[0].geometry()
        assert first.right() < page.sheet._cards[1].geometry().left()


async def test_a_value_is_chosen_with_one_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_page(tmp_path) as page:
        await page.open(2)
        page.put_on("Isian berbeda")
        number = "2" if page.text("side_value_2") == "Belawang" else "1"
        await page.press(number)
        await page.shell.until(lambda: page.conflicts.count() == 1)
        view = page.shell.services.incidents.view(page.incident_id)
        assert view is not None
        assert view.incident.text("place_text") == "Belawang"
        await page.shell.until(lambda: len(page.lines) == 1)


async def test_a_dispatch_is_taken_back_by_pressing_twice(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_page(tmp_path) as page:
        await page.open(2)
        page.put_on("Satuan ganda")
        await page.press("2")
        assert "Yakin?" in page.sheet._cards[1].settle.text()
        assert page.conflicts.count() == 2, "one key alone takes no crew off a fire"
        await page.press("2")
        await page.shell.until(lambda: page.conflicts.count() == 1)
        assert page.shell.services._world.units[page.unit_id].incident_ids == (page.incident_id,)


async def test_several_are_marked_as_seen_with_a_note_and_read_again_under_all(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_page(tmp_path) as page:
        await page.open(2)
        await page.press("A")
        assert all(line.startswith("☑") for line in page.lines)
        await page.press("C")
        assert page.shell.window.focusWidget() is page.shell.find(QLineEdit, "conflicts_note")
        await page.shell.type("sudah ditelepon")
        await page.press("Return")
        await page.shell.until(lambda: page.lines == [])
        assert page.conflicts.count() == 0
        assert "Tidak ada konflik" in page.sheet.empty.text()
        assert page.sheet.empty.isVisible()
        assert page.shell.find(QPushButton, "strip_conflict").isHidden()
        await page.press("T")
        await page.shell.until(lambda: len(page.lines) == 2)
        assert all(line.startswith("✓") and "sudah ditelepon" in line for line in page.lines)
        assert "Dilihat oleh Sari" in page.text("conflicts_seen_by")


async def test_one_is_marked_by_l_and_another_that_comes_in_does_not_move_the_cursor(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_page(tmp_path) as page:
        await page.open(2)
        page.put_on("Isian berbeda")
        page.quarrel.may_not(page.incident_id)
        await page.quarrel.meet()
        await page.shell.until(lambda: len(page.lines) == 3)
        current = page.sheet.current
        assert current is not None
        assert current.conflict.kind is ConflictKind.FIELD
        await page.press("L")
        await page.shell.until(lambda: len(page.lines) == 2)
        assert not any("Isian" in line for line in page.lines)


async def test_enter_opens_the_ticket_and_escape_gives_the_keyboard_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_page(tmp_path) as page:
        before = page.shell.window.focusWidget()
        await page.open(2)
        assert isinstance(page.shell.window.focusWidget(), QListView)
        await page.press("Escape")
        assert page.shell.window.focusWidget() is before
        await page.press("Ctrl+Shift+X")
        page.put_on("Isian berbeda")
        await page.press("Return")
        await page.shell.until(lambda: page.shell.window.form.vm.incident_id == page.incident_id)
        assert not page.sheet.isVisible()


async def test_an_operator_sees_his_own_only(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_page(tmp_path, role="PTDS") as page:
        page.quarrel.may_not(THEIR_TICKET)
        await page.quarrel.meet()
        await page.open(2)
        assert not any("tidak berlaku" in line for line in page.lines)


async def test_the_command_line_knows_the_word_and_the_language_changes(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_page(tmp_path) as page:
        await page.press("Ctrl+K")
        await page.shell.type("konflik")
        await page.press("Return")
        await page.shell.until(lambda: len(page.lines) == 2)
        assert page.sheet.isVisible()
        page.put_on("Satuan ganda")
        await page.press("Ctrl+Shift+L")
        await page.shell.until(lambda: "Unit BPK-3" in page.text("conflicts_what"))
        assert "was sent by Desk A" in page.text("conflicts_what")


def test_every_kind_has_words_also_with_one_side(qtbot: QtBot) -> None:
    from tests.support.small_catalog import small_catalog

    catalog = small_catalog()
    for kind in ConflictKind:
        for count in (1, 3):
            sides = tuple(
                SideView(
                    side=Side(
                        fact_id=str(n), kind="unit.dispatched", actor="r", desk="B", at_us=5, value="lost>ok"
                    ),
                    person="Rina",
                )
                for n in range(count)
            )
            conflict = Conflict(
                conflict_id="x",
                kind=kind,
                home="unit:u",
                topic="t",
                detail="unit.dispatched",
                sides=tuple(side.side for side in sides),
            )
            words = conflict_words.sentence(ConflictView(conflict=conflict, sides=sides), catalog, 10**15)
            assert "Rina" in words
            assert "{" not in words
            assert conflict_words.kind_words(ConflictView(conflict=conflict, sides=sides)) != kind.value


def test_the_kinds_of_facts_that_have_words_exist() -> None:
    assert set(conflict_words.ACTS) <= set(EVENT_CLASSES)
