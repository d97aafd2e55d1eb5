"""RFC 3263: where a URI leads, and what happens when DNS does not answer."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from telephony_wire import SimulatedLoop

from batola_desk.telephony import dns_questions, names
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.locating import (
    Naptr,
    Srv,
    in_srv_order,
    is_address,
    literal,
    locate,
    server_address,
)
from batola_desk.telephony.names import NameService, NameSettings
from batola_desk.telephony.uri import Destination, SIPUri
from tests.support.dns_server import DNSServer, Table
from tests.support.waiting import until


class Answers:
    """What DNS would say."""

    def __init__(
        self,
        naptr: dict[str, list[Naptr]] | None = None,
        srv: dict[str, list[Srv]] | None = None,
        addresses: dict[str, list[str]] | None = None,
    ) -> None:
        self._naptr, self._srv, self._addresses = naptr or {}, srv or {}, addresses or {}
        self.asked: list[str] = []

    def naptr(self, name: str) -> Sequence[Naptr]:
        self.asked.append(f"NAPTR {name}")
        return self._naptr.get(name, [])

    def srv(self, name: str) -> Sequence[Srv]:
        self.asked.append(f"SRV {name}")
        return self._srv.get(name.rstrip("."), [])

    def addresses(self, name: str) -> Sequence[str]:
        self.asked.append(f"A {name}")
        return [name] if is_address(name) else self._addresses.get(name.rstrip("."), [])


def found(text: str, answers: Answers) -> list[str]:
    return [
        f"{item.protocol} {item.host} {item.port}"
        for item in locate(SIPUri.parse(text), "", answers, lambda _limit: 0)
    ]


SERVERS = {"a.pbx.example": ["10.0.0.1"], "b.pbx.example": ["10.0.0.2", "2001:db8::2"]}


def test_naptr_chooses_transport_and_order_srv_the_server() -> None:
    answers = Answers(
        naptr={
            "pbx.example": [
                Naptr(20, 10, "s", "SIP+D2U", "_sip._udp.pbx.example."),
                Naptr(10, 20, "S", "sip+d2t", "_sip._tcp.pbx.example."),
                Naptr(10, 10, "s", "SIPS+D2T", "_sips._tcp.pbx.example."),
                Naptr(5, 10, "u", "E2U+sip", "!^.*$!sip:x!"),  # another use of NAPTR
                Naptr(1, 1, "s", "SIP+D2S", "_sip._sctp.pbx.example."),  # a transport we do not speak
            ]
        },
        srv={
            "_sips._tcp.pbx.example": [Srv(1, 1, 5061, "a.pbx.example.")],
            "_sip._tcp.pbx.example": [Srv(1, 1, 5070, "a.pbx.example.")],
            "_sip._udp.pbx.example": [Srv(1, 1, 5060, "b.pbx.example.")],
        },
        addresses=SERVERS,
    )
    assert found("sip:112@pbx.example", answers) == [
        "TLS 10.0.0.1 5061",
        "TCP 10.0.0.1 5070",
        "UDP 10.0.0.2 5060",
        "UDP 2001:db8::2 5060",
    ]


def test_without_naptr_srv_is_asked_for_what_we_speak() -> None:
    answers = Answers(srv={"_sip._tcp.pbx.example": [Srv(1, 1, 5062, "a.pbx.example.")]}, addresses=SERVERS)
    assert found("sip:pbx.example", answers) == ["TCP 10.0.0.1 5062"]


def test_a_transport_in_the_uri_skips_naptr_and_a_port_skips_srv() -> None:
    answers = Answers(
        srv={"_sip._tcp.pbx.example": [Srv(1, 1, 5062, "a.pbx.example.")]},
        addresses=SERVERS | {"pbx.example": ["10.0.0.9"]},
    )
    assert found("sip:pbx.example;transport=tcp", answers) == ["TCP 10.0.0.1 5062"]
    assert not any(question.startswith("NAPTR") for question in answers.asked)
    answers.asked.clear()
    assert found("sip:pbx.example:5080;transport=tcp", answers) == ["TCP 10.0.0.9 5080"]
    assert answers.asked == ["A pbx.example"]


def test_without_any_service_the_name_itself_is_asked() -> None:
    answers = Answers(addresses={"pbx.example": ["10.0.0.9"]})
    assert found("sip:pbx.example", answers) == ["UDP 10.0.0.9 5060"]
    assert found("sips:pbx.example", answers) == ["TLS 10.0.0.9 5061"]
    assert found("sip:nowhere.example", answers) == []


def test_a_sips_uri_asks_for_nothing_but_tls() -> None:
    answers = Answers(
        srv={
            "_sip._tcp.pbx.example": [Srv(1, 1, 5060, "b.pbx.example.")],
            "_sips._tcp.pbx.example": [Srv(1, 1, 5061, "a.pbx.example.")],
        },
        addresses=SERVERS,
    )
    assert found("sips:pbx.example", answers) == ["TLS 10.0.0.1 5061"]


def test_maddr_replaces_the_host_but_not_the_name_that_is_verified() -> None:
    (only,) = locate(SIPUri.parse("sip:a@pbx.example;maddr=10.0.0.7;transport=tls"), "", Answers())
    assert (only.host, only.name) == ("10.0.0.7", "pbx.example")


def test_the_name_before_the_look_up_is_what_a_certificate_must_say() -> None:
    answers = Answers(srv={"_sips._tcp.pbx.example": [Srv(1, 1, 5061, "a.pbx.example.")]}, addresses=SERVERS)
    (only,) = locate(SIPUri.parse("sips:pbx.example"), "trunk", answers)
    assert (only.name, only.account) == ("pbx.example", "trunk")


def test_srv_goes_by_priority_then_by_weight() -> None:
    records = [
        Srv(20, 0, 1, "spare."),
        Srv(10, 75, 1, "big."),
        Srv(10, 25, 1, "small."),
        Srv(10, 0, 1, "."),  # "not offered here"
    ]
    rng = random.Random(112)
    orders = Counter(
        tuple(record.target for record in in_srv_order(records, rng.randrange)) for _ in range(2000)
    )
    assert set(orders) == {("big.", "small.", "spare."), ("small.", "big.", "spare.")}
    assert 0.70 < orders["big.", "small.", "spare."] / 2000 < 0.80


def test_a_zero_weight_comes_first_only_when_the_draw_is_zero() -> None:
    records = [Srv(1, 0, 1, "zero."), Srv(1, 10, 1, "ten.")]
    assert [r.target for r in in_srv_order(records, lambda _limit: 0)] == ["zero.", "ten."]
    assert [r.target for r in in_srv_order(records, lambda limit: limit - 1)] == ["ten.", "zero."]


def test_an_absurd_zone_file_gives_a_bounded_answer() -> None:
    answers = Answers(
        srv={"_sip._udp.pbx.example": [Srv(n, 1, 5060, "a.pbx.example.") for n in range(500)]},
        addresses={"a.pbx.example": [f"10.0.{n}.1" for n in range(200)]},
    )
    assert len(found("sip:pbx.example", answers)) == 32


@pytest.mark.parametrize(
    ("host", "yes"),
    [
        ("10.0.0.1", True),
        ("2001:db8::1", True),
        ("fe80::1%2", True),
        ("fe80::1%eth0", False),
        ("10.0.0.1%2", False),
        ("pbx.example", False),
        ("", False),
    ],
)
def test_only_an_address_needs_no_look_up(host: str, yes: bool) -> None:
    assert is_address(host) is yes


def test_an_address_leads_to_itself() -> None:
    assert literal(SIPUri.parse("sip:a@10.0.0.5"), "t") == Destination(
        "UDP", "10.0.0.5", 5060, "10.0.0.5", "t"
    )
    assert literal(SIPUri.parse("sip:a@pbx.example"), "") is None


# ---------------------------------------------------------------- the thread and a real DNS server

RECORDS: Table = {
    ("pbx.test", "NAPTR"): ['10 10 "s" "SIP+D2T" "" _sip._tcp.pbx.test.'],
    ("_sip._tcp.pbx.test", "SRV"): ["10 1 5070 one.pbx.test.", "20 1 5070 two.pbx.test."],
    ("one.pbx.test", "A"): ["127.0.0.11"],
    ("two.pbx.test", "A"): ["127.0.0.12"],
    ("two.pbx.test", "AAAA"): ["::1"],
}


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def server() -> Iterator[DNSServer]:
    with DNSServer(dict(RECORDS)) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ask(
    server: DNSServer, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], list[str]]]:
    monkeypatch.setattr(dns_questions, "QUESTION_LIMIT_S", 6.0)  # so long that none is asked twice
    monkeypatch.setattr(dns_questions.DNSQuestions, "_ask_system", lambda *_: [])
    hosts = tmp_path / "hosts"
    hosts.write_text("# by IT\n10.9.9.9  pinned.test exchange # the old one\n::9 pinned.test\nnonsense x\n")
    loop = SimulatedLoop()
    service = NameService(loop, NameSettings((server.address,), hosts, ("sip:pbx.test",)), clock)

    def ask(text: str) -> list[str]:
        answers: list[Sequence[Destination]] = []
        service.locate(SIPUri.parse(text), "", answers.append)
        until(lambda: loop.advance(0.0) or answers, 20.0)
        return [f"{item.protocol} {item.host} {item.port}" for item in answers[0]]

    yield ask
    service.stop()


@pytest.fixture
def fall_silent(server: DNSServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The server swallows what it hears from now on, and is not waited for long."""

    def fall() -> None:
        server.is_silent = True
        monkeypatch.setattr(dns_questions, "QUESTION_LIMIT_S", 0.3)

    return fall


WHOLE = ["TCP 127.0.0.11 5070", "TCP 127.0.0.12 5070", "TCP ::1 5070"]


def test_a_domain_is_found_through_naptr_srv_and_addresses(ask: Callable[[str], list[str]]) -> None:
    assert ask("sip:112@pbx.test") == WHOLE


def test_an_answer_is_kept_as_long_as_dns_allows(
    ask: Callable[[str], list[str]], server: DNSServer, clock: Clock
) -> None:
    ask("sip:pbx.test")
    asked = len(server.questions)
    clock.now_s += 59
    ask("sip:someone@PBX.test")
    assert len(server.questions) == asked, "answered from memory"
    server.records["one.pbx.test", "A"] = ["127.0.0.21"]
    clock.now_s += 2
    assert ask("sip:pbx.test")[0] == "TCP 127.0.0.21 5070"


def test_a_long_ttl_is_capped(ask: Callable[[str], list[str]], server: DNSServer, clock: Clock) -> None:
    server.ttl_s = 86_400
    ask("sip:pbx.test")
    asked = len(server.questions)
    clock.now_s += dns_questions.TTL_MAX_S + 1
    ask("sip:pbx.test")
    assert len(server.questions) > asked, "a PBX that moved is found within minutes"


def test_a_dead_server_leaves_the_last_good_answer_and_is_left_alone_for_a_while(
    ask: Callable[[str], list[str]],
    server: DNSServer,
    clock: Clock,
    fall_silent: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask("sip:pbx.test")
    asked = len(server.questions) + 1
    fall_silent()
    clock.now_s += 1000
    assert ask("sip:pbx.test") == WHOLE
    until(lambda: len(server.questions) == asked)  # it may hear the question after nobody waits any more
    assert ask("sip:pbx.test") == WHOLE
    assert ask("sip:other.test") == []
    assert len(server.questions) == asked, "nobody waits twice for a server known to be dead"
    server.is_silent = False
    monkeypatch.setattr(dns_questions, "QUESTION_LIMIT_S", 6.0)
    clock.now_s += names.DEAD_DNS_PAUSE_S + 1
    server.records["one.pbx.test", "A"] = ["127.0.0.21"]
    assert ask("sip:pbx.test")[0] == "TCP 127.0.0.21 5070"


def test_a_name_that_vanishes_from_dns_keeps_its_last_address(
    ask: Callable[[str], list[str]], server: DNSServer, clock: Clock
) -> None:
    ask("sip:pbx.test")
    server.records.clear()
    clock.now_s += 1000
    assert ask("sip:pbx.test") == WHOLE


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, server: DNSServer) -> DNSServer:
    """Only four names are kept; peers have some."""
    monkeypatch.setattr(names, "NAMES_MAX", 4)
    server.ttl_s = 200
    for letter in "abcdefghij":
        server.records[f"{letter}.test", "A"] = ["127.0.0.30"]
    return server


def is_kept(ask: Callable[[str], list[str]], server: DNSServer, name: str) -> bool:
    before = len(server.questions)
    ask(f"sip:{name}.test:5060")
    return len(server.questions) == before


def test_names_of_peers_never_drive_out_the_exchange(
    ask: Callable[[str], list[str]], few: DNSServer, clock: Clock, fall_silent: Callable[[], None]
) -> None:
    ask("sip:pbx.test")
    clock.now_s += 1000
    for letter in "abcdefghij":
        ask(f"sip:{letter}.test:5060")
    fall_silent()
    assert ask("sip:pbx.test") == WHOLE


def test_another_port_at_the_name_of_the_exchange_is_a_peers_name(
    ask: Callable[[str], list[str]], few: DNSServer
) -> None:
    few.records["pbx.test", "A"] = ["127.0.0.9"]
    for port in range(6001, 6011):
        ask(f"sip:pbx.test:{port}")
    before = len(few.questions)
    for port in range(6001, 6011):
        ask(f"sip:pbx.test:{port}")
    assert len(few.questions) >= before + 10


def test_the_name_nobody_asked_for_lately_makes_room(ask: Callable[[str], list[str]], few: DNSServer) -> None:
    for name in ("a", "b", "c", "d", "a", "e"):
        ask(f"sip:{name}.test:5060")
    assert [is_kept(ask, few, name) for name in "acde"] == [True] * 4
    assert not is_kept(ask, few, "b")


def test_an_answer_that_is_old_makes_room_before_a_good_one(
    ask: Callable[[str], list[str]], few: DNSServer, clock: Clock
) -> None:
    ask("sip:a.test:5060")
    few.ttl_s = 30
    ask("sip:b.test:5060")
    few.ttl_s = 200
    ask("sip:c.test:5060")
    clock.now_s += 40
    for name in ("d", "e"):
        ask(f"sip:{name}.test:5060")
    assert [is_kept(ask, few, name) for name in "acde"] == [True] * 4
    assert not is_kept(ask, few, "b")


def test_names_in_the_hosts_file_ask_nobody(ask: Callable[[str], list[str]], server: DNSServer) -> None:
    server.is_silent = True
    assert ask("sip:pinned.test") == ["UDP 10.9.9.9 5060", "UDP ::9 5060"]
    assert ask("sip:EXCHANGE:5070;transport=tcp") == ["TCP 10.9.9.9 5070"]
    assert server.questions == []


def test_a_stuck_thread_does_not_hold_up_who_has_an_old_answer(
    server: DNSServer, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loop = SimulatedLoop()
    service = NameService(loop, NameSettings((server.address,), tmp_path / "none"), clock)
    answers: list[Sequence[Destination]] = []
    try:
        service.locate(SIPUri.parse("sip:pbx.test"), "", answers.append)
        until(lambda: loop.advance(0.0) or answers)
        clock.now_s += 1000
        stuck = type("Stuck", (), {"put_nowait": lambda *_: None})()
        monkeypatch.setattr(service, "_requests", stuck)
        service.locate(SIPUri.parse("sip:pbx.test"), "", answers.append)
        assert len(answers) == 1
        loop.advance(names.HURRY_AFTER_S + 1)
        assert len(answers) == 2
        assert answers[1] == answers[0]
    finally:
        monkeypatch.undo()
        service.stop()


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("10.0.0.1", ("10.0.0.1", 53)),
        ("10.0.0.1:5353", ("10.0.0.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
        ("[2001:db8::1]", ("2001:db8::1", 53)),
    ],
)
def test_name_servers_are_written_with_or_without_a_port(text: str, split: tuple[str, int]) -> None:
    assert server_address(text) == split


@pytest.mark.parametrize(
    "text", ["", "ns.example", "10.0.0.1:", "10.0.0.1:70000", "[2001:db8::1", "10.0.0.1:x"]
)
def test_a_name_server_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        LineConfig(dns_servers=(text,))
