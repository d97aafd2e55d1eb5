"""Who is it? The server's word, the desk's memory of it, and how guessing is slowed down."""

from __future__ import annotations

import stat
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.operator import SeatMethod
from batola_desk.models.people_book import PEOPLE_MAX, KnownLogin, PeopleBook
from batola_desk.services.identity import PAUSE_MAX_S, Identity, Proof
from batola_desk.sync import offline_passwords
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Member
from batola_desk.sync.voices import Credentials
from tests.support.desk_double import ManualClock
from tests.support.gate_double import PASSWORD, GateDouble

AWAY = SecretariatFault("secretariat_unreachable", detail="test")
NO_TLS = SecretariatFault("secretariat_certificate_expired")
DAY_S = 86_400.0


class Door:
    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self.gate = GateDouble()
        self.gate.add("rina")
        self.gate.add("budi", "batola_lead")
        self.path = folder / "people.json"
        self.identity = self.restarted()

    def restarted(self) -> Identity:
        """As the next start of the program finds it."""
        return Identity(self.gate, PeopleBook(self.path), self.clock, offline_days=14)

    async def prove(self, login: str, password: str = PASSWORD) -> Proof:
        return await self.identity.prove(Credentials(login, password))

    async def refusal(self, login: str, password: str = PASSWORD) -> OperatorError:
        with pytest.raises(OperatorError) as refused:
            await self.prove(login, password)
        return refused.value


@pytest.fixture
def door(tmp_path: Path, quick_verifiers: None) -> Door:
    return Door(tmp_path)


async def test_who_was_proved_once_is_known_when_the_server_is_away(door: Door) -> None:
    assert (await door.prove("budi")).method is SeatMethod.PASSWORD
    door.gate.fault = AWAY
    door.identity = door.restarted()
    await door.identity.load()
    proof = await door.prove("budi")
    assert proof == Proof(
        login="budi",
        name="Budi",
        role="batola_lead",
        method=SeatMethod.OFFLINE,
        code="secretariat_unreachable",
        values={"detail": "test"},
    )
    assert (await door.refusal("budi", "salah-sekali-112")).code == "sign_on_offline_wrong"


async def test_no_password_is_worked_out_on_the_screens_loop(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers: set[bool] = set()
    for name in ("fits", "make_verifier"):
        real = getattr(offline_passwords, name)

        def watched(*words: str, real: Callable[..., object] = real) -> object:
            workers.add(threading.current_thread() is threading.main_thread())
            return real(*words)

        monkeypatch.setattr(offline_passwords, name, watched)
    await door.prove("rina")
    await door.refusal("rina", "salah-sekali-112")
    door.gate.fault = AWAY
    await door.prove("rina")
    assert workers == {False}


async def test_a_bad_way_to_the_server_is_named(door: Door) -> None:
    await door.prove("rina")
    door.gate.fault = NO_TLS
    assert (await door.prove("rina")).code == "secretariat_certificate_expired"
    refusal = await door.refusal("rina", "salah-sekali-112")
    assert (refusal.code, refusal.values["cause"]) == (
        "sign_on_offline_wrong",
        "secretariat_certificate_expired",
    )


async def test_a_name_that_nobody_knows_reads_and_lasts_like_a_wrong_password(tmp_path: Path) -> None:
    door = Door(tmp_path)  # with verifiers that take as long as real ones
    await door.prove("rina")
    await door.identity.prepare()
    door.gate.fault = AWAY
    took: dict[str, list[float]] = {"rina": [], "hantu": []}
    words = {}
    for _ in range(5):
        for login, times in took.items():
            door.clock.forward(PAUSE_MAX_S)
            begun = time.perf_counter()
            words[login] = str((await door.refusal(login, "salah-sekali-112")).values)
            times.append(time.perf_counter() - begun)
    assert words["rina"] == words["hantu"]
    known, unknown = (min(times) for times in took.values())  # the least disturbed
    assert 0.5 < known / unknown < 2.0, took


async def test_the_memory_ends_after_days(door: Door) -> None:
    await door.prove("rina")
    door.gate.fault = AWAY
    door.clock.forward(13.9 * DAY_S)
    await door.prove("rina")
    door.clock.forward(0.2 * DAY_S)
    refusal = await door.refusal("rina")
    assert (refusal.code, refusal.values["days"]) == ("sign_on_expired", "14")
    assert (await door.refusal("rina", "salah-sekali-112")).code == "sign_on_offline_wrong"
    door.gate.fault = None
    await door.prove("rina")
    door.gate.fault = AWAY
    await door.prove("rina")


async def test_a_clock_that_fell_back_for_years_locks_nobody_out(door: Door) -> None:
    await door.prove("rina")
    door.gate.fault = AWAY
    door.clock.set_by(-25 * 365 * DAY_S)
    assert (await door.prove("rina")).method is SeatMethod.OFFLINE


async def test_a_password_that_the_server_refuses_is_forgotten_here(door: Door) -> None:
    await door.prove("rina")
    door.gate.passwords["rina"] = "sandi-baru-2026"
    assert (await door.refusal("rina")).code == "sign_on_password"  # the old one
    door.gate.fault = AWAY
    assert (await door.refusal("rina")).code == "sign_on_offline_wrong"
    assert [person.login for person in door.identity.known_people()] == ["rina"]  # the name stays listed


async def test_mistyping_costs_nobody_the_way_in_without_the_server(door: Door) -> None:
    await door.prove("rina")
    assert (await door.refusal("rina", "salah-sekali-112")).code == "sign_on_password"
    door.gate.fault = AWAY
    assert (await door.prove("rina")).method is SeatMethod.OFFLINE


@pytest.mark.parametrize("code", ["secretariat_disabled", "secretariat_no_role"])
async def test_who_lost_the_right_is_forgotten_here(door: Door, code: str) -> None:
    await door.prove("rina")
    door.gate.refusals["rina"] = code
    assert (await door.refusal("rina")).code == code.replace("secretariat", "sign_on")
    door.gate.fault = AWAY
    door.identity = door.restarted()
    await door.identity.load()
    assert (await door.refusal("rina")).code == "sign_on_offline_wrong"


async def test_members_that_the_room_does_not_have_any_more_are_forgotten(door: Door) -> None:
    await door.prove("rina")
    await door.prove("budi")
    await door.identity.on_members(
        (
            Member(login="rina"),
            Member(login="budi", name="Budi S.", role="batola_operator", may_log_in=True),
            Member(login="asing", role="batola_admin", may_log_in=True),
        )
    )
    door.gate.fault = AWAY
    assert (await door.refusal("rina")).code == "sign_on_offline_wrong"
    proof = await door.prove("budi")
    assert (proof.role, proof.name) == ("batola_operator", "Budi S.")
    assert set(door.identity.known_logins()) == {"rina", "budi"}


async def test_guessing_is_slowed_down_and_never_locked_out(door: Door) -> None:
    for _ in range(4):
        assert (await door.refusal("rina", "salah-sekali-112")).code == "sign_on_password"
    refusal = await door.refusal("rina")
    assert (refusal.code, refusal.values["seconds"]) == ("sign_on_wait", 3)
    asked = door.gate.asked
    door.clock.forward(2.5)
    for _ in range(20):
        await door.refusal("rina", "salah-sekali-112")
        door.clock.forward(PAUSE_MAX_S + 1)
    assert door.gate.asked - asked == 20
    await door.prove("rina")
    await door.prove("rina")


async def test_the_file_holds_no_password_and_is_for_this_user_only(tmp_path: Path) -> None:
    door = Door(tmp_path)  # with real verifiers
    await door.prove("rina")
    text = door.path.read_text()
    assert PASSWORD not in text
    assert "$argon2id$v=19$m=65536,t=3,p=1$" in text
    if sys.platform != "win32":
        assert stat.S_IMODE(door.path.stat().st_mode) == 0o600


@pytest.mark.expects_log
async def test_a_damaged_file_costs_the_memory_and_nothing_else(door: Door) -> None:
    await door.prove("rina")
    door.path.write_bytes(door.path.read_bytes()[:40])
    door.identity = door.restarted()
    await door.identity.load()
    assert door.identity.known_logins() == ()
    await door.prove("rina")
    door.gate.fault = AWAY
    await door.prove("rina")


@pytest.mark.expects_log
async def test_a_disk_that_refuses_keeps_nobody_out(door: Door) -> None:
    door.path.mkdir()
    assert (await door.prove("rina")).method is SeatMethod.PASSWORD


def test_the_list_of_names_stays_short(tmp_path: Path) -> None:
    book = PeopleBook(tmp_path / "people.json")
    many = {f"p{n}": KnownLogin(login=f"p{n}", name="", role="", sat_us=n) for n in range(PEOPLE_MAX + 5)}
    book.write(many)
    assert set(book.read()) == {f"p{n}" for n in range(5, PEOPLE_MAX + 5)}


def test_a_verifier_fits_its_own_password_only() -> None:
    verifier = offline_passwords.make_verifier("sandi\u00a0Ｐanjang")
    assert offline_passwords.fits(verifier, "sandi Panjang")  # as SASLprep has it, like the server
    assert not offline_passwords.fits(verifier, "sandi panjang")
    assert not offline_passwords.fits("", "sandi Panjang")
    assert not offline_passwords.fits("$argon2id$v=19$kacau", "sandi Panjang")
    assert not offline_passwords.fits(verifier, "x" * 5000)
    assert not offline_passwords.fits(verifier, "\ud800")
