"""A caller of another regency, end to end: never told to redial, handed on by voice, accepted by name.

The neighbour's centre is a foreign telephone (baresip) that answers the number of our data.
Source: domain.md §5.1, §5.2, §12.4.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from batola_desk.audio.g711 import codecs
from batola_desk.domain.call import CallState
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import IncidentState, TaskState
from tests.e2e.baresip_peer import BaresipPeer, Phones
from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.e2e.story_stage import Story, StoryDesk, is_bound, told
from tests.e2e.waves import likeness, payloads, sentences, write_wav
from tests.e2e.whole_desk_stage import until_equal
from tests.support.light_phone import LightCall
from tests.support.location_documents import SHAPES, document
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180)]

CALLER, NEXT_CALLER = "081250001111", "081250002222"
NUMBER = "0511000112"
CENTRE = "l112_banjarbaru"
THERE = "-3.4600 114.8000"  # in Banjarbaru
PIECE = 3200  # 0.4 s

Sound = NDArray[np.float32]


def catalog() -> Catalog:
    """The centre's data with the neighbour's number filled in."""
    shipped = shipped_catalog()
    centre = replace(shipped.agencies[CENTRE], contacts=(f"Pusat {NUMBER}",))
    return replace(shipped, agencies=dict(shipped.agencies) | {CENTRE: centre})


def heard_by(call: LightCall) -> Sound:
    """What came last to the caller, 8 kHz."""
    decode = codecs()["PCMA"].decode
    parts = [decode(payload) for payload in call.heard.payloads[-100:]]
    return np.concatenate(parts).astype(np.float32) / 32768 if parts else np.zeros(0, np.float32)


def is_of(heard: Sound, voice: Sound) -> bool:
    """Whether the last two seconds hold pieces of this person's words."""
    loop = np.concatenate([voice, voice[:PIECE]])
    tail = heard[-5 * PIECE :]
    pieces = [tail[start : start + PIECE] for start in range(0, len(tail) - PIECE + 1, PIECE)]
    return any(np.abs(piece).max() > 0.01 and likeness(piece, loop)[0] > 0.9 for piece in pieces)


def where_he_is() -> str:
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return document(SHAPES["circle"].xml.replace("-2.9841 114.7631", THERE), timestamp=now)


async def neighbour_at_the_telephone(desk: StoryDesk, baresip: Phones, voice: Path) -> BaresipPeer:
    """Whatever number the desk dials leads there."""
    peer = baresip(voice, name=NUMBER, port=desk.exchange_port)
    peer.start()
    await desk.until(lambda: is_bound(peer.pid, desk.exchange_port), "the neighbour's telephone")
    return peer


async def handed_over(
    story: Story, neighbour: BaresipPeer, voices: tuple[Sound, Sound]
) -> tuple[str, LightCall]:
    """Ticket, card, the neighbour's voice, his name; returns the ticket's id and the caller's telephone."""
    b, handing_on = story.b, story.b.services.handing_on
    caller = await story.phones(CALLER, b, location=where_he_is())
    caller.keeps_audio = True
    key = await b.takes(CALLER)
    await b.until(lambda: b.services.positions.of_call(key), "the position that came with the call")
    (fix,) = b.services.positions.of_call(key)
    assert fix.is_outside
    assert fix.neighbour is not None
    code = fix.neighbour.code
    assert [choice.code for choice in handing_on.neighbours() if choice.has_number] == [code]
    ticket = await b.writes(key, type_code="LL01", place_text="Landasan Ulin", caller_name="Rudi")

    card = await handing_on.begin_handover(code, incident_id=ticket, call_key=key)
    assert card.problem is None
    for word in ("SERAH-TERIMA 112", "Kota Banjarbaru", "Landasan Ulin", "Rudi", "masih tersambung"):
        assert word in card.text
    await b.until(lambda: _is_talking(b), "the neighbour's answer")
    assert not is_of(neighbour.heard(), voices[0]), "asked first, not thrown over"
    assert caller.state == "talking", "the caller waits on the line"
    with pytest.raises(OperatorError, match="name_missing"):
        await handing_on.accept_handover(code, incident_id=ticket, name=" ")
    await story.a.sees(ticket, lambda known: bool(known.tasks), "the neighbour's task")
    assert (await story.a.ticket(ticket)).is_open, "ours until somebody there said his name"

    await handing_on.accept_handover(code, incident_id=ticket, name="Budi Banjarbaru")
    return ticket, caller


def _is_talking(desk: StoryDesk) -> bool:
    view = desk.dialled()
    return view is not None and view.call.state is CallState.TALKING


async def speak_together(desk: StoryDesk, both: list[tuple[str, Callable[[], Sound], Sound]]) -> None:
    for who, ear, voice in both:
        await desk.until(lambda ear=ear, voice=voice: is_of(ear(), voice), f"{who} to hear the other")


async def test_a_border_caller_is_led_over_and_never_told_to_redial(
    room: Room, tmp_path: Path, baresip: Phones
) -> None:
    speech = sentences(20.0)
    voices = speech[:80_000], speech[80_000:]
    async with told(room, tmp_path, catalog(), voice=payloads(voices[0])) as story:
        b = story.b
        neighbour = await neighbour_at_the_telephone(b, baresip, write_wav(tmp_path / "b.wav", voices[1]))
        ticket, caller = await handed_over(story, neighbour, voices)
        ears = [
            ("the neighbour", neighbour.heard, voices[0]),
            ("the caller", lambda: heard_by(caller), voices[1]),
        ]
        await speak_together(b, ears)
        for desk in story.desks:
            await desk.sees(
                ticket, lambda known: known.state is IncidentState.MOVED_REGION, "dialihkan wilayah"
            )
            known = await desk.ticket(ticket)
            assert known.reference == "Budi Banjarbaru"
            assert [(task.agency_code, task.acknowledged_by, task.state) for task in known.tasks] == [
                (CENTRE, "Budi Banjarbaru", TaskState.COMPLETED)
            ]
            assert ticket not in desk.board()

        await story.phones(NEXT_CALLER, b)
        following = await b.takes(NEXT_CALLER)
        await speak_together(b, ears)  # the operator is with somebody else meanwhile
        assert b.call(following).in_headset
        await b.services.calls.hang_up(following)
        await b.services.calls.classify(following, "I")

        caller.hang_up()
        await b.until(lambda: not b.services.calls.live(), "the end of both legs")
        await until_equal(story.a.double, b.double)
        (key,) = (await b.ticket(ticket)).call_keys
        for desk in story.desks:
            loaded = await desk.services.calls.load(key)
            assert loaded is not None
            assert loaded.call.call_class == "S"
        for desk in story.desks:
            assert desk.line.troubles() == []
