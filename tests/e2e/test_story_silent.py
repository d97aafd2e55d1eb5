"""A caller who cannot speak, end to end: the procedure, his keys, what is decided, and the second time.

Source: domain.md §5.1 guard (a), §12.1.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from batola_desk.audio.frames import SAMPLE_RATE_HZ as DESK_RATE_HZ
from batola_desk.audio.g711 import alaw
from batola_desk.audio.prompt import load_prompt
from batola_desk.audio.resample import StreamResampler
from batola_desk.domain.call import CallState
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.services.views import CallView
from batola_desk.settings.paths import resource_path
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.line.silent_view_model import SilentViewModel
from batola_desk.ui.messages import MessageCenter
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner
from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.e2e.sip_peers import SippCaller
from tests.e2e.sipp_script import SippScript, sdp
from tests.e2e.story_stage import Story, StoryDesk, told
from tests.e2e.waves import share_heard
from tests.e2e.whole_desk_stage import until_equal
from tests.support.light_phone import LightCall
from tests.support.location_documents import SHAPES, document
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180)]

CALLER = "08115550000"  # whom sipp plays too
OTHER = "081250009999"
ALARM = "silent_repeat"
LISTENS_S = 8.0


def catalog() -> Catalog:
    """The centre's own procedure, each sentence sooner; six seconds stay six seconds."""
    shipped = shipped_catalog()
    prompts = tuple(
        replace(prompt, at_s=1.5 * number) for number, prompt in enumerate(shipped.silent.prompts)
    )
    silent = replace(shipped.limits.silent, listen_min_s=LISTENS_S)
    return replace(
        shipped,
        silent=replace(shipped.silent, prompts=prompts),
        limits=replace(shipped.limits, silent=silent),
    )


@contextmanager
def panel(desk: StoryDesk) -> Iterator[SilentViewModel]:
    """What the panel of the silent call shows, and its keys, without the window."""
    pulse = Pulse(desk.services)
    tasks = TaskRunner(MessageCenter())
    line = LineViewModel(desk.services, tasks, pulse)
    try:
        yield SilentViewModel(line, tasks, pulse)
    finally:
        pulse.stop()


def heard_by(call: LightCall) -> NDArray[np.float32]:
    """What arrived at the caller so far, 8 kHz."""
    samples = [alaw().decode(payload) for payload in call.heard.payloads]
    return np.concatenate(samples).astype(np.float32) / 32768 if samples else np.zeros(0, np.float32)


async def procedure_begins(desk: StoryDesk, call_key: str) -> None:
    """Nobody touches a key."""
    await desk.until(lambda: desk.is_in(call_key, CallState.SILENT_CHECK), "the procedure to begin by itself")
    call = desk.call(call_key).call
    assert call.answered_us is not None
    assert call.silent_started_us is not None
    assert call.silent_started_us - call.answered_us >= 5_000_000, "six seconds, told in whole ones"


async def is_locked(desk: StoryDesk, call_key: str) -> None:
    """Neither the class Ghost nor hanging up is to be had yet."""
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.classify(call_key, "G")
    assert refusal.value.code == "class_needs_silent_check"
    assert len(refusal.value.values["missing"]) == len(desk.services.catalog.silent.items)
    with pytest.raises(OperatorError) as refusal:
        await desk.services.calls.hang_up(call_key)
    assert refusal.value.code == "silent_listen_longer"


def silent_with_a_position(folder: Path, desk: StoryDesk, owned: ExitStack) -> None:
    """The same number again, by sipp: it sends no packet of sound, but a position."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    place = document(SHAPES["circle"].xml, timestamp=now)
    body = (
        f"--batas\nContent-Type: application/pidf+xml\nContent-ID: <here@x>\n\n{place}\n"
        f"--batas\nContent-Type: application/sdp\n\n{sdp()}--batas--\n"
    )
    script = SippScript("silent").request(
        "INVITE", "Geolocation: <cid:here@x>", body=body, content_type="multipart/mixed;boundary=batas"
    )
    script.ringing().expect(200).request("ACK").is_hung_up()
    peer = SippCaller(folder, script.write(folder), desk.line.sip_port)
    owned.callback(peer.stop)


async def presses(call: LightCall, desk: StoryDesk, call_key: str, digits: str) -> None:
    """Keys by RFC 4733, each once the desk has the one before."""
    for digit in digits:
        before = len(desk.call(call_key).call.digits)
        call.press(digit)
        await desk.until(
            lambda before=before: len(desk.call(call_key).call.digits) > before, f"the key {digit}"
        )


async def first_time(story: Story) -> None:
    """At A: he presses keys when asked for yes and no; SN01."""
    a = story.a
    caller = await story.phones(CALLER, a)
    caller.keeps_audio = True
    key = await a.takes(CALLER)
    await procedure_begins(a, key)
    with panel(a) as shown:
        assert shown.is_active
        assert shown.advice is None, "nothing is decided yet"
        await is_locked(a, key)
        await a.until(lambda: shown.is_asking_yes_no, "the question for yes and no")
        spoken = StreamResampler(DESK_RATE_HZ, 8000).process(
            load_prompt(resource_path("prompts", "sapaan.wav"))
        )
        assert share_heard(spoken[4000:24_000], heard_by(caller)) > 0.3, (
            "the desk has spoken for the operator"
        )
        await presses(caller, a, key, "1")
        await a.until(lambda: [answer.code for answer in shown.pressed] == ["Y"], "yes")
        await presses(caller, a, key, "11")
        await a.until(lambda: [answer.code for answer in shown.pressed] == ["Y", "T"], "no")
        assert shown.advice is not None
        assert (shown.advice.type_code, shown.advice.call_class) == ("SN01", "")
        shown.follow_advice()
        await a.until(lambda: a.call(key).call.incident_ids, "the ticket")
    for desk in story.desks:
        await desk.until(
            lambda desk=desk: ("SN01", "P1") in _types(desk), "the ticket with its type and priority"
        )
    await a.services.calls.hang_up(key)  # who has pressed a key is no silent caller any more
    await a.services.calls.classify(key, "N")
    assert await caller.until("ended", limit_s=20)


async def a_ghost(story: Story) -> str:
    """At A, somebody else: nothing at all is heard, so the checklist is done; returns the call's key."""
    a = story.a
    await story.phones(OTHER, a)
    key = await a.takes(OTHER)
    await procedure_begins(a, key)
    await is_locked(a, key)
    with panel(a) as shown:
        shown.nothing_else_heard()
        await a.until(lambda: not shown.missing, "every line of the checklist")
        await a.until(lambda: shown.is_complete, "the time to listen")
        assert shown.listened_s >= LISTENS_S
        assert shown.advice is not None
        assert shown.advice.call_class == "G"
        shown.follow_advice()
        await a.until(lambda: _class_of(a.services.calls.get(key)) in {"G", None}, "the class")
    await a.services.calls.hang_up(key)
    await a.until(
        lambda: any(_is_of(line.number, OTHER) for line in a.services.callbacks.open_items()), "one call back"
    )
    return key


def _types(desk: StoryDesk) -> set[tuple[str, str]]:
    return {(row.type_code, row.priority) for row in desk.services.incidents.board()}


def _class_of(view: CallView | None) -> str | None:
    return view.call.call_class if view is not None else None


def _is_over(view: CallView | None) -> bool:
    return view is None or not view.call.is_live


def _is_of(number: str, wanted: str) -> bool:
    return number.endswith(wanted[-9:])


async def second_time(story: Story, folder: Path, owned: ExitStack) -> None:
    """At B, within ten minutes: alerted at B and at the lead's desk; a position alone is SN02."""
    b = story.b
    silent_with_a_position(folder, b, owned)
    key = await b.takes(CALLER)
    await procedure_begins(b, key)
    await is_locked(b, key)
    alert = (ALARM, f"call:{key}")
    for desk in story.desks:
        await desk.until(lambda desk=desk: alert in desk.alarms(), "the alert of the second silent call")
    with panel(b) as shown:
        assert shown.advice is None, "a position says nothing before he was listened to"
        shown.nothing_else_heard()
        await b.until(lambda: shown.is_complete, "the whole procedure")
        assert shown.advice is not None
        assert shown.advice.type_code == "SN02"
        shown.follow_advice()
        await b.until(lambda: b.call(key).call.incident_ids, "the ticket")
    for desk in story.desks:
        await desk.until(lambda desk=desk: ("SN02", "P3") in _types(desk), "the second ticket")
        await desk.until(
            lambda desk=desk: alert not in desk.alarms(), "the end of the alert: it has a ticket"
        )
    await b.services.calls.hang_up(key)
    await b.services.calls.classify(key, "N")
    await b.until(lambda: _is_over(b.services.calls.get(key)), "the end of the call")


async def figure_at(desk: StoryDesk) -> tuple[int, int]:
    """Silent calls and examined ones, once the desk has heard of all three; its lists had them before."""
    for _ in range(100):
        figure = await desk.services.silent_calls.examined_today()
        if figure.count >= 3:
            break
        await asyncio.sleep(0.1)
    return figure.count, figure.examined


async def test_a_silent_caller_is_heard_by_his_keys_and_remembered(
    qapp: QApplication, room: Room, tmp_path: Path, owned: ExitStack
) -> None:
    async with told(room, tmp_path, catalog(), settings={"silent.auto_prompts": True}) as story:
        await first_time(story)
        async with asyncio.TaskGroup() as both:
            ghost = both.create_task(a_ghost(story))
            both.create_task(second_time(story, tmp_path, owned))
        await until_equal(story.a.double, story.b.double)
        assert await figure_at(story.a) == (3, 2), "the first was ended by his keys"
        loaded = await story.b.services.calls.load(ghost.result())
        assert loaded is not None
        assert loaded.call.call_class == "G"
        for desk in story.desks:
            assert desk.line.troubles() == []
