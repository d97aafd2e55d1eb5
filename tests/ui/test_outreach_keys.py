"""Reaching an agency from its card: one key per way, what failed, what follows a rejection."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog, Channel, TaskMessage
from batola_desk.domain.incident import AgencyTask
from batola_desk.ipc import messages
from batola_desk.ui.incident.history_words import sentence
from batola_desk.ui.incident.task_card import TaskCard
from tests.support.mail_server import mail_server, settings_for
from tests.support.small_catalog import small_catalog
from tests.ui.form_stage import FormStage, open_stage


def catalog() -> Catalog:
    made = small_catalog()
    damkar = replace(
        made.agencies["damkar"],
        contacts=("Piket 0511 478811", "Pak Anu 0812 3456 7890 anu@contoh.go.id"),
        channels=("voice", "text", "email"),
    )
    more = {code: Channel(code=code, label=label) for code, label in (("text", "Teks"), ("email", "Surel"))}
    lines = ("{ticket}", "Lokasi: {place} & sekitar + RT 4")
    return replace(
        made,
        agencies={**made.agencies, "damkar": damkar},
        channels={**made.channels, **more},
        task_messages={"task": TaskMessage(code="task", lines=lines)},
    )


async def asked(stage: FormStage) -> TaskCard:
    """A fire with Damkar asked, the keyboard on its card."""
    incident_id = await stage.services.incidents.new(source="manual")
    stage.services.incidents.set_field(incident_id, "type_code", "KB01")
    stage.services.incidents.set_field(incident_id, "place_text", "Handil Bakti")
    await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    stage.form.open_incident(incident_id)
    await stage.settle()
    stage.form.send_task()
    card = stage.form.dispatch.cards[0]
    card.setFocus()
    await stage.settle()
    return card


def task(stage: FormStage) -> AgencyTask:
    view = stage.form.vm.view
    assert view is not None
    return view.tasks[0].task


async def test_1_calls_the_duty_officer_and_the_try_is_a_fact(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        await asked(stage)
        await stage.press(Qt.Key.Key_1)
        dialled = [c.number for c in stage.desk.engine.commands if isinstance(c, messages.DialNumber)]
        assert dialled == ["0511 478811"]
        assert task(stage).attempts[-1].contact == "Piket 0511 478811"
        assert "Piket 0511 478811" in stage.words


async def test_2_puts_the_text_on_the_clipboard(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        card = await asked(stage)
        await stage.press(Qt.Key.Key_2)
        assert QGuiApplication.clipboard().text().splitlines()[1] == "Lokasi: Handil Bakti & sekitar + RT 4"
        assert task(stage).attempts[-1].channel == "text"
        assert "✓" in card.ways.buttons[1].text()


async def test_3_opens_the_mail_program_with_the_whole_text(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        await asked(stage)
        opened: list[QUrl] = []
        stage.form.dispatch_vm.outreach.open_url = lambda url: opened.append(url) is None
        await stage.press(Qt.Key.Key_3)
        parts = urlsplit(bytes(opened[0].toEncoded()).decode())
        assert (parts.scheme, parts.path) == ("mailto", "anu@contoh.go.id")
        assert parse_qs(parts.query)["body"][0].splitlines()[1] == "Lokasi: Handil Bakti & sekitar + RT 4"


async def test_3_sends_it_by_the_centre_s_server_and_leaves_mail_program_and_clipboard_alone(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with mail_server(tmp_path) as server:
        settings = settings_for(server, tmp_path)
        async with open_stage(tmp_path / "meja", catalog=catalog(), mail=settings) as stage:
            card = await asked(stage)
            opened: list[QUrl] = []
            stage.form.dispatch_vm.outreach.open_url = lambda url: opened.append(url) is None
            QGuiApplication.clipboard().setText("punya petugas")
            await stage.press(Qt.Key.Key_3)
            assert "sedang dikirim" in stage.words
            await stage.desk.until(lambda: "sudah diterima server" in stage.words, limit_s=20.0)
            assert [one.recipients for one in server.taken] == [("anu@contoh.go.id",)]
            assert opened == []
            assert QGuiApplication.clipboard().text() == "punya petugas"
            await stage.settle()
            assert "✓" in card.ways.buttons[2].text()
            card.setFocus()
            await stage.press(Qt.Key.Key_3)
            await stage.desk.until(lambda: "isi yang sama sudah terkirim" in stage.words, limit_s=20.0)
            assert len(server.taken) == 1


async def test_what_the_mail_server_refused_is_told_and_stands_in_the_history(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with mail_server(tmp_path) as server:
        server.answers["RCPT"] = "550 5.1.1 kotak surat tidak ada"
        settings = settings_for(server, tmp_path)
        async with open_stage(tmp_path / "meja", catalog=catalog(), mail=settings) as stage:
            card = await asked(stage)
            await stage.press(Qt.Key.Key_3)
            await stage.desk.until(lambda: "550 5.1.1 kotak surat tidak ada" in stage.words, limit_s=20.0)
            await stage.settle()
            assert "✖" in card.ways.buttons[2].text()
            view = stage.form.vm.view
            assert view is not None
            line = sentence(
                view.incident.timeline[-1],
                stage.services.catalog,
                "id",
                task_agencies={task(stage).task_id: "damkar"},
                call_signs={},
            )
            assert line.endswith(
                "lewat Surel tidak tersambung, ditolak server surel: 550 5.1.1 kotak surat tidak ada"
            )


async def test_a_machine_without_a_mail_program_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        await asked(stage)
        stage.form.dispatch_vm.outreach.open_url = lambda _url: False
        await stage.press(Qt.Key.Key_3)
        assert "anu@contoh.go.id" in stage.words
        assert "Lokasi" in QGuiApplication.clipboard().text()


async def test_x_writes_down_that_nobody_answered_and_offers_the_next_way(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        card = await asked(stage)
        assert card.ways.buttons[1].property("role") == ""
        await stage.press(Qt.Key.Key_X)
        assert task(stage).attempts[-1].reason == "no_answer"
        assert "✖" in card.ways.buttons[0].text()
        assert card.ways.buttons[1].property("role") == "primary"
        assert "2 Teks" in card.hint.text()
        assert "Teks" in stage.words


async def test_the_card_tells_what_the_ladder_does_next(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        card = await asked(stage)
        assert "langkah 1" in card.hint.text()
        for _ in range(3):
            await stage.services.dispatch.act_on_task(stage.form.incident_id, task(stage).task_id, "escalate")
        await stage.settle()
        assert "ketua regu" in card.hint.text()


async def test_after_a_rejection_n_asks_the_next_usual_agency(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        card = await asked(stage)
        await stage.press(Qt.Key.Key_J)
        await stage.type("semua keluar")
        await stage.press(Qt.Key.Key_Return)
        assert "BPK" in card.next_agency.text()
        assert not card.ways.isVisible()
        card.setFocus()
        await stage.press(Qt.Key.Key_N)
        view = stage.form.vm.view
        assert view is not None
        assert [(one.task.agency_code, one.task.state.value) for one in view.tasks] == [
            ("damkar", "rejected"),
            ("bpk", "sent"),
        ]


async def test_who_accepted_by_name_is_not_chased(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        card = await asked(stage)
        await stage.services.dispatch.act_on_task(
            stage.form.incident_id, task(stage).task_id, "acknowledge", text="Pak Rahman"
        )
        await stage.settle()
        assert not card.ways.isVisible()
        assert not card.failed.isVisible()
        before = len(task(stage).attempts)
        card.setFocus()
        await stage.press(Qt.Key.Key_1)
        await stage.press(Qt.Key.Key_X)
        assert len(task(stage).attempts) == before
