"""Warm transfer by the operator's own keys: screen, journal, engine and two telephones."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest

from tests.e2e.desk_journal import body_of, verify
from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.party_notes import AGENCY, CALLER, hears, until_heard
from tests.e2e.singing_phone import SingingPhone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


@pytest.fixture
def singer(owned: contextlib.ExitStack) -> Callable[[int], SingingPhone]:
    def make(hz: int) -> SingingPhone:
        phone = SingingPhone(hz)
        owned.callback(phone.stop)
        return phone

    return make


def dial_by_key(desk: DeskRig, agency: SingingPhone) -> None:
    """The site's own number for PSC 119, which has the fifth key."""
    folder = desk.home / "config" / "catalog"
    folder.mkdir(parents=True)
    text = f'version = 1\n[[speed_dial]]\ncode = "119"\nagency = "psc119"\nnumber = "{agency.uri}"\n'
    (folder / "speed_dial.toml").write_text(text, encoding="utf-8")


def kinds(desk: DeskRig) -> list[str]:
    rows = desk.rows("select kind from journal where kind like 'call.%' order by rowid")
    return [str(row[0]) for row in rows]


def test_a_conference_by_keys_outlives_the_screen_and_is_handed_over(
    plain_desk: DeskRig, singer: Callable[[int], SingingPhone]
) -> None:
    desk = plain_desk
    caller, agency = singer(CALLER), singer(AGENCY)
    dial_by_key(desk, agency)
    desk.start()
    desk.focus()
    caller.dial(f"sip:112@127.0.0.1:{desk.sip_port}")
    desk.wait_for_log("ringing painted", 8.0)
    desk.key("F2")
    desk.wait_for_log("call shown", 5.0)
    desk.type_text("simpang handil")
    desk.key("shift+F5")
    wait_until(lambda: agency.is_talking, 8.0, "the agency")
    wait_until(lambda: "consulting" in desk.call_states(), 8.0, f"the consultation: {desk.call_states()}")
    desk.key("ctrl+g")
    until_heard(lambda: hears(caller), {AGENCY}, "the caller in the conference")
    assert hears(agency) == {CALLER}
    wait_until(lambda: "conference" in desk.call_states(), 8.0, "the conference in the journal")

    desk.kill_screen()
    until_heard(lambda: hears(caller), {AGENCY}, "the caller, with the screen dead")
    desk.start()
    desk.focus()
    desk.key("F4")  # refused in words: nobody is hung up by one key
    until_heard(lambda: hears(caller), {AGENCY}, "the caller, after F4")

    desk.key("ctrl+s")
    wait_until(lambda: body_of(desk, "call.transferred"), 10.0, "the transfer")
    told = body_of(desk, "call.transferred")
    assert (told["result"], told["code"], told["reason"]) == ("completed", "psc119", "handed_to_agency")
    until_heard(lambda: hears(caller), {AGENCY}, "the caller, without the desk")
    wait_until(lambda: kinds(desk).count("call.ended") == 2, 10.0, f"both ends: {kinds(desk)}")
    told_by_the_ticket = desk.rows(
        "select kind from journal where aggregates like '%incident:%' and kind like 'call.%' order by rowid"
    )
    assert ("call.conference_started",) in told_by_the_ticket
    assert ("call.transferred",) in told_by_the_ticket
    desk.stop()
    assert verify(desk.home) == 0
