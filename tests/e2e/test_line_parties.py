"""Warm transfer, conference and supervision between foreign phones and real engines.

Every party sings its own note; what arrives at each tells who hears whom.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import (
    AddParty,
    HandOver,
    JoinParties,
    SetSupervision,
    SuperviseDesk,
    TransferBlind,
)
from tests.e2e.baresip_peer import BaresipPeer, Phones
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import SOUND_CONFIG, LineRig, ScreenDouble
from tests.e2e.party_notes import AGENCY, CALLER, LEAD, OPERATOR, POLICE, Phone, ear, hears, note, until_heard
from tests.e2e.singing_phone import SingingPhone
from tests.e2e.waves import write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]

SECRET = "rahasia-bersama-regu-jaga"


@pytest.fixture
def phones(baresip: Phones, tmp_path: Path) -> Callable[[int], BaresipPeer]:
    """Makes a phone that sings a note; its number is its note."""

    def make(hz: int) -> BaresipPeer:
        return baresip(write_wav(tmp_path / f"{hz}.wav", note(hz, 80.0)), name=f"0821{hz:04d}")

    return make


@pytest.fixture
def singer(owned: contextlib.ExitStack) -> Callable[[int], SingingPhone]:
    """Makes a phone of our own that sings a note and listens through hold and resume."""

    def make(hz: int) -> SingingPhone:
        phone = SingingPhone(hz)
        owned.callback(phone.stop)
        return phone

    return make


def caller_talks(line: LineRig, screen: ScreenDouble, caller: Phone) -> m.LineCall:
    if isinstance(caller, BaresipPeer):
        caller.start(line.uri)
    else:
        caller.dial(line.uri)
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    return screen.call_becomes(call.call_id, "talking")


def adds(screen: ScreenDouble, call: m.LineCall, peer: Phone, code: str) -> m.LineCall:
    """Add a phone that answers by itself."""
    before = set(screen.calls)
    screen.obeyed(AddParty(call_id=call.call_id, number=peer.uri, role="agency", code=code))
    wait_until(lambda: set(screen.calls) - before, 5.0, "the added leg")
    (added,) = set(screen.calls) - before
    return screen.call_becomes(added, "talking")


def conference(
    line: LineRig, sound: JackRig, caller: SingingPhone, agency: Phone
) -> tuple[ScreenDouble, m.LineCall, m.LineCall]:
    """Caller, agency and operator in one conversation, everybody singing."""
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    if isinstance(agency, BaresipPeer):
        agency.start()
        agency.wait_for("ready")
    call = caller_talks(line, screen, caller)
    sound.headset.feed(note(OPERATOR, 80.0, SAMPLE_RATE_HZ))
    until_heard(lambda: hears(caller), {OPERATOR}, "the caller")
    party = adds(screen, call, agency, "psc119")
    until_heard(lambda: hears(agency), {OPERATOR}, "the agency, consulted")
    assert hears(caller) == set(), "the caller on hold hears only the hold tone"
    assert ear(sound) == {AGENCY}
    screen.obeyed(JoinParties(call_id=call.call_id))
    return screen, call, party


def test_in_a_conference_everybody_hears_the_others_and_nobody_himself(
    line: LineRig,
    sound: JackRig,
    phones: Callable[[int], BaresipPeer],
    singer: Callable[[int], SingingPhone],
) -> None:
    caller, agency = singer(CALLER), phones(AGENCY)
    screen, call, _party = conference(line, sound, caller, agency)
    until_heard(lambda: hears(caller), {OPERATOR, AGENCY}, "the caller")
    assert hears(agency) == {OPERATOR, CALLER}
    assert ear(sound) == {CALLER, AGENCY}

    police = phones(POLICE)
    police.start()
    police.wait_for("ready")
    adds(screen, call, police, "polres")
    until_heard(lambda: hears(police), {OPERATOR}, "the police, consulted")
    assert hears(caller) == {AGENCY}, "the others go on meanwhile"
    assert hears(agency) == {CALLER}
    screen.obeyed(JoinParties(call_id=call.call_id))
    until_heard(lambda: hears(caller), {OPERATOR, AGENCY, POLICE}, "the caller among four")
    assert hears(police) == {OPERATOR, AGENCY, CALLER}
    assert ear(sound) == {CALLER, AGENCY, POLICE}
    kinds = screen.kinds(call.call_key)
    assert kinds.count("call.conference_started") == 2
    assert line.troubles() == []


def test_a_dead_screen_and_a_dying_agency_leave_the_caller_with_the_operator(
    line: LineRig,
    sound: JackRig,
    phones: Callable[[int], BaresipPeer],
    singer: Callable[[int], SingingPhone],
) -> None:
    caller, agency = singer(CALLER), phones(AGENCY)
    screen, call, _party = conference(line, sound, caller, agency)
    until_heard(lambda: hears(caller), {OPERATOR, AGENCY}, "the caller")
    screen.close()
    time.sleep(1.0)
    assert hears(caller) == {OPERATOR, AGENCY}, "the engine holds the conference without a screen"
    again = line.screen()
    assert {c.party_role for c in again.calls.values()} == {"caller", "agency"}
    assert again.calls[call.call_id].joined
    agency.stop()
    until_heard(lambda: hears(caller), {OPERATOR}, "the caller, after the agency ended")
    assert ear(sound) == {CALLER}
    assert again.calls[call.call_id].group_id == ""


def test_a_busy_agency_gives_the_caller_back_at_once(
    line: LineRig, sound: JackRig, owned: contextlib.ExitStack, singer: Callable[[int], SingingPhone]
) -> None:
    busy = SingingPhone(AGENCY, is_busy=True)
    owned.callback(busy.stop)
    line.start()
    screen = line.screen()
    line.wait_for_sound(screen)
    caller = singer(CALLER)
    call = caller_talks(line, screen, caller)
    sound.headset.feed(note(OPERATOR, 60.0, SAMPLE_RATE_HZ))
    screen.obeyed(AddParty(call_id=call.call_id, number=busy.uri, code="psc119"))
    left = screen.fact("call.party_left", call.call_key)
    assert (left.body["cause"], left.body["sip_code"]) == ("busy", 486)
    until_heard(lambda: hears(caller), {OPERATOR}, "the caller, back")


def test_a_caller_handed_over_speaks_with_the_agency_without_the_desk(
    line: LineRig, sound: JackRig, singer: Callable[[int], SingingPhone]
) -> None:
    caller, agency = singer(CALLER), singer(AGENCY)
    screen, call, party = conference(line, sound, caller, agency)
    until_heard(lambda: hears(caller), {OPERATOR, AGENCY}, "the caller")
    screen.obeyed(HandOver(call_id=call.call_id, reason="medis"))
    told = screen.fact("call.transferred", call.call_key, limit_s=20.0)
    assert (told.body["result"], told.body["reason"]) == ("completed", "medis")
    assert screen.call_becomes(call.call_id, "ended").end_cause == "transferred"
    screen.call_becomes(party.call_id, "ended")
    until_heard(lambda: hears(caller), {AGENCY}, "the caller, with the desk out of the way")
    assert hears(agency) == {CALLER}
    assert ear(sound) == set()


def test_a_foreign_phone_that_knows_no_replaces_is_not_cut_off(
    line: LineRig,
    sound: JackRig,
    phones: Callable[[int], BaresipPeer],
    singer: Callable[[int], SingingPhone],
) -> None:
    """baresip 1.0 takes the caller's own call as a second one; its old leg is ended by the desk."""
    caller, agency = singer(CALLER), phones(AGENCY)
    screen, call, party = conference(line, sound, caller, agency)
    until_heard(lambda: hears(caller), {OPERATOR, AGENCY}, "the caller")
    screen.obeyed(HandOver(call_id=call.call_id, reason="medis"))
    told = screen.fact("call.transferred", call.call_key, limit_s=30.0)
    screen.call_becomes(party.call_id, "ended")
    until_heard(lambda: hears(caller), {AGENCY}, f"the caller, handed over: {told.body}")


def test_a_network_that_refuses_the_transfer_leaves_them_connected_through_the_desk(
    line: LineRig, sound: JackRig, owned: contextlib.ExitStack, singer: Callable[[int], SingingPhone]
) -> None:
    caller, agency = SingingPhone(CALLER, takes_transfers=False), singer(AGENCY)
    owned.callback(caller.stop)
    screen, call, party = conference(line, sound, caller, agency)
    until_heard(lambda: hears(caller), {OPERATOR, AGENCY}, "the caller")
    screen.obeyed(HandOver(call_id=call.call_id, reason="medis"))
    told = screen.fact("call.transferred", call.call_key, limit_s=20.0)
    assert told.body["result"] == "bridged"
    until_heard(lambda: hears(caller), {AGENCY}, "the caller, over the bridge")
    assert hears(agency) == {CALLER}
    assert ear(sound) == set()
    assert screen.calls[call.call_id].handing_over == "bridged"
    screen.obeyed(m.HangUpCall(call_id=party.call_id))
    until_heard(lambda: hears(caller), {OPERATOR}, "the caller, after the bridge broke")


def test_a_caller_sent_on_to_another_desk_rings_there_and_is_answered(
    tmp_path: Path, sound: JackRig, owned: contextlib.ExitStack, singer: Callable[[int], SingingPhone]
) -> None:
    sound.add_device("otherset", has_microphone=True)
    here = desk_with_secret(tmp_path, "A", sound, owned, "headset")
    there = desk_with_secret(tmp_path, "B", sound, owned, "otherset")
    here.start()
    there.start()
    screen, other_screen = here.screen(), there.screen()
    here.wait_for_sound(screen)
    there.wait_for_sound(other_screen)
    caller = singer(CALLER)
    call = caller_talks(here, screen, caller)
    sound.devices["otherset"].feed(note(LEAD, 80.0, SAMPLE_RATE_HZ))
    screen.obeyed(
        TransferBlind(call_id=call.call_id, number=there.uri, role="desk", code="B", reason="wilayah")
    )
    arrived = other_screen.call_in("ringing")
    other_screen.obeyed(m.AnswerCall(call_id=arrived.call_id))
    told = screen.fact("call.transferred", call.call_key, limit_s=15.0)
    assert (told.body["result"], told.body["mode"], told.body["code"]) == ("completed", "blind", "B")
    assert screen.call_becomes(call.call_id, "ended").end_cause == "transferred"
    until_heard(lambda: hears(caller), {LEAD}, "the caller, at the other desk")
    assert ear(sound, "otherset") == {CALLER}
    assert ear(sound) == set()


# ------------------------------------------------------------------ supervision


def desk_with_secret(
    folder: Path, letter: str, sound: JackRig, owned: contextlib.ExitStack, headset: str
) -> LineRig:
    config = SOUND_CONFIG.replace('"headset"', f'"{headset}"')
    supervision = f'[supervision]\nsupervision_secret = "{SECRET}"\nsupervision_desk = "{letter}"\n'
    rig = LineRig(
        folder / f"desk-{letter}",
        environment=sound.env,
        config=supervision + "supervision_tone = false\n" + config,
    )
    owned.callback(rig.stop)
    return rig


def test_a_lead_at_another_desk_listens_whispers_and_barges_in(
    tmp_path: Path, sound: JackRig, owned: contextlib.ExitStack, phones: Callable[[int], BaresipPeer]
) -> None:
    sound.add_device("leadset", has_microphone=True)
    operator = desk_with_secret(tmp_path, "A", sound, owned, "headset")
    lead = desk_with_secret(tmp_path, "K", sound, owned, "leadset")
    operator.start()
    lead.start()
    screen, lead_screen = operator.screen(), lead.screen()
    operator.wait_for_sound(screen)
    lead.wait_for_sound(lead_screen)
    caller = phones(CALLER)
    call = caller_talks(operator, screen, caller)
    sound.headset.feed(note(OPERATOR, 80.0, SAMPLE_RATE_HZ))
    sound.devices["leadset"].feed(note(LEAD, 80.0, SAMPLE_RATE_HZ))
    until_heard(lambda: hears(caller), {OPERATOR}, "the caller")

    lead_screen.obeyed(SuperviseDesk(uri=operator.uri, code="A", mode="listen", lead="Rusliansyah", desk="K"))
    leg = lead_screen.call_in("talking")
    until_heard(lambda: ear(sound, "leadset"), {CALLER, OPERATOR}, "the lead, listening")
    assert hears(caller) == {OPERATOR}
    assert ear(sound) == {CALLER}
    assert [c.state for c in screen.calls.values()] == ["talking"], "it never rang at the operator's"
    shown = screen.calls[call.call_id]
    assert (shown.supervision, shown.supervisor) == ("listen", "Rusliansyah")

    lead_screen.obeyed(SetSupervision(call_id=leg.call_id, mode="whisper"))
    until_heard(lambda: ear(sound), {CALLER, LEAD}, "the operator, whispered to")
    assert hears(caller) == {OPERATOR}, "the caller does not hear a whisper"

    lead_screen.obeyed(SetSupervision(call_id=leg.call_id, mode="barge"))
    until_heard(lambda: hears(caller), {OPERATOR, LEAD}, "the caller, with the lead in the call")

    lead_screen.obeyed(m.HangUpCall(call_id=leg.call_id))
    until_heard(lambda: hears(caller), {OPERATOR}, "the caller, after the lead left")
    modes = [
        (fact.body["mode"], fact.body["until_us"] is not None)
        for fact in list(screen.facts)
        if fact.kind == "call.supervised" and fact.aggregates == (f"call:{call.call_key}",)
    ]
    assert modes == [
        ("listen", False),
        ("listen", True),
        ("whisper", False),
        ("whisper", True),
        ("barge", False),
        ("barge", True),
    ]


def test_a_desk_with_another_secret_is_refused_and_hears_nothing(
    tmp_path: Path, sound: JackRig, owned: contextlib.ExitStack, phones: Callable[[int], BaresipPeer]
) -> None:
    operator = desk_with_secret(tmp_path, "A", sound, owned, "headset")
    stranger = LineRig(
        tmp_path / "stranger",
        config='[audio]\nuse_devices = false\n[supervision]\nsupervision_secret = "bukan-rahasia-yang-sama"\n'
        'supervision_desk = "X"\n',
    )
    owned.callback(stranger.stop)
    operator.start()
    stranger.start()
    screen, strange_screen = operator.screen(), stranger.screen()
    call = caller_talks(operator, screen, phones(CALLER))
    strange_screen.obeyed(SuperviseDesk(uri=operator.uri, code="A", mode="listen", lead="x", desk="X"))
    ended = strange_screen.call_in("ended")
    assert ended.sip_code == 403
    wait_until(lambda: any(alarm.code == "supervision_refused" for alarm in screen.alarms), 5.0, "the alarm")
    assert [c.call_id for c in screen.calls.values()] == [call.call_id], "it never rang"
    assert "call.supervised" not in [fact.kind for fact in screen.facts]
