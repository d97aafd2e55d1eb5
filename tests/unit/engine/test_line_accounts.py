"""What the screen is told about accounts, and which alarms the line's surroundings raise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from batola_desk.engine.account_view import account_status, failure_code, worst
from batola_desk.engine.alarm_board import AlarmBoard
from batola_desk.engine.clock_watch import ClockWatch
from batola_desk.engine.config import LineSettings
from batola_desk.engine.telephone import Telephone
from batola_desk.ipc import messages as m
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.telephony.config import Account, LineConfig, TLSPolicy
from batola_desk.telephony.leg_types import NetworkChange, RegistrationState, RegistrationStatus
from tests.support.certificates import Authority
from tests.support.shipped import shipped_catalog
from tests.unit.engine.engine_room import EngineRoom

FAILED, REGISTERED = RegistrationState.FAILED, RegistrationState.REGISTERED


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (RegistrationStatus(FAILED, 401), "registration_401"),
        (RegistrationStatus(FAILED, 503, fault="tls_expired"), "line_tls_expired"),
        (RegistrationStatus(FAILED, 408, fault="no_answer"), "line_no_answer"),
        (RegistrationStatus(FAILED, 499), "registration_failed"),
        (RegistrationStatus(FAILED, 503, fault="a word of tomorrow"), "registration_503"),
        (RegistrationStatus(REGISTERED, 200), ""),
    ],
)
def test_every_failure_has_a_code_for_the_screen(status: RegistrationStatus, code: str) -> None:
    assert failure_code(status) == code


def test_a_code_nobody_sent_is_not_shown() -> None:
    account = Account(registrar_uris=("sip:x",))
    assert account_status(account, RegistrationStatus(FAILED, 503, fault="tls_expired")).sip_code is None
    assert account_status(account, RegistrationStatus(FAILED, 403)).sip_code == 403


class FakeAgent:
    local_port = 5060

    def start(self) -> None: ...

    def stop(self, timeout_s: float = 3.0) -> bool:
        return True

    def dial(self, target: str, *, headers: Sequence[tuple[str, str]] = ()) -> object:
        raise AssertionError


def telephone(*accounts: Account) -> Telephone:
    line = Telephone(
        LineConfig(accounts=accounts, bind_host="127.0.0.1"),
        object(),  # type: ignore[arg-type]
        make_agent=lambda *_args, **_named: FakeAgent(),  # type: ignore[arg-type,return-value]
    )
    line.try_to_start(0.0)
    return line


def test_the_status_is_that_of_the_account_that_needs_somebody() -> None:
    line = telephone(
        Account(name="a", user="112", registrar_uris=("sip:x",)),
        Account(name="b", registrar_uris=("sip:y",)),
        Account(name="c"),
    )
    assert line.status().mode == "registering"
    line.on_registration(RegistrationStatus(REGISTERED, 200, account="a", way="UDP 10.0.0.1:5060"))
    line.on_registration(RegistrationStatus(FAILED, 403, account="b", retry_in_s=30.0))
    status = line.status()
    assert (status.mode, status.code, status.sip_code, status.retry_in_s) == (
        "failed", "registration_403", 403, 30.0,
    )  # fmt: skip
    assert [item.mode for item in status.accounts] == ["registered", "failed", "direct"]
    assert status.address == "sip:112@127.0.0.1:5060"
    line.on_registration(RegistrationStatus(REGISTERED, 200, account="b"))
    assert line.status().mode == "registered"
    assert worst(line.status().accounts).name == "a"


def test_a_line_without_registrars_takes_direct_calls() -> None:
    assert telephone(Account()).status().mode == "direct"


class Told:
    def __init__(self) -> None:
        self.now_s = 0.0
        self.told: list[tuple[str, bool]] = []
        self.values: list[dict[str, str]] = []
        self.set_s = 0.0
        watch = ClockWatch(lambda: int((self.now_s + self.set_s) * 1e6), lambda: self.now_s)
        self.board = AlarmBoard(self.take, lambda: self.now_s, watch)

    def take(self, message: m.Message) -> None:
        assert isinstance(message, m.EngineAlarm)
        self.told.append((message.code, message.active))
        self.values.append(message.values)


@pytest.fixture
def alarms() -> Told:
    return Told()


def test_a_lost_route_stands_until_it_is_back_and_the_return_is_shown_for_a_minute(alarms: Told) -> None:
    alarms.board.on_network(NetworkChange.ROUTE_LOST)
    alarms.now_s = 500.0
    alarms.board.tick()
    assert alarms.told == [("network_lost", True)]
    alarms.board.on_network(NetworkChange.ROUTE_BACK)
    assert alarms.told[1:] == [("network_lost", False), ("network_back", True)]
    alarms.now_s = 561.0
    alarms.board.tick()
    assert alarms.told[3:] == [("network_back", False)]
    assert alarms.board.standing == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (NetworkChange.ADDRESS_CHANGED, "network_changed"),
        (NetworkChange.WOKE_UP, "computer_slept"),
        (NetworkChange.SOCKETS_BACK, "sip_socket_back"),
    ],
)
def test_what_is_over_already_is_said_and_goes_by_itself(
    alarms: Told, change: NetworkChange, code: str
) -> None:
    alarms.board.on_network(change)
    assert alarms.told == [(code, True)]
    alarms.now_s = 61.0
    alarms.board.tick()
    assert alarms.told == [(code, True), (code, False)]


@pytest.mark.parametrize(("set_s", "words"), [(3600.0, "+3600 s"), (-7200.0, "-7200 s")])
def test_a_clock_that_jumps_is_said_once_with_its_step(alarms: Told, set_s: float, words: str) -> None:
    for _ in range(50):
        alarms.now_s += 0.1
        alarms.set_s += 0.01  # a time server's gentle hand
        alarms.board.tick()
    assert alarms.told == []
    alarms.set_s += set_s
    for _ in range(50):
        alarms.now_s += 0.1
        alarms.board.tick()
    assert alarms.told == [("clock_jumped", True)]
    assert alarms.values == [{"detail": words}]
    alarms.now_s += 601.0
    alarms.board.tick()
    assert alarms.told[1:] == [("clock_jumped", False)]


def test_what_accounts_mean_beyond_their_status(alarms: Told) -> None:
    mine = AccountStatus(name="trunk", mode="registered", others=1)
    alarms.board.on_accounts([mine])
    alarms.board.on_accounts([mine])
    assert alarms.told == [("account_shared", True)]
    assert alarms.values == [{"accounts": "trunk"}]
    alarms.board.on_accounts([AccountStatus(name="trunk", others=1, is_shared=True)])
    assert alarms.told[1:] == [("account_shared", False)]
    alarms.board.on_accounts(
        [AccountStatus(name="a", is_standby=True), AccountStatus(name="b", is_unverified=True)]
    )
    assert alarms.told[2:] == [("account_on_standby", True), ("tls_unverified", True)]


def test_switched_off_verification_is_an_alarm_as_long_as_it_is_off() -> None:
    account = Account(registrar_uris=("sips:x",), tls=TLSPolicy(verify=False))
    assert telephone(account).status().accounts[0].is_unverified


def test_every_alarm_of_the_line_stands_in_the_catalogue() -> None:
    alerts = shipped_catalog().alerts
    codes = (
        "network_lost", "network_back", "network_changed", "computer_slept", "sip_socket_lost",
        "sip_socket_back", "clock_jumped", "account_shared", "account_on_standby", "tls_unverified",
        "tls_files_unusable",
    )  # fmt: skip
    for code in codes:
        assert alerts[code].advice, code
        assert alerts[code].advice_en, code
    assert alerts["tls_unverified"].priority == "high"


def test_a_certificate_file_that_cannot_be_read_is_an_alarm_until_it_can(tmp_path: Path) -> None:
    file = tmp_path / "desk.pem"
    room = EngineRoom(tmp_path, LineSettings(tls=TLSPolicy(certificate_file=str(file))))
    try:
        room.core.on_registration(RegistrationStatus(FAILED, 503, fault="tls_files_unusable"))
        told = [alarm for alarm in room.heard(m.EngineAlarm) if isinstance(alarm, m.EngineAlarm)]
        assert [(alarm.code, alarm.active) for alarm in told] == [("tls_files_unusable", True)]
        assert str(file) in told[0].values["detail"]
        files = Authority(tmp_path / "ca").issue("desk.example")
        file.write_bytes(files.certificate.read_bytes() + files.key.read_bytes())
        room.core.on_registration(RegistrationStatus(REGISTERED, 200))
        assert room.heard(m.EngineAlarm)[-1] == m.EngineAlarm(code="tls_files_unusable", active=False)
    finally:
        room.close()
