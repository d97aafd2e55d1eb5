"""Pictures of every main view and state into ``shots/<theme>-<language>-<size>/`` (``make shots``).

The real window on a filled journal; the telephone is played, so that every state can be shown. Both themes,
both languages, a small and a large screen; no sound card, no second process.

    python tools/shots.py [--only dark-id-1920x1080] [--out shots]
"""

# ruff: noqa: E402 - platform and path are chosen before Qt and the stage are imported
from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.recording_messages import PlaybackChanged
from batola_desk.ipc.recording_parts import PlaybackStatus
from batola_desk.ui.start_failure import show_start_failure
from tests.support.desk_double import MemorySettings
from tests.support.window_stage import WindowStage, open_window, wall_us
from tools.all_settings_shots import all_settings_pictures
from tools.camera import Photographer, Take
from tools.centre_lists_shots import centre_lists_pictures
from tools.conflict_shots import conflict_pictures
from tools.doctor_shots import doctor_pictures
from tools.fill_demo import fill
from tools.first_start_shots import first_start_pictures
from tools.handing_shots import handing_pictures
from tools.link_shots import link_pictures
from tools.map_shots_draw import ground_pictures
from tools.map_shots_find import find_pictures
from tools.map_shots_layers import layers_pictures
from tools.map_shots_locate import locate_pictures
from tools.map_shots_pack import pack_pictures
from tools.map_shots_route import route_pictures
from tools.map_shots_units import units_pictures
from tools.other_room_shots import OTHER_ROOM, other_room_pictures
from tools.outreach_shots import outreach_pictures
from tools.people_shots import people_pictures
from tools.recording_shots import recording_pictures
from tools.room_shots import room_pictures
from tools.self_test_shots import self_test_pictures
from tools.supervision_shots import supervision_pictures
from tools.triage_shots import triage_pictures
from tools.version_shots import version_pictures
from tools.weather_shots import weather_pictures

THEMES = ("dark", "light")
LANGUAGES = ("id", "en")
SIZES = ((1920, 1080), (1366, 768))
WORKERS = 2
SECOND_US = 1_000_000
STORY = (
    "Api sudah membesar, rumah kayu rapat.",
    "Penghuni sudah di luar semua, satu kakek belum terlihat.",
)
LISTS = (("callbacks", "call-backs"), ("unclassified", "unclassified"), ("alarms", "alarms"))


@dataclass(frozen=True, slots=True)
class Look:
    """Theme, language and size of the screen."""

    theme: str
    language: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return f"{self.theme}-{self.language}-{self.size[0]}x{self.size[1]}"

    @property
    def values(self) -> dict[str, object]:
        """As settings."""
        return {"screen.theme": self.theme, "screen.language": self.language}


LOOKS = tuple(Look(*choice) for choice in itertools.product(THEMES, LANGUAGES, SIZES))


async def ring(stage: WindowStage, number: str, waited_s: float, **values: str) -> str:
    """A caller who has been waiting for a while."""
    key = stage.engine.ring(
        number, offered_us=wall_us() - int(waited_s * SECOND_US), training=False, **values
    )
    await stage.settle()
    return key


def type_into(widget: QWidget, text: str) -> None:
    """Type letters as a person would."""
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClicks(widget, text)


async def calls_and_form(stage: WindowStage, take: Take) -> None:
    """From the ringing call to the ticket that is on its way."""
    window, engine = stage.window, stage.engine
    await ring(stage, "081348112233", 3)
    await ring(stage, "085248990011", 13, display_name="Wartel Marabahan")
    await ring(stage, "082154007788", 27)
    await ring(stage, "", 64)
    await take(stage, "ringing")
    key = await stage.services.calls.answer()
    await stage.settle(0.3)
    engine.levels()
    await take(stage, "answered")
    window.form.focus_place()
    type_into(window.form.details.place.field, "belakang masjid handil bak")
    await stage.settle(0.2)
    engine.levels(caller_dbfs=-12.0, operator_dbfs=-38.0)
    await take(stage, "place-suggestions")
    QTest.keyClick(window.form.details.place.field, Qt.Key.Key_Return)
    await stage.settle(0.2)
    type_into(window.form.details.type.field, "kebak")
    await stage.settle(0.2)
    await take(stage, "type-suggestions")
    QTest.keyClick(window.form.details.type.field, Qt.Key.Key_Return)
    await stage.settle(0.2)
    note = window.form.details.chronology.input
    for line in STORY:
        type_into(note, line)
        QTest.keyClick(note, Qt.Key.Key_Return)
        await stage.settle(0.1)
    type_into(window.form.details.texts["caller_name"], "Bu Norhasanah")
    type_into(note, "Angin ke arah sung")
    await stage.settle(0.4)
    await take(stage, "live-form")
    await dispatch(stage, take)
    await stage.services.calls.hold(key)
    await take(stage, "call-on-hold")
    await stage.services.calls.resume(key)
    engine.caller_hangs_up(key)
    await stage.settle(0.3)
    window.book["classify"].trigger()
    await take(stage, "classification")
    await stage.services.calls.classify(key, "N")
    for waiting in list(engine.calls.values()):
        engine.caller_hangs_up(waiting.call_key)
    await stage.settle(0.2)


async def dispatch(stage: WindowStage, take: Take) -> None:
    """Agencies, units, the closing sheet."""
    window, services = stage.window, stage.services
    incident_id = window.form.incident_id
    view = services.incidents.view(incident_id)
    assert view is not None
    for agency in services.catalog.suggested_agencies(view.incident.text("type_code"))[:2]:
        await services.dispatch.send_task(incident_id, agency, channel="voice")
    await stage.settle(0.1)
    view = services.incidents.view(incident_id)
    assert view is not None
    task_id = view.tasks[0].task.task_id
    await services.dispatch.act_on_task(incident_id, task_id, "acknowledge", text="Pak Hasan")
    free = [unit for unit in services.dispatch.units(near_incident_id=incident_id) if not unit.ticket_numbers]
    if free:
        await services.dispatch.dispatch_unit(incident_id, free[0].unit.unit_id)
    window.form.send_task()
    await take(stage, "dispatch")
    window.form.show_units()
    await take(stage, "units-of-ticket")
    window.form.close_ticket()
    await take(stage, "closing-sheet")
    window.form.close_sheet.put_away()
    window.form.tabs.setCurrentWidget(window.form.history)
    await take(stage, "history")
    window.form.tabs.setCurrentWidget(window.form.calls)
    await take(stage, "calls-of-ticket")
    window.form.focus_place()


async def silent(stage: WindowStage, take: Take) -> None:
    """The silent-call procedure half way."""
    key = await ring(stage, "081255554444", 2)
    await stage.services.calls.answer(key)
    await stage.settle(0.1)
    stage.engine.silence(key, 9.0)
    await stage.services.calls.start_silent_check(key)
    items = stage.services.catalog.silent.items
    await stage.services.calls.tick_silent(key, items[0].code, heard=False)
    await take(stage, "silent-procedure")
    stage.engine.digit(key, "1")
    await stage.settle(0.2)
    await take(stage, "silent-key-pressed")
    stage.engine.caller_hangs_up(key)
    await stage.settle(0.2)
    await stage.services.calls.classify(key, "P")
    await stage.settle(0.1)


async def parties(stage: WindowStage, take: Take) -> None:
    """Consultation, conference, bridge, and a shift lead who listens."""
    window, engine, services = stage.window, stage.engine, stage.services
    caller = await ring(stage, "081348112233", 2)
    await services.calls.answer(caller)
    await stage.settle(0.2)
    window.targets.bring_up()
    await take(stage, "whom-to-call")
    window.targets.put_away()
    window.book["speed_dial_5"].trigger()
    await take(stage, "consultation-rings")
    engine.far_end_answers(services.parties.group()[1].key)
    await take(stage, "consultation")
    window.book["join"].trigger()
    await stage.settle(0.1)
    engine.supervised(caller, "Rusliansyah", "whisper")
    await take(stage, "conference-supervised")
    engine.supervised(caller, "", "")
    window.book["speed_dial_1"].trigger()
    await stage.settle(0.1)
    engine.far_end_answers(services.parties.group()[2].key)
    await stage.settle(0.1)
    window.book["join"].trigger()
    await take(stage, "conference-of-four")
    window.book["hand_over"].trigger()
    await stage.settle(0.1)
    engine.transfer_refused(caller)
    await take(stage, "bridge")
    for member in list(engine.calls.values()):
        engine.caller_hangs_up(member.call_key)
    await stage.settle(0.2)
    await services.calls.classify(caller, "I")
    await stage.settle(0.1)


async def boards_and_lists(stage: WindowStage, take: Take) -> None:
    """Everything that is looked up."""
    window = stage.window
    window.toggle_boards()
    tabs = window.boards.tabs
    for at, name in enumerate(("board-tickets", "board-units", "board-agencies")):
        tabs.setCurrentIndex(at)
        await take(stage, name)
    window.boards_dock.hide()
    window.search_for("handil")
    await stage.settle(0.6)
    stage.engine.playback = PlaybackStatus(path="2026/demo.wav", position_s=21.0, duration_s=83.0)
    stage.engine.tell(PlaybackChanged(playback=stage.engine.playback))
    await take(stage, "search-and-playback")
    stage.engine.playback = PlaybackStatus()
    stage.engine.tell(PlaybackChanged(playback=stage.engine.playback))
    window.search_dock.hide()
    for command, name in LISTS:
        window.book[command].trigger()
        await take(stage, name)
    rows = stage.services.incidents.board()
    window.open_incident(rows[0].incident_id)
    await stage.settle(0.5)
    await take(stage, "open-ticket")
    window.focus_map()
    await take(stage, "map")
    window.keyboard_to_form()
    window.preferences.bring_up()
    await take(stage, "settings")
    window.preferences.put_away()
    window.keys_overlay.bring_up()
    await take(stage, "keys")
    window.keys_overlay.put_away()


async def troubles(stage: WindowStage, take: Take) -> None:
    """What a person sees when something fails."""
    key = await ring(stage, "081348112233", 2)
    await stage.services.calls.answer(key)
    stage.engine.headset_lost()
    await take(stage, "no-headset-in-a-call")
    stage.engine.headset_back()
    stage.engine.die(can_start=False)
    await stage.settle(0.5)
    await take(stage, "engine-lost")
    stage.engine.can_start = True
    await stage.settle(1.2)


Part = Callable[[WindowStage, Take], Awaitable[None]]
FILLED: tuple[Part, ...] = (
    self_test_pictures,
    calls_and_form,
    silent,
    triage_pictures,
    parties,
    recording_pictures,
    boards_and_lists,
    outreach_pictures,
    all_settings_pictures,
    centre_lists_pictures,
    conflict_pictures,
    room_pictures,
    supervision_pictures,
    layers_pictures,
    locate_pictures,
    route_pictures,
    find_pictures,
    pack_pictures,
    ground_pictures,
    units_pictures,
    handing_pictures,
    link_pictures,
    troubles,
)


async def empty_desk(stage: WindowStage, take: Take) -> None:
    """The first morning."""
    await take(stage, "empty")


async def rescued(stage: WindowStage, take: Take) -> None:
    """A damaged journal was set aside."""
    stage.window.book["alarms"].trigger()
    await stage.settle(0.3)
    await take(stage, "journal-rescued")


async def start_failure(app: QApplication, look: Look, camera: Photographer) -> None:
    """The desk could not start at all."""
    settings = MemorySettings(look.values)
    closing = asyncio.Event()
    fault = EnvironmentFault("journal_newer", found="0009", known="0001")
    task = asyncio.create_task(show_start_failure(app, fault, settings, closing))
    await asyncio.sleep(0.4)
    camera.save(next(widget for widget in app.topLevelWidgets() if widget.isVisible()), "start-failure")
    closing.set()
    await asyncio.wait_for(task, 5)


def damage(journal: Path) -> None:
    """Break some pages in the middle."""
    with journal.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 4096 * 40)


async def one_look(app: QApplication, look: Look, home: Path, camera: Photographer) -> None:
    """All pictures of one look; ``home`` holds an empty desk and a filled day."""
    async with open_window(
        app, home / "empty", values=look.values, size_px=look.size, training=True
    ) as stage:
        await empty_desk(stage, camera.take)
    async with open_window(app, home / "day", values=look.values, size_px=look.size) as stage:
        await stage.settle(0.5)
        await camera.take(stage, "a-day")
        for part in FILLED:
            await part(stage, camera.take)
    away = EnvironmentFault("secretariat_unreachable", detail="")
    async with open_window(
        app, home / "room", values=look.values, size_px=look.size, room_fault=away
    ) as stage:
        await people_pictures(stage, camera.take)
    async with open_window(
        app, home / "other", values=look.values, size_px=look.size, room_fault=OTHER_ROOM
    ) as stage:
        await other_room_pictures(stage, camera.take)
    async with open_window(app, home / "doctor", values=look.values, size_px=look.size) as stage:
        await doctor_pictures(stage, camera.take)
    async with open_window(app, home / "fresh", values=look.values, size_px=look.size) as stage:
        await first_start_pictures(stage, camera.take)
    async with open_window(app, home / "versions", values=look.values, size_px=look.size) as stage:
        await version_pictures(stage, camera.take)
    async with open_window(app, home / "weather", values=look.values, size_px=look.size) as stage:
        await weather_pictures(stage, camera.take)
    damage(home / "day" / "data" / "journal.sqlite")
    async with open_window(app, home / "day", values=look.values, size_px=look.size) as stage:
        await rescued(stage, camera.take)
    await start_failure(app, look, camera)


def shoot(look: Look, folder: Path) -> int:
    """Take all pictures of one look in this process."""
    app = QApplication(["batola-shots"])
    app.setQuitOnLastWindowClosed(False)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="batola-shots-") as name, qasync.QEventLoop(app) as loop:
        fill(Path(name) / "day")
        loop.run_until_complete(one_look(app, look, Path(name), Photographer(folder)))
    return 0


def shoot_apart(look: Look, out: Path) -> int:
    """Take all pictures of one look in a process of its own."""
    began_s = time.monotonic()
    command = [sys.executable, __file__, "--out", str(out), "--only", look.name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    print(f"{look.name}: {time.monotonic() - began_s:.0f} s", flush=True)
    if done.returncode:
        print(done.stderr[-3000:], flush=True)
    return done.returncode


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    parser.add_argument("--only", default="", help="one look, e.g. dark-id-1920x1080")
    options = parser.parse_args()
    if options.only:
        look = next(look for look in LOOKS if look.name == options.only)
        return shoot(look, options.out / look.name)
    with ThreadPoolExecutor(WORKERS) as pool:  # a process each: a program has one language and one theme
        done = list(pool.map(lambda look: shoot_apart(look, options.out), LOOKS))
    count = len(list(options.out.rglob("*.png")))
    print(f"{count} pictures in {options.out}")
    return max(done)


if __name__ == "__main__":
    sys.exit(main())
