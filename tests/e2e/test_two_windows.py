"""Two whole desks with their windows, one room, one caller, and only keys: design.md §5 as people live it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from batola_desk.engine.training.exchange_port import ExchangePort
from batola_desk.settings.store import SettingsStore
from batola_desk.telephony.leg_types import LegState
from tests.bench.timed_caller import TimedCaller
from tests.bench.x_keys import XKeys
from tests.e2e.desk_journal import verify
from tests.e2e.desk_rig import DeskRig, virtual_screen, wait_until
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, destroyed, needs_postgres
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.ports import free_port
from tests.support.postgres_rig import SUPERUSER_PASSWORD, PostgresRig
from tests.support.sync_desk import shown_in
from tests.support.units import register_units

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(400)]

CALLS = 8
LETTER_PAUSE_S = 0.08
PLACE = "belakang masjid handil bakti"
PEOPLE = {"A": "budi", "B": "rina"}  # a lead and an operator


@dataclass
class Centre:
    """What stands in the room."""

    server: PostgresRig
    cables: dict[str, FaultyProxy]
    desks: dict[str, DeskRig]
    keys: dict[str, XKeys]
    caller: TimedCaller
    exchange: str


@pytest.fixture
def centre(tmp_path: Path, seed: PostgresRig) -> Iterator[Centre]:
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        pytest.skip("Xvfb or xdotool is not installed")
    with contextlib.ExitStack() as ending:
        server = ending.enter_context(destroyed(PostgresRig(durable=True).clone(seed)))
        cables, desks, keys = {}, {}, {}
        for number, letter in enumerate("AB"):
            cables[letter] = FaultyProxy(server.port, number)
            ending.callback(cables[letter].close)
            display = ending.enter_context(virtual_screen())
            desks[letter] = DeskRig(
                tmp_path / letter,
                display,
                environment={"JACK_DEFAULT_SERVER": "batola-none", "JACK_NO_START_SERVER": "1"},
                program="tests.e2e.timed_desk",
            )
            ending.callback(desks[letter].stop)
            configure(desks[letter], letter, cables[letter].port)
            desks[letter].launch()
            desks[letter].wait_for_log("desk usable", 60.0)
            keys[letter] = XKeys(display)
            ending.callback(keys[letter].close)
        caller = TimedCaller()
        caller.start()
        ending.callback(caller.stop)
        exchange = ("127.0.0.1", free_port(2))
        rings = [("127.0.0.1", desk.sip_port) for desk in desks.values()]
        port = ExchangePort(exchange, rings, ("127.0.0.1", caller.port))
        port.start()
        ending.callback(port.stop)
        made = Centre(server, cables, desks, keys, caller, f"sip:112@{exchange[0]}:{exchange[1]}")
        for letter in desks:
            sign_on(made, letter)
        wait_until(lambda: are_equal(made), 30.0, "both desks in step", 0.2)
        yield made


def configure(desk: DeskRig, letter: str, port: int) -> None:
    """Give a desk its letter, its person, its units and its way into the room."""
    config = desk.home / "config"
    config.mkdir(parents=True)
    (config / "meja.secret").write_text(PASSWORD + "\n")
    (config / "meja.secret").chmod(0o600)
    (config / "secretariat.toml").write_text(
        f'[secretariat]\nhosts = ["127.0.0.1"]\nport = {port}\ndatabase = "{TEMPLATE}"\n'
        'password_file = "meja.secret"\n'
    )
    settings = SettingsStore(config / "settings.toml")
    settings.set("desk.letter", letter)
    register_units(desk.home, letter)


def sign_on(centre: Centre, letter: str) -> None:
    """By name and password, at the door that the window shows by itself."""
    desk, keys = centre.desks[letter], centre.keys[letter]
    wait_until(lambda: desk.rows("select count(*) from room_entry")[0][0], 30.0, "the room")
    desk.focus()
    type_slowly(keys, PEOPLE[letter])
    keys.press("Tab")
    desk.type_text(PASSWORD)
    keys.press("Return")
    signed_on = "select count(*) from journal where kind = 'operator.signed_on' and aggregates like ?"
    wait_until(lambda: desk.rows(signed_on, f"%{PEOPLE[letter]}%")[0][0], 15.0, "the person at the desk")


def are_equal(centre: Centre) -> bool:
    """Nothing waits anywhere, and both desks' lists are the same to the last row."""
    desks = list(centre.desks.values())
    if any(desk.rows("select count(*) from pending_fact")[0][0] for desk in desks):
        return False
    heads = {desk.rows("select max(seq) from room_entry")[0][0] for desk in desks}
    if len(heads) != 1 or None in heads:
        return False
    one, other = (shown_in(desk.home / "data" / "journal.sqlite") for desk in desks)
    return bool(one == other)


def logged(desk: DeskRig, message: str, **fields: object) -> list[dict[str, Any]]:
    return [
        line
        for line in desk.log_lines()
        if line["message"] == message and all(line.get(name) == value for name, value in fields.items())
    ]


def press(centre: Centre, letter: str, name: str) -> float:
    """Press a key at once; return the wall time in microseconds."""
    pressed_us = time.time_ns() / 1000
    centre.keys[letter].press(name)
    return pressed_us


# ------------------------------------------------------------------ a call rings on both


def test_a_call_rings_on_both_and_the_other_window_shows_at_once_who_has_it(
    centre: Centre, record_property: Any
) -> None:
    a, b = centre.desks["A"], centre.desks["B"]
    took_ms = [one_call(centre, a, b) for _ in range(CALLS)]
    worst, median = max(took_ms), float(np.median(took_ms))
    record_property("answered_elsewhere_shown_ms", took_ms)
    print(f"answer key at A to the call gone from B's window: median {median:.0f} ms, worst {worst:.0f} ms")
    assert median < 250, took_ms  # design: 100 ms; this machine is shared, alone it is 40
    wait_until(lambda: are_equal(centre), 20.0, "equal lists", 0.2)
    for desk in (a, b):
        assert desk.rows("select count(*) from callback_row")[0][0] == 0, "nobody was lost"


def one_call(centre: Centre, a: DeskRig, b: DeskRig) -> float:
    """Ring both, answer at A; return how long after the key B's window shows it no more as ringing (ms)."""
    seen = {desk: len(logged(desk, "ringing painted")) for desk in (a, b)}
    centre.caller.dial(centre.exchange)
    for desk in (a, b):
        wait_until(
            lambda desk=desk: len(logged(desk, "ringing painted")) > seen[desk], 8.0, "ringing in the window"
        )
    key = logged(b, "ringing painted")[-1]["call_key"]
    assert logged(a, "ringing painted")[-1]["call_key"] == key, "one call, not two"
    time.sleep(0.3)
    pressed_us = press(centre, "A", "F2")
    gone = wait_until(lambda: logged(b, "ringing gone", call_key=key), 8.0, "the end of the ringing at B")
    for desk in (a, b):
        wait_until(lambda desk=desk: state_of(desk, key) == "talking", 5.0, "who talks")
    assert b.rows("select desk from call_row where call_key = ?", key) == [("A",)]
    press(centre, "A", "F4")
    wait_until(lambda: centre.caller.state is LegState.ENDED, 5.0, "the end of the call")
    is_over = "select 1 from call_row where call_key = ? and is_live = 0"
    wait_until(lambda: b.rows(is_over, key), 5.0, "the end, at B")
    return float((gone[0]["at_us"] - pressed_us) / 1000)


def state_of(desk: DeskRig, key: str) -> str:
    rows = desk.rows("select state from call_row where call_key = ?", key)
    return str(rows[0][0]) if rows else ""


# ------------------------------------------------------------------ the lead passes a ticket on


def test_a_lead_passes_a_ticket_to_the_other_desk(centre: Centre, record_property: Any) -> None:
    a, b = centre.desks["A"], centre.desks["B"]
    a.key("F6")
    type_slowly(centre.keys["A"], PLACE)
    wait_until(lambda: owners(b) == [("A", "budi")], 10.0, "the ticket of A at B")
    a.key("ctrl+k")
    type_slowly(centre.keys["A"], "limpahkan b hujan deras")
    pressed_us = press(centre, "A", "Return")
    wait_until(lambda: owners(b)[0][0] == "B", 10.0, "the new owner, at B", 0.005)
    took_ms = (time.time_ns() / 1000 - pressed_us) / 1000
    record_property("passed_on_ms", took_ms)
    print(f"a ticket passed on at A is B's at B after {took_ms:.0f} ms")
    wait_until(lambda: owners(a)[0][0] == "B", 5.0, "the new owner, at A")
    told = "select desk from journal where kind = 'desk.alarm_raised' and body like '%\"incident_given\"%'"
    wait_until(lambda: b.rows(told) == [("B",)], 10.0, "the alert at B, and nowhere else")
    reassigned = "select verdict, body from journal join room_entry using (row_id) where kind = ?"
    ((verdict, body),) = b.rows(reassigned, "incident.reassigned")
    assert verdict == "ok"
    assert "hujan deras" in str(body)
    wait_until(lambda: are_equal(centre), 10.0, "equal lists", 0.2)


def owners(desk: DeskRig) -> list[tuple[object, ...]]:
    return desk.rows("select owner_desk, owner from incident_row")


# ------------------------------------------------------------------ who types where


def test_a_key_at_one_desk_is_a_sentence_in_the_window_of_the_other(
    centre: Centre, record_property: Any
) -> None:
    a, b = centre.desks["A"], centre.desks["B"]
    a.key("F6")
    type_slowly(centre.keys["A"], PLACE)
    wait_until(lambda: owners(b) == [("A", "budi")], 10.0, "the ticket of A at B")
    b.key("F11")
    b.key("Return")
    wait_until(lambda: logged(b, "presence painted"), 10.0, "A in the ticket that B has opened")
    took_ms = []
    for letter in "abcdefg":
        still = "the hands of A rest"
        wait_until(lambda: not logged(b, "presence painted")[-1]["is_typing"], 10.0, still)
        time.sleep(0.2)
        pressed_us = press(centre, "A", letter)
        wait_until(lambda: logged(b, "presence painted")[-1]["is_typing"], 5.0, "who types, at B")
        took_ms.append((logged(b, "presence painted")[-1]["at_us"] - pressed_us) / 1000)
    median, worst = float(np.median(took_ms)), max(took_ms)
    record_property("presence_painted_ms", took_ms)
    print(f"key at A to the sentence painted at B: median {median:.0f} ms, worst {worst:.0f} ms")
    assert median < 250, took_ms  # the aim: 100 ms; this machine is shared


# ------------------------------------------------------------------ the cable is pulled


def test_a_pulled_cable_loses_nothing_and_the_same_unit_sent_twice_is_one_conflict(
    centre: Centre, record_property: Any
) -> None:
    a, b = centre.desks["A"], centre.desks["B"]
    centre.cables["A"].weather = Weather.BLACK_HOLE
    alone = keys_answered(a, lambda: open_and_send(a, centre.keys["A"]))
    assert a.rows("select count(*) from pending_fact")[0][0] > 0, "A is alone"
    together = keys_answered(b, lambda: open_and_send(b, centre.keys["B"]))
    wait_until(lambda: b.rows("select count(*) from pending_fact")[0][0] == 0, 10.0, "B's facts in the room")
    for desk in (a, b):
        assert len(desk.rows("select incident_id from incident_row")) == 1, "neither knows of the other's"
    record_property("key_to_picture_without_cable_ms", alone)
    print(f"key to picture at A without the cable: {in_words(alone)}; at B with it: {in_words(together)}")
    assert min(len(alone), len(together)) >= 5
    # Design: 50 ms. This machine is shared, so the desk with a cable is the measure of the one without.
    assert np.median(alone) < max(150.0, 3 * np.median(together)), (alone, together)

    centre.cables["A"].weather = Weather.FAIR
    wait_until(lambda: are_equal(centre), 40.0, "both desks equal", 0.3)
    sent = "select aggregates, verdict from journal join room_entry using (row_id) where kind = ?"
    for desk in (a, b):
        assert len(desk.rows("select incident_id from incident_row")) == 2
        facts = desk.rows(sent, "unit.dispatched")
        assert len({str(row[0]).split('"')[1] for row in facts}) == 1, f"the same unit: {facts}"
        assert sorted(str(row[1]) for row in facts) == ["contested", "ok"]
        assert desk.rows("select count(*) from conflict_row") == [(1,)]
    raised = (
        "select count(distinct json_extract(body, '$.subject')), group_concat(distinct desk) from journal"
        " where kind = 'desk.alarm_raised' and json_extract(body, '$.code') = 'conflict'"
    )
    told = ((1, "A,B"),), ((1, "B,A"),)
    for desk in (a, b):
        wait_until(lambda desk=desk: tuple(desk.rows(raised)) in told, 10.0, "one conflict, told at both")
    wait_until(lambda: are_equal(centre), 10.0, "both desks equal", 0.3)
    written = a.rows("select count(*) from journal")
    assert written == b.rows("select count(*) from journal")
    for desk in (a, b):
        desk.stop()
        assert verify(desk.home) == 0
    assert room_is_sound(centre)


def keys_answered(desk: DeskRig, work: Callable[[], None]) -> list[float]:
    """Return how soon each key of some work was seen in the window, the loop's stalls before it included."""
    seen = len(logged(desk, "key painted")) + 1  # the first one also tells of the time before
    work()
    return [max(line["took_ms"], line["stall_ms"]) for line in logged(desk, "key painted")[seen:]]


def in_words(took_ms: list[float]) -> str:
    median, p90 = np.percentile(took_ms, (50, 90))
    return f"{len(took_ms)} keys, median {median:.0f} ms, p90 {p90:.0f} ms, worst {max(took_ms):.0f} ms"


def type_slowly(keys: XKeys, text: str) -> None:
    """As a quick person types: each letter gets its own picture."""
    for letter in text:
        keys.press("space" if letter == " " else letter)
        time.sleep(LETTER_PAUSE_S)


def open_and_send(desk: DeskRig, keys: XKeys) -> None:
    """A ticket by hand, its place, its type, and the nearest unit; every step is seen on the disk."""
    desk.key("F6")
    type_slowly(keys, PLACE)
    wait_until(lambda: has_fact(desk, "incident.field_set"), 8.0, "the place in the journal")
    time.sleep(0.3)
    desk.key("Return")
    wait_until(lambda: has_fact(desk, "incident.location_set"), 8.0, "the confirmed place")
    desk.key("Return")
    type_slowly(keys, "pohon")
    time.sleep(0.5)
    desk.key("Return")
    wait_until(lambda: str(desk.rows("select type_code from incident_row")[0][0]) != "None", 8.0, "the type")
    desk.key("F8")
    time.sleep(0.3)
    began_s = time.monotonic()
    keys.press("Return")
    wait_until(lambda: has_fact(desk, "unit.dispatched"), 8.0, "the unit", 0.005)
    took_s = time.monotonic() - began_s
    print(f"key to the dispatch on the disk: {took_s * 1000:.0f} ms")
    assert took_s < 1.0, "it waited for somebody"  # a claim that is asked for takes up to 1.5 s


def has_fact(desk: DeskRig, kind: str) -> bool:
    return bool(desk.rows("select count(*) from journal where kind = ?", kind)[0][0])


def room_is_sound(centre: Centre) -> bool:
    """Run ``batola-desk secretariat verify`` as IT does."""
    secret = centre.server.folder / "dba.secret"
    secret.write_text(SUPERUSER_PASSWORD)
    secret.chmod(0o600)
    command = [sys.executable, "-m", "batola_desk", "secretariat", "verify", centre.server.url(TEMPLATE)]
    done = subprocess.run(
        [*command, "--password-file", str(secret)], capture_output=True, text=True, check=False, timeout=60
    )
    print(done.stdout)
    return done.returncode == 0
