"""What call legs and registrations may use of their line, and the sending of requests with credentials."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from batola_desk.telephony.client_transaction import MAGIC_COOKIE, ClientTransaction, OnResponse
from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.dialog import Dialog, DialogKey
from batola_desk.telephony.digest import DigestCredentials
from batola_desk.telephony.leg_types import LineListener
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.server_transaction import ServerTransaction
from batola_desk.telephony.text_session import TextSession
from batola_desk.telephony.transactions import TransactionLayer
from batola_desk.telephony.transport import Flow, FlowReady, Network, via_value
from batola_desk.telephony.uri import Destination, SIPUri, host_text
from batola_desk.telephony.ways import Health, Hop, HopReady, Ways

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, REFER, NOTIFY, MESSAGE"
SUPPORTED = "timer, 100rel, replaces, norefersub"
SUPPORTED_TAGS = frozenset(SUPPORTED.split(", "))
ACCEPTED_TYPES = "application/sdp, text/plain, multipart/mixed, application/pidf+xml"
AUTHENTICATION_TRIES_MAX = 3
_SERVERS_MAX = 256  # LIMIT: a service name may lead to many addresses over the years

Headers = list[tuple[str, str]]


LINE_PARAMETER = "line"  # in our Contact: comes back in the request URI and names the account


class Line(Protocol):
    """Thread: the SIP loop only."""

    @property
    def config(self) -> LineConfig: ...

    @property
    def loop(self) -> Loop: ...

    @property
    def listener(self) -> LineListener: ...

    @property
    def sender(self) -> RequestSender: ...

    def open_media(self, on_dtmf: Callable[[str], None]) -> MediaSession:
        """Bind ports. Raises OSError if none is free."""
        ...

    def open_text(self, on_text: Callable[[str], None]) -> TextSession:
        """Bind ports for real-time text. Raises OSError if none is free."""
        ...

    def remember(self, dialog: Dialog, leg: CallLeg) -> None:
        """Requests in this dialog belong to that leg."""
        ...

    def retire(self, leg: CallLeg) -> None:
        """The leg has ended; its dialogs answer for a while longer."""
        ...

    @property
    def is_running(self) -> bool:
        """New calls may come in."""
        ...

    @property
    def ringing(self) -> int:
        """How many calls ring here."""
        ...

    def leg_in(self, key: DialogKey) -> CallLeg | None:
        """The leg of a dialog, also shortly after its end."""
        ...

    def leg_with(self, number: str) -> CallLeg | None:
        """The latest leg with this number (+62 and 0 are the same) that has not ended."""
        ...

    def account_of(self, transaction: ServerTransaction) -> Account:
        """The identity that a request from outside is for."""
        ...

    def adopt(self, leg: CallLeg) -> None:
        """An incoming call exists from now on."""
        ...

    def dial(self, target: str, *, headers: Sequence[tuple[str, str]] = ()) -> CallLeg:
        """Call somebody. Thread: any. Raises OperatorError."""
        ...

    def target_uri(self, target: str, account: Account | None = None) -> str:
        """The SIP URI of what a person would dial, over an account or the fitting one. Thread: any.

        Raises:
            OperatorError: ``dial_target_invalid``, ``dial_needs_registrar``.
        """
        ...


def route_through(proxy_uri: str) -> str:
    """A Route value for a configured proxy, always loose."""
    return f"<{proxy_uri}>" if SIPUri.parse(proxy_uri).is_loose_router else f"<{proxy_uri};lr>"


def line_token(account: Account) -> str:
    """The account's name as a URI parameter can carry it."""
    return re.sub(r"[^A-Za-z0-9]+", "-", account.name).strip("-").lower() or "x"


def capability_headers() -> Headers:
    return [("Allow", ALLOW), ("Supported", SUPPORTED)]


@dataclass(frozen=True, slots=True)
class _Wish:
    """A request within a dialog, before it has a way and credentials."""

    dialog: Dialog
    method: str
    on_response: OnResponse
    headers: Headers
    body: bytes
    content_type: str


class RequestSender:
    """Finds the way, adds credentials when asked for them, hands over to the transaction layer."""

    def __init__(
        self, config: LineConfig, network: Network, transactions: TransactionLayer, now_s: Callable[[], float]
    ) -> None:
        self._config = config
        self._network = network
        self._credentials = {
            account.name: DigestCredentials(account.auth_user or account.user, account.password)
            for account in config.accounts
        }
        self._server_uris = {uri for account in config.accounts for uri in account.ways}
        self._servers: dict[str, None] = {}  # addresses they led to, oldest first
        self.transactions = transactions
        self.health = Health(now_s)

    def ways(self, uris: Sequence[str], account: str = "") -> Ways:
        """All hops towards any of these URIs, best first."""
        return Ways(self._network, self.health, uris, account, self._note_servers)

    def connect(self, uri: str, ready: FlowReady, account: str = "") -> None:
        """Give ``ready`` a flow towards the URI or None."""
        self.ways((uri,), account).next(lambda hop: ready(hop.flow if hop is not None else None))

    def reach(self, uri: str, destination: Destination, ready: HopReady) -> None:
        """Give ``ready`` the hop to a destination already found for that URI, or None."""
        self._network.connect(
            destination, lambda flow: ready(Hop(flow, uri, destination) if flow is not None else None)
        )

    def contact(self, flow: Flow, account: Account | None = None, *, is_secure: bool = False) -> str:
        """Our Contact for that flow; a sips one when the call must stay secret (RFC 3261 §8.1.1.8)."""
        used = account or self._config.accounts[0]
        host, port = flow.local
        scheme = "sips" if is_secure and flow.protocol == "TLS" else "sip"
        suffix = "" if flow.protocol == "UDP" or scheme == "sips" else f";transport={flow.protocol.lower()}"
        if len(self._config.accounts) > 1:
            suffix += f";{LINE_PARAMETER}={line_token(used)}"
        return f"<{scheme}:{used.user}@{host_text(host)}:{port}{suffix}>"

    def credentials_for(self, request: SIPRequest, response: SIPResponse, account: str = "") -> Headers:
        """Authorization headers that answer a 401 or 407; none if we cannot."""
        used = self._config.account(account)
        if not used.password:
            return []
        answers: Headers = []
        for challenge, reply in (
            ("www-authenticate", "Authorization"),
            ("proxy-authenticate", "Proxy-Authorization"),
        ):
            answers += [
                (reply, value)
                for value in self._credentials[used.name].answers(
                    response.every(challenge), request.method, request.uri
                )
            ]
        return answers

    def in_dialog(
        self,
        dialog: Dialog,
        method: str,
        on_response: OnResponse,
        *,
        headers: Headers | None = None,
        body: bytes = b"",
        content_type: str = "application/sdp",
    ) -> None:
        """Send a request within a dialog; failures come back as local responses."""
        wish = _Wish(dialog, method, on_response, headers or [], body, content_type)
        self._fulfil(wish, [], tries=0, is_second_way=False)

    def _fulfil(self, wish: _Wish, credentials: Headers, *, tries: int, is_second_way: bool) -> None:
        """A stream that breaks under a request gets one successor: a BYE must not be lost with it."""
        dialog = wish.dialog

        def send(flow: Flow | None) -> None:
            if flow is None:
                wish.on_response(SIPResponse(503, is_local=True))
                return
            if wish.method in {"INVITE", "UPDATE"}:  # they may move us. Source: RFC 3261 §12.2.1.1
                dialog.contact = self.contact(
                    flow, self._config.account(dialog.account), is_secure="<sips:" in dialog.contact
                )
            request = dialog.request(wish.method)
            if wish.method == "INVITE":
                dialog.proof = (request.cseq.number, credentials)
            for name, value in [*wish.headers, *credentials]:
                request.add(name, value)
            request.add("User-Agent", self._config.software_name)
            if wish.body:
                request.add("Content-Type", wish.content_type)
                request.body = wish.body

            def received(response: SIPResponse) -> None:
                dialog.signs_of_life += response.code < 300  # a refusal may come from a proxy on the way
                # SAFETY: anybody can call a desk and challenge its BYE; the answer would let him guess the
                # password at home, as fast as his computer can.
                may_ask = dialog.is_dialled or self.is_server(flow.remote[0])
                if response.code in (401, 407) and may_ask and tries + 1 < AUTHENTICATION_TRIES_MAX:
                    answers = self.credentials_for(request, response, dialog.account)
                    if answers:
                        self._fulfil(wish, answers, tries=tries + 1, is_second_way=is_second_way)
                        return
                if response.is_local and response.code == 503 and flow.is_reliable and not is_second_way:
                    self._fulfil(wish, credentials, tries=tries, is_second_way=True)
                    return
                wish.on_response(response)

            self.transactions.send(request, flow, received)

        self._way(dialog, send)

    def is_server(self, host: str) -> bool:
        """Whether our configuration leads to this address, or trusts it: an exchange of ours."""
        return host in self._servers or self._config.takes_transfers_from(host)

    def _note_servers(self, uri: str, destinations: Sequence[Destination]) -> None:
        if uri in self._server_uris:
            for destination in destinations:
                self._servers.pop(destination.host, None)
                self._servers[destination.host] = None
        while len(self._servers) > _SERVERS_MAX:
            del self._servers[next(iter(self._servers))]

    def acknowledge(
        self, dialog: Dialog, invite: ClientTransaction | None, cseq: int, *, body: bytes = b""
    ) -> None:
        """ACK a 2xx: a message of its own, never repeated by itself. Source: RFC 3261 §13.2.2.4."""
        if invite is not None:
            credentials = [item for item in invite.request.headers if _is_credential(item)]
        else:
            credentials = dialog.proof[1] if dialog.proof[0] == cseq else []

        def send(flow: Flow | None) -> None:
            if flow is None:
                return  # the 2xx is repeated, and so is this attempt
            ack = dialog.request("ACK", cseq=cseq)
            ack.headers += credentials
            if body:
                ack.add("Content-Type", "application/sdp")
                ack.body = body
            branch = MAGIC_COOKIE + secrets.token_hex(8)
            ack.headers.insert(0, ("Via", via_value(flow, branch)))
            flow.send(ack.serialise())

        self._way(dialog, send)

    def _way(self, dialog: Dialog, ready: FlowReady) -> None:
        is_same_way = dialog.flow.is_open and not dialog.route_set
        if is_same_way and (dialog.flow.is_reliable or dialog.is_behind_nat):
            ready(dialog.flow)
        else:
            self.connect(dialog.next_hop(), ready, dialog.account)


def _is_credential(item: tuple[str, str]) -> bool:
    return item[0].lower() in {"authorization", "proxy-authorization"}
