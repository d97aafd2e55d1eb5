"""Finds out that a registrar no longer answers before a call does. Source: RFC 3261 §11, RFC 5626 §4.4.

A stream whose peer answers line ends watches itself; everything else is asked with OPTIONS. Any answer at all
means alive.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from batola_desk.telephony.config import Account, KeepAliveKind, LineConfig
from batola_desk.telephony.headers import NameAddress
from batola_desk.telephony.line import RequestSender
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.uri import SIPUri, host_text
from batola_desk.telephony.ways import Hop

ANSWER_LIMIT_S = 8.0  # LIMIT: four repetitions over UDP; a registrar that slow cannot ring a desk in time


def ask_alive(
    loop: Loop, sender: RequestSender, account: Account, hop: Hop, done: Callable[[bool], None]
) -> None:
    """Send OPTIONS; ``done`` hears once whether anything came back in time."""
    contact = sender.contact(hop.flow, account)
    request = SIPRequest("OPTIONS", _bare(hop.uri))
    request.add("Max-Forwards", "70")
    request.add("From", f"<sip:{account.user}@{account.domain_towards(hop.uri)}>;tag={secrets.token_hex(8)}")
    request.add("To", f"<{_bare(hop.uri)}>")
    request.add("Call-ID", secrets.token_hex(16))
    request.add("CSeq", "1 OPTIONS")
    request.add("Contact", f"<{NameAddress.parse(contact).uri}>")
    request.add("Accept", "application/sdp")
    told = False

    def tell(*, is_alive: bool) -> None:
        nonlocal told
        if not told:
            told = True
            limit.cancel()
            done(is_alive)

    def received(response: SIPResponse) -> None:
        tell(is_alive=not response.is_local)

    limit = loop.call_later(ANSWER_LIMIT_S, lambda: tell(is_alive=False))
    sender.transactions.send(request, hop.flow, received)


class KeepAlive:
    """Watches one hop at a time. Thread: the SIP loop."""

    def __init__(
        self,
        loop: Loop,
        sender: RequestSender,
        account: Account,
        config: LineConfig,
        dead: Callable[[Hop], None],
    ) -> None:
        self._loop = loop
        self._sender = sender
        self._account = account
        self._interval_s = config.keep_alive_s
        self._is_silent = config.keep_alive_udp is KeepAliveKind.CRLF
        self._dead = dead
        self._hop: Hop | None = None
        self._timer: Timer | None = None

    def watch(self, hop: Hop) -> None:
        """Watch this one from now on."""
        self.stop()
        self._hop = hop
        if self._interval_s > 0:
            self._timer = self._loop.call_later(self._interval_s, self._ask)

    def stop(self) -> None:
        self._hop = None
        if self._timer is not None:
            self._timer.cancel()

    def _ask(self) -> None:
        hop = self._hop
        if hop is None:
            return
        self._timer = self._loop.call_later(self._interval_s, self._ask)
        if hop.flow.answers_pings:
            return
        if self._is_silent and not hop.flow.is_reliable:
            hop.flow.send(b"\r\n\r\n")
            return

        def done(is_alive: bool) -> None:
            if not is_alive and self._hop is hop:
                self.stop()
                self._dead(hop)

        ask_alive(self._loop, self._sender, self._account, hop, done)


def _bare(uri: str) -> str:
    """The server itself: the URI without user and without what only routing needs."""
    parsed = SIPUri.parse(uri)
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.scheme}:{host_text(parsed.host)}{port}"
