"""Who else is in the ticket: said in the head, beside the field and on the board, and nothing moves by it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from batola_desk.sync.presence import Presence
from batola_desk.ui.boards.incident_board import IncidentBoard
from batola_desk.ui.boards.incident_model import TICKET
from batola_desk.ui.incident.presence import MarkedCaption, PresenceLabel
from tests.ui.form_stage import FormStage, open_stage


def somebody(incident_id: str, field: str = "", *, desk: str = "B", name: str = "Rina") -> Presence:
    return Presence(
        login=name.lower(),
        name=name,
        is_machine=not name,
        desk=desk,
        incident_id=incident_id,
        field=field,
        left_s=0.0,
    )


async def ticket(stage: FormStage) -> str:
    stage.form.focus_place()
    await stage.type("Jalan")
    await stage.until(lambda: bool(stage.form.incident_id))
    await stage.settle()
    return stage.form.incident_id


def places(stage: FormStage) -> list[tuple[str, int, int, int, int]]:
    """Where everything in the form stands."""
    return [
        (widget.objectName(), *widget.geometry().getRect())
        for widget in stage.form.findChildren(QWidget)
        if widget.isVisible()
    ]


async def test_a_key_pressed_on_the_other_desk_is_said_and_nothing_moves(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.window.resize(900, 900)
        stage.form.resize(900, 900)
        incident_id = await ticket(stage)
        head = stage.find(PresenceLabel, "presence")
        assert isinstance(head, PresenceLabel)
        caption = stage.form.details.place.caption
        before = places(stage)
        assert (head.text(), caption.text()) == ("", "TEMPAT KEJADIAN")
        stage.services.presence.take([somebody(incident_id, "place_text")])
        await stage.settle()
        assert head.text() == "Rina (Meja B) mengetik di Tempat …"
        assert caption.text() == "TEMPAT KEJADIAN  ✎ Rina (Meja B) …"
        assert places(stage) == before
        stage.services.presence.take([somebody(incident_id)])
        await stage.settle()
        assert (head.text(), caption.text()) == ("Rina (Meja B) membuka tiket ini", "TEMPAT KEJADIAN")
        stage.services.presence.take([])
        await stage.settle()
        assert head.text() == ""
        assert places(stage) == before


async def test_every_field_has_its_mark_and_narrow_ones_the_letter_alone(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await ticket(stage)
        before = places(stage)
        for field in ("type_code", "landmark", "access", "caller_name", "callback_number", "note"):
            stage.services.presence.take([somebody(incident_id, field)])
            await stage.settle()
            marked = [c for c in stage.form.findChildren(MarkedCaption) if "✎" in c.text()]
            assert [caption._field for caption in marked] == [field]
        stage.services.presence.take([somebody(incident_id, "victims_injured", name="Rina Sari Wulandari")])
        await stage.settle()
        narrow = stage.form.details.captions["victims_injured"]
        assert narrow.text() == "LUKA  ✎ B"
        assert narrow.toolTip() == "Rina Sari Wulandari (Meja B) mengetik di Luka …"
        assert places(stage) == before


async def test_a_narrow_head_has_signs_and_the_whole_sentence_as_tooltip(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await ticket(stage)
        stage.services.presence.take(
            [somebody(incident_id, "note"), somebody(incident_id, desk="C", name="")]
        )
        await stage.settle()
        head = stage.form.header.presence
        assert head.text() == "✎ Rina (B) ◉ C"
        stage.form.resize(445, 900)
        await stage.settle()
        assert head.text() == "✎ B ◉ C"
        assert head.toolTip() == "Rina (Meja B) mengetik di Kronologi … · Meja C membuka tiket ini"


async def test_another_ticket_has_other_visitors(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await ticket(stage)
        stage.services.presence.take([somebody(incident_id, "note")])
        await stage.settle()
        stage.form.new_ticket()
        await stage.settle()
        assert stage.form.header.presence.text() == ""
        stage.form.open_incident(incident_id)
        await stage.settle()
        assert stage.form.header.presence.text()


async def test_the_form_tells_what_is_open_and_typed(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        told: list[tuple[str, str]] = []
        stage.services.presence._send = lambda place: told.append((place.incident_id, place.field))
        incident_id = await ticket(stage)
        stage.form.focus_type()
        await stage.type("ke")
        stage.form.focus_note()
        await stage.type("api besar")
        stage.form.new_ticket()
        await stage.settle()
        short = [(bool(at == incident_id), field) for at, field in told]
        assert short[0] == (True, "")
        assert short[-3:] == [(True, "type_code"), (True, "note"), (False, "")]


async def test_the_board_marks_what_others_have_open_in_both_languages(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await ticket(stage)
        board = IncidentBoard(stage.services, stage.pulse, stage.window)
        board.show()
        cell = board.model.index(board.model.row_of(incident_id), TICKET)
        bare = cell.data()
        stage.services.presence.take([somebody(incident_id)])
        await stage.settle()
        assert cell.data() == f"{bare} ◉ B"
        assert "Rina (Meja B) membuka tiket ini" in cell.data(Qt.ItemDataRole.ToolTipRole)
        stage.services.presence.take([])
        assert cell.data() == bare
