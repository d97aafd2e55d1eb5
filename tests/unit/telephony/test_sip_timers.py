"""Every timer and every retransmission case of RFC 3261 §17 and RFC 6026, one named row each.

The transaction layer alone, on simulated time: T1 = 0.5 s, T2 = 4 s, T4 = 5 s. A row says what the far side
does and when; expected are the times of everything sent, everything told to the layer above, and the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from telephony_wire import SimulatedLoop

from batola_desk.telephony.client_transaction import ClientTransaction
from batola_desk.telephony.config import SIPTimers
from batola_desk.telephony.message import SIPRequest, SIPResponse, parse_message
from batola_desk.telephony.server_transaction import Repetition, ServerTransaction
from batola_desk.telephony.transactions import SERVER_TRANSACTIONS_MAX, TransactionLayer
from batola_desk.telephony.transport import Address, Flow, FlowReady, NetworkUser
from batola_desk.telephony.uri import Destination

GIVE_UP_S = 32.0
A = [0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]  # timer A doubles without limit
E = [0.0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]  # timers E and G stop growing at T2
Seen = list[tuple[float, str]]


class FakeFlow:
    """A way that writes down what leaves, UDP or TCP."""

    is_open = True
    fault = ""
    answers_pings = False
    local: Address = ("10.0.0.1", 5060)
    remote: Address = ("10.0.0.9", 5060)

    def __init__(self, bench: Bench, *, reliable: bool) -> None:
        self._bench = bench
        self.is_reliable = reliable
        self.protocol = "TCP" if reliable else "UDP"

    def send(self, data: bytes) -> None:
        message = parse_message(data)
        name = message.method if isinstance(message, SIPRequest) else str(message.code)
        self._bench.sent.append((self._bench.at_s, name))
        self._bench.last = message


class Bench:
    """One transaction layer between a fake network and a user that writes everything down."""

    def __init__(self, *, reliable: bool) -> None:
        self.loop = SimulatedLoop()
        self._zero_s = self.loop.now_s()
        self.flow = FakeFlow(self, reliable=reliable)
        self.layer = TransactionLayer(self.loop, SIPTimers(), self, self)
        self.sent: Seen = []
        self.told: Seen = []
        self.last: SIPRequest | SIPResponse | None = None
        self.served: list[ServerTransaction] = []
        self.local_port = 5060

    @property
    def at_s(self) -> float:
        return round(self.loop.now_s() - self._zero_s, 3)

    def until(self, at_s: float) -> None:
        self.loop.advance(max(0.0, at_s - (self.loop.now_s() - self._zero_s)))

    # the network

    def open(self, user: NetworkUser) -> None: ...

    def close(self) -> None: ...

    def connect(self, destination: Destination, ready: FlowReady) -> None:
        ready(self.flow)

    # the layer above

    def on_request(self, transaction: ServerTransaction) -> None:
        self.told.append((self.at_s, transaction.request.method))
        transaction.on_cancel = lambda _cancel: self.told.append((self.at_s, "cancelled"))
        self.served.append(transaction)

    def on_ack(self, ack: SIPRequest) -> None:
        self.told.append((self.at_s, "ACK"))

    def on_bad_message(self, reason: str, source: Address) -> None:
        self.told.append((self.at_s, f"bad: {reason}"))

    def on_flow_lost(self, flow: Flow) -> None: ...

    # the far side

    def request(self, method: str, *, branch: str = "z9hG4bKfar", cseq: int = 1, to_tag: str = "") -> bytes:
        request = SIPRequest(method, "sip:112@10.0.0.1")
        request.add("Via", f"SIP/2.0/{self.flow.protocol} 10.0.0.9:5060;branch={branch}")
        request.add("From", "<sip:0811@10.0.0.9>;tag=far")
        request.add("To", "<sip:112@10.0.0.1>" + (f";tag={to_tag}" if to_tag else ""))
        request.add("Call-ID", "timers")
        request.add("CSeq", f"{cseq} {method}")
        request.add("Max-Forwards", "70")
        return request.serialise()

    def begin(self, method: str) -> ClientTransaction:
        request = SIPRequest(method, "sip:them@10.0.0.9")
        request.add("From", "<sip:112@10.0.0.1>;tag=us")
        request.add("To", "<sip:them@10.0.0.9>")
        request.add("Call-ID", "timers")
        request.add("CSeq", f"7 {method}")
        request.add("Max-Forwards", "70")
        return self.layer.send(
            request, self.flow, lambda response: self.told.append((self.at_s, str(response.code)))
        )

    def answer(self, to: ClientTransaction, code: int, *, tag: str = "them") -> None:
        response = SIPResponse(code)
        response.add("Via", to.request.first("via"))
        response.add("From", to.request.first("from"))
        response.add("To", f"{to.request.first('to')};tag={tag}")
        response.add("Call-ID", "timers")
        response.add("CSeq", to.request.first("cseq"))
        self.layer.on_data(response.serialise(), self.flow)


def at(times: list[float], name: str) -> Seen:
    return [(time_s, name) for time_s in times]


# ---------------------------------------------------------------------- client


@dataclass(frozen=True)
class ClientRow:
    """What a client transaction does.

    Attributes:
        answers: (when, code) from the far side, in the order of arrival.
        gone_s: when the transaction is forgotten; None = it still waits at the end of the row.
    """

    method: str
    answers: list[tuple[float, int]]
    sent: Seen
    told: Seen
    gone_s: float | None
    reliable: bool = False
    lost_s: float | None = None  # the stream breaks
    cancelled_s: float | None = None


CLIENT = {
    # §17.1.1.2, timers A and B
    "invite-udp-A-B-nothing-ever-comes": ClientRow("INVITE", [], at(A, "INVITE"), [(32.0, "408")], 32.0),
    "invite-tcp-B-nothing-ever-comes": ClientRow(
        "INVITE", [], [(0.0, "INVITE")], [(32.0, "408")], 32.0, reliable=True
    ),
    "invite-udp-A-stops-at-a-provisional": ClientRow(
        "INVITE", [(0.7, 180)], at([0.0, 0.5], "INVITE"), [(0.7, "180")], None
    ),
    "invite-udp-100-stops-A-too": ClientRow(
        "INVITE", [(0.2, 100)], at([0.0], "INVITE"), [(0.2, "100")], None
    ),
    "invite-udp-B-is-off-once-it-rings": ClientRow(
        "INVITE", [(0.2, 180), (90.0, 200)], [(0.0, "INVITE")], [(0.2, "180"), (90.0, "200")], 122.0
    ),
    "invite-udp-answer-after-B-is-nobodys": ClientRow(
        "INVITE", [(33.0, 200)], at(A, "INVITE"), [(32.0, "408")], 32.0
    ),
    "invite-udp-answer-just-before-B": ClientRow(
        "INVITE", [(31.9, 200)], at(A, "INVITE"), [(31.9, "200")], 63.9
    ),
    # §17.1.1.2, timer D and the ACK of §17.1.1.3
    "invite-udp-D-refusal-is-acknowledged": ClientRow(
        "INVITE", [(0.2, 486)], [(0.0, "INVITE"), (0.2, "ACK")], [(0.2, "486")], 32.2
    ),
    "invite-udp-D-each-doubled-refusal-is-acknowledged-again": ClientRow(
        "INVITE",
        [(0.2, 486), (0.7, 486), (1.7, 486)],
        [(0.0, "INVITE"), (0.2, "ACK"), (0.7, "ACK"), (1.7, "ACK")],
        [(0.2, "486")],
        32.2,
    ),
    "invite-udp-D-refusal-after-D-is-nobodys": ClientRow(
        "INVITE", [(0.2, 486), (33.0, 486)], [(0.0, "INVITE"), (0.2, "ACK")], [(0.2, "486")], 32.2
    ),
    "invite-udp-D-ringing-that-comes-late-is-ignored": ClientRow(
        "INVITE", [(0.2, 486), (0.3, 180)], [(0.0, "INVITE"), (0.2, "ACK")], [(0.2, "486")], 32.2
    ),
    "invite-udp-D-200-after-a-refusal-is-ignored": ClientRow(
        "INVITE", [(0.2, 486), (0.3, 200)], [(0.0, "INVITE"), (0.2, "ACK")], [(0.2, "486")], 32.2
    ),
    "invite-tcp-D-is-zero": ClientRow(
        "INVITE", [(0.2, 486)], [(0.0, "INVITE"), (0.2, "ACK")], [(0.2, "486")], 0.2, reliable=True
    ),
    "invite-udp-refusal-between-repetitions": ClientRow(
        "INVITE", [(0.9, 486)], [*at([0.0, 0.5], "INVITE"), (0.9, "ACK")], [(0.9, "486")], 32.9
    ),
    # RFC 6026 §7.2, timer M
    "invite-udp-M-every-200-is-told": ClientRow(
        "INVITE", [(0.2, 200), (0.7, 200)], [(0.0, "INVITE")], [(0.2, "200"), (0.7, "200")], 32.2
    ),
    "invite-udp-M-200-after-M-is-nobodys": ClientRow(
        "INVITE", [(0.2, 200), (33.0, 200)], [(0.0, "INVITE")], [(0.2, "200")], 32.2
    ),
    "invite-udp-M-ringing-after-200-is-ignored": ClientRow(
        "INVITE", [(0.2, 200), (0.3, 180)], [(0.0, "INVITE")], [(0.2, "200")], 32.2
    ),
    "invite-udp-M-refusal-after-200-is-ignored": ClientRow(
        "INVITE", [(0.2, 200), (0.3, 486)], [(0.0, "INVITE")], [(0.2, "200")], 32.2
    ),
    "invite-tcp-M-lasts-as-long": ClientRow(
        "INVITE", [(0.2, 200)], [(0.0, "INVITE")], [(0.2, "200")], 32.2, reliable=True
    ),
    "invite-tcp-stream-lost-while-calling": ClientRow(
        "INVITE", [], [(0.0, "INVITE")], [(3.0, "503")], 3.0, reliable=True, lost_s=3.0
    ),
    "invite-tcp-stream-lost-while-ringing": ClientRow(
        "INVITE", [(0.2, 180)], [(0.0, "INVITE")], [(0.2, "180"), (3.0, "503")], 3.0, reliable=True,
        lost_s=3.0,
    ),
    "invite-tcp-stream-lost-after-200-changes-nothing": ClientRow(
        "INVITE", [(0.2, 200)], [(0.0, "INVITE")], [(0.2, "200")], 32.2, reliable=True, lost_s=3.0
    ),
    # §9.1
    "cancel-is-repeated-like-any-request-and-the-invite-given-up": ClientRow(
        "INVITE",
        [(0.2, 180)],
        [(0.0, "INVITE"), *at([round(1.0 + time_s, 3) for time_s in E], "CANCEL")],
        [(0.2, "180"), (33.0, "408")],
        33.0,
        cancelled_s=1.0,
    ),
    "cancel-twice-is-one-cancel": ClientRow(
        "INVITE",
        [(0.2, 180), (1.1, 487)],
        [(0.0, "INVITE"), (1.0, "CANCEL"), (1.1, "ACK"), *at([round(1.0 + t, 3) for t in E[1:]], "CANCEL")],
        [(0.2, "180"), (1.1, "487")],
        33.1,
        cancelled_s=1.0,
    ),
    "cancel-that-lost-the-race-tells-the-200": ClientRow(
        "INVITE",
        [(0.2, 180), (1.1, 200)],
        [(0.0, "INVITE"), *at([round(1.0 + time_s, 3) for time_s in E], "CANCEL")],
        [(0.2, "180"), (1.1, "200")],
        33.1,
        cancelled_s=1.0,
    ),
    # §17.1.2.2, timers E, F, K
    "bye-udp-E-F-nothing-ever-comes": ClientRow("BYE", [], at(E, "BYE"), [(32.0, "408")], 32.0),
    "bye-tcp-F-nothing-ever-comes": ClientRow(
        "BYE", [], [(0.0, "BYE")], [(32.0, "408")], 32.0, reliable=True
    ),
    "bye-udp-E-slows-to-T2-at-a-provisional": ClientRow(
        "BYE",
        [(0.7, 100)],
        at([0.0, 0.5, 1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5], "BYE"),
        [(0.7, "100"), (32.0, "408")],
        32.0,
    ),
    "bye-tcp-F-counts-although-a-provisional-came": ClientRow(
        "BYE", [(0.7, 100)], [(0.0, "BYE")], [(0.7, "100"), (32.0, "408")], 32.0, reliable=True
    ),
    "bye-udp-K-absorbs-doubled-answers": ClientRow(
        "BYE", [(0.7, 200), (0.8, 200), (5.6, 200)], at([0.0, 0.5], "BYE"), [(0.7, "200")], 5.7
    ),
    "bye-udp-answer-after-K-is-nobodys": ClientRow(
        "BYE", [(0.2, 200), (6.0, 200)], [(0.0, "BYE")], [(0.2, "200")], 5.2
    ),
    "bye-udp-K-provisional-after-final-is-ignored": ClientRow(
        "BYE", [(0.2, 481), (0.3, 100)], [(0.0, "BYE")], [(0.2, "481")], 5.2
    ),
    "bye-tcp-K-is-zero": ClientRow(
        "BYE", [(0.2, 200)], [(0.0, "BYE")], [(0.2, "200")], 0.2, reliable=True
    ),
    "bye-udp-a-refusal-needs-no-ack": ClientRow(
        "BYE", [(0.2, 500)], [(0.0, "BYE")], [(0.2, "500")], 5.2
    ),
    "bye-udp-answer-after-F-is-nobodys": ClientRow(
        "BYE", [(33.0, 200)], at(E, "BYE"), [(32.0, "408")], 32.0
    ),
    "bye-tcp-stream-lost": ClientRow(
        "BYE", [], [(0.0, "BYE")], [(3.0, "503")], 3.0, reliable=True, lost_s=3.0
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLIENT)
def test_a_client_transaction(name: str) -> None:
    row = CLIENT[name]
    bench = Bench(reliable=row.reliable)
    transaction = bench.begin(row.method)
    events = [(time_s, lambda code=code: bench.answer(transaction, code)) for time_s, code in row.answers]
    if row.lost_s is not None:
        events.append((row.lost_s, lambda: bench.layer.on_flow_lost(bench.flow)))
    if row.cancelled_s is not None:
        for _ in range(2):
            events.append((row.cancelled_s, lambda: bench.layer.cancel(transaction, "")))
    for time_s, happen in sorted(events, key=lambda event: event[0]):
        bench.until(time_s)
        happen()
    still_there = _watch(bench, 200.0 if row.gone_s is None else row.gone_s)
    assert still_there == (row.gone_s is None)
    bench.until(200.0)
    assert bench.sent == row.sent
    assert bench.told == row.told
    assert bench.layer.size == (1 if row.gone_s is None else 0)


def _watch(bench: Bench, gone_s: float) -> bool:
    """Go to a moment before the expected end, see that it still lives, and then to the end itself."""
    if gone_s - 0.001 > bench.at_s:
        bench.until(gone_s - 0.001)
        assert bench.layer.size >= 1, "forgotten too early"
    bench.until(gone_s + 0.0001)
    return any(client.request.method != "CANCEL" for client in bench.layer._clients.values())


# ---------------------------------------------------------------------- server


@dataclass(frozen=True)
class ServerRow:
    """What a server transaction does.

    Attributes:
        arrives: (when, what): the request's name for its repetition, "ACK", "CANCEL".
        answers: (when, code) of the layer above.
    """

    method: str
    arrives: list[tuple[float, str]]
    answers: list[tuple[float, int]]
    sent: Seen
    told: Seen
    gone_s: float | None
    reliable: bool = False
    merged: list[float] = field(default_factory=list)  # a copy over another path


SERVER = {
    # §17.2.1, timers G, H, I
    "invite-udp-G-H-refusal-repeated-until-given-up": ServerRow(
        "INVITE", [], [(0.0, 486)], at(E, "486"), [(0.0, "INVITE")], 32.0
    ),
    "invite-tcp-H-no-repetition": ServerRow(
        "INVITE", [], [(0.0, 486)], [(0.0, "486")], [(0.0, "INVITE")], 32.0, reliable=True
    ),
    "invite-udp-I-ack-stops-the-refusal": ServerRow(
        "INVITE", [(0.7, "ACK")], [(0.0, 486)], at([0.0, 0.5], "486"), [(0.0, "INVITE")], 5.7
    ),
    "invite-udp-I-absorbs-doubled-acks": ServerRow(
        "INVITE",
        [(0.7, "ACK"), (0.8, "ACK"), (1.7, "ACK")],
        [(0.0, 486)],
        at([0.0, 0.5], "486"),
        [(0.0, "INVITE")],
        5.7,
    ),
    "invite-udp-I-repeated-invite-after-ack-is-absorbed": ServerRow(
        "INVITE",
        [(0.7, "ACK"), (0.9, "INVITE")],
        [(0.0, 486)],
        at([0.0, 0.5], "486"),
        [(0.0, "INVITE")],
        5.7,
    ),
    "invite-tcp-I-is-zero": ServerRow(
        "INVITE", [(0.7, "ACK")], [(0.0, 486)], [(0.0, "486")], [(0.0, "INVITE")], 0.7, reliable=True
    ),
    "invite-udp-repetition-gets-the-provisional-again": ServerRow(
        "INVITE",
        [(0.5, "INVITE"), (1.5, "INVITE")],
        [(0.0, 180)],
        at([0.0, 0.5, 1.5], "180"),
        [(0.0, "INVITE")],
        None,
    ),
    "invite-udp-repetition-before-any-answer-is-silent": ServerRow(
        "INVITE", [(0.5, "INVITE")], [(0.7, 180)], [(0.7, "180")], [(0.0, "INVITE")], None
    ),
    "invite-udp-repetition-gets-the-refusal-again": ServerRow(
        "INVITE", [(0.3, "INVITE")], [(0.0, 486)], sorted([*at(E, "486"), (0.3, "486")]), [(0.0, "INVITE")],
        32.0,
    ),
    "invite-udp-ack-before-the-answer-changes-nothing": ServerRow(
        "INVITE", [(0.1, "ACK")], [(0.2, 486)], at([round(0.2 + t, 3) for t in E], "486"), [(0.0, "INVITE")],
        32.2,
    ),
    "invite-udp-only-one-final-answer-leaves": ServerRow(
        "INVITE", [(0.3, "ACK")], [(0.0, 486), (0.1, 200), (0.2, 180)], [(0.0, "486")], [(0.0, "INVITE")],
        5.3,
    ),
    # RFC 6026 §7.1, timer L
    "invite-udp-L-repetition-after-200-is-absorbed": ServerRow(
        "INVITE", [(0.5, "INVITE"), (1.5, "INVITE")], [(0.0, 200)], [(0.0, "200")], [(0.0, "INVITE")], 32.0
    ),
    "invite-udp-L-ack-goes-to-the-layer-above": ServerRow(
        "INVITE",
        [(0.5, "ACK"), (0.9, "ACK")],
        [(0.0, 200)],
        [(0.0, "200")],
        [(0.0, "INVITE"), (0.5, "ACK"), (0.9, "ACK")],
        32.0,
    ),
    "invite-tcp-L-lasts-as-long": ServerRow(
        "INVITE", [], [(0.0, 200)], [(0.0, "200")], [(0.0, "INVITE")], 32.0, reliable=True
    ),
    "invite-udp-after-L-a-repetition-is-a-new-request": ServerRow(
        "INVITE", [(33.0, "INVITE")], [(0.0, 200)], [(0.0, "200")], [(0.0, "INVITE"), (33.0, "INVITE")], None
    ),
    # §9.2
    "cancel-while-it-rings": ServerRow(
        "INVITE",
        [(0.5, "CANCEL")],
        [(0.0, 180)],
        [(0.0, "180"), (0.5, "200")],
        [(0.0, "INVITE"), (0.5, "cancelled")],
        None,
    ),
    "cancel-doubled-is-told-once": ServerRow(
        "INVITE",
        [(0.5, "CANCEL"), (1.0, "CANCEL")],
        [(0.0, 180)],
        [(0.0, "180"), (0.5, "200"), (1.0, "200")],
        [(0.0, "INVITE"), (0.5, "cancelled")],
        None,
    ),
    "cancel-after-the-answer-changes-nothing": ServerRow(
        "INVITE", [(0.5, "CANCEL")], [(0.0, 200)], [(0.0, "200"), (0.5, "200")], [(0.0, "INVITE")], 32.5
    ),
    "cancel-overtakes-its-invite": ServerRow(
        "CANCEL", [(0.5, "INVITE")], [], [(0.0, "481")], [(0.5, "INVITE")], None
    ),
    # §8.2.2.2
    "copy-over-another-path-is-refused-with-482": ServerRow(
        "INVITE", [], [(0.0, 180)], [(0.0, "180"), *at([round(0.2 + t, 3) for t in E], "482")],
        [(0.0, "INVITE")], None, merged=[0.2],
    ),
    # §17.2.2, timer J
    "bye-udp-J-repetition-gets-the-answer-again": ServerRow(
        "BYE", [(0.5, "BYE"), (1.5, "BYE")], [(0.0, 200)], at([0.0, 0.5, 1.5], "200"), [(0.0, "BYE")], 32.0
    ),
    "bye-udp-J-even-at-the-last-moment": ServerRow(
        "BYE", [(31.9, "BYE")], [(0.0, 200)], at([0.0, 31.9], "200"), [(0.0, "BYE")], 32.0
    ),
    "bye-tcp-J-is-zero": ServerRow(
        "BYE", [], [(0.0, 200)], [(0.0, "200")], [(0.0, "BYE")], 0.0, reliable=True
    ),
    "bye-udp-repetition-before-the-answer-is-silent": ServerRow(
        "BYE", [(0.5, "BYE")], [(0.7, 200)], [(0.7, "200")], [(0.0, "BYE")], 32.7
    ),
    "bye-udp-repetition-gets-the-provisional-again": ServerRow(
        "BYE", [(0.5, "BYE")], [(0.0, 100)], at([0.0, 0.5], "100"), [(0.0, "BYE")], None
    ),
    "bye-udp-answer-after-the-answer-never-leaves": ServerRow(
        "BYE", [(0.5, "BYE")], [(0.0, 481), (0.1, 200)], at([0.0, 0.5], "481"), [(0.0, "BYE")], 32.0
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SERVER)
def test_a_server_transaction(name: str) -> None:
    row = SERVER[name]
    bench = Bench(reliable=row.reliable)

    def arrive(method: str, branch: str = "z9hG4bKfar") -> None:
        bench.layer.on_data(bench.request(method, branch=branch), bench.flow)

    def respond(code: int) -> None:
        bench.served[0].respond(code)

    events = [(time_s, 1, lambda name=name: arrive(name)) for time_s, name in row.arrives]
    events += [(time_s, 0, lambda code=code: respond(code)) for time_s, code in row.answers]
    events += [(time_s, 1, lambda: arrive(row.method, "z9hG4bKpath2")) for time_s in row.merged]
    arrive(row.method)
    for time_s, _, happen in sorted(events, key=lambda event: event[:2]):
        bench.until(time_s)
        happen()
    if row.gone_s is not None:
        if row.gone_s > bench.at_s:
            bench.until(row.gone_s - 0.001)
            assert bench.layer.size, "forgotten too early"
        bench.until(row.gone_s + 0.0001)
        assert bench.layer.size == 0
    bench.until(200.0)
    assert bench.sent == row.sent
    assert bench.told == row.told
    assert bench.layer.size == (row.gone_s is None)


# ---------------------------------------------------------------------- repetition of 2xx and reliable 1xx


@pytest.mark.parametrize(
    ("capped", "confirmed_s", "sent"),
    [
        pytest.param(True, None, E[1:], id="2xx-without-ack-RFC-3261-13.3.1.4"),
        pytest.param(True, 1.7, [0.5, 1.5], id="2xx-until-its-ack"),
        pytest.param(False, None, A[1:], id="reliable-1xx-without-prack-RFC-3262-3"),
        pytest.param(False, 0.4, [], id="reliable-1xx-with-prack-at-once"),
    ],
)
def test_a_repeated_answer(capped: bool, confirmed_s: float | None, sent: list[float]) -> None:
    loop = SimulatedLoop()
    zero_s = loop.now_s()
    times: list[float] = []
    given_up: list[float] = []
    repetition = Repetition(
        loop,
        SIPTimers(),
        lambda: times.append(round(loop.now_s() - zero_s, 3)),
        lambda: given_up.append(round(loop.now_s() - zero_s, 3)),
        capped=capped,
    )
    if confirmed_s is not None:
        loop.advance(confirmed_s)
        repetition.stop()
    loop.advance(100)
    assert times == sent
    assert given_up == ([] if confirmed_s is not None else [GIVE_UP_S])


def test_a_flood_of_answered_requests_leaves_room_for_a_call() -> None:
    bench = Bench(reliable=False)
    for number in range(SERVER_TRANSACTIONS_MAX + 500):
        bench.layer.on_data(
            bench.request("OPTIONS", branch=f"z9hG4bKflood{number}", cseq=number + 1), bench.flow
        )
        bench.served[-1].respond(200)
    assert bench.layer.size <= SERVER_TRANSACTIONS_MAX
    bench.layer.on_data(bench.request("INVITE", branch="z9hG4bKcall"), bench.flow)
    assert bench.told[-1] == (0.0, "INVITE")
    assert not [what for _, what in bench.told if what.startswith("bad")]


def test_calls_that_still_ring_are_never_forgotten_for_room() -> None:
    bench = Bench(reliable=False)
    bench.layer.on_data(bench.request("INVITE", branch="z9hG4bKrings"), bench.flow)
    bench.served[0].respond(180)
    for number in range(SERVER_TRANSACTIONS_MAX + 500):
        bench.layer.on_data(
            bench.request("OPTIONS", branch=f"z9hG4bKflood{number}", cseq=number + 2), bench.flow
        )
        bench.served[-1].respond(200)
    bench.sent.clear()
    bench.layer.on_data(bench.request("INVITE", branch="z9hG4bKrings"), bench.flow)
    assert bench.sent == [(0.0, "180")]


def test_a_branch_with_an_open_quote_is_forgotten_like_any_other() -> None:
    """Noting ``received`` behind an open quote changes how the Via reads; the transaction stays the same."""
    bench = Bench(reliable=False)
    bench.layer.on_data(bench.request("BYE", branch='z9hG4bK"odd'), bench.flow)
    bench.served[0].respond(200)
    bench.until(33.0)
    assert bench.layer.size == 0
