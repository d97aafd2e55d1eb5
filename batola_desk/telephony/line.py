"""What call legs and registrations may use of their line, and the sending of requests with credentials."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from batola_desk.telephony.client_transaction import MAGIC_COOKIE, ClientTransaction, OnResponse
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.dialog import Dialog, DialogKey
from batola_desk.telephony.digest import DigestCredentials
from batola_desk.telephony.leg_types import LineListener
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.text_session import TextSession
from batola_desk.telephony.transactions import TransactionLayer
from batola_desk.telephony.transport import Flow, FlowReady, Network
from batola_desk.telephony.uri import SIPUri, UnusableURIError

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg
    from batola_desk.telephony.incoming import IncomingSetup

ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, REFER, NOTIFY, MESSAGE"
SUPPORTED = "timer, 100rel, replaces, norefersub"
SUPPORTED_TAGS = frozenset(SUPPORTED.split(", "))
ACCEPTED_TYPES = "application/sdp, text/plain, multipart/mixed, application/pidf+xml"
AUTHENTICATION_TRIES_MAX = 3

Headers = list[tuple[str, str]]


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
        """The latest leg with this number that has not ended."""
        ...

    def adopt(self, leg: CallLeg, setup: IncomingSetup) -> None:
        """An incoming call exists from now on."""
        ...

    def dial(self, target: str, *, headers: Sequence[tuple[str, str]] = ()) -> CallLeg:
        """Call somebody. Thread: any. Raises OperatorError."""
        ...

    def target_uri(self, target: str) -> str:
        """The SIP URI of what a person would dial. Thread: any. Raises OperatorError."""
        ...


def route_through(proxy_uri: str) -> str:
    """A Route value for a configured proxy, always loose."""
    return f"<{proxy_uri}>" if SIPUri.parse(proxy_uri).is_loose_router else f"<{proxy_uri};lr>"


def capability_headers() -> Headers:
    return [("Allow", ALLOW), ("Supported", SUPPORTED)]


class RequestSender:
    """Finds the way, adds credentials when asked for them, hands over to the transaction layer."""

    def __init__(self, config: LineConfig, network: Network, transactions: TransactionLayer) -> None:
        self._config = config
        self._network = network
        self._credentials = DigestCredentials(config.auth_user or config.user, config.password)
        self.transactions = transactions

    def connect(self, uri: str, ready: FlowReady) -> None:
        """Give ``ready`` a flow towards the URI or None."""
        try:
            destination = SIPUri.parse(uri).destination()
        except UnusableURIError:
            ready(None)
            return
        self._network.connect(destination, ready)

    def contact(self, flow: Flow) -> str:
        host, port = flow.local
        suffix = "" if flow.protocol == "UDP" else f";transport={flow.protocol.lower()}"
        return f"<sip:{self._config.user}@{host}:{port}{suffix}>"

    def credentials_for(self, request: SIPRequest, response: SIPResponse) -> Headers:
        """Authorization headers that answer a 401 or 407; none if we cannot."""
        if not self._config.password:
            return []
        answers: Headers = []
        for challenge, reply in (
            ("www-authenticate", "Authorization"),
            ("proxy-authenticate", "Proxy-Authorization"),
        ):
            answers += [
                (reply, value)
                for value in self._credentials.answers(response.every(challenge), request.method, request.uri)
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
        tries: int = 0,
    ) -> None:
        """Send a request within a dialog; failures come back as local responses."""

        def send(flow: Flow | None) -> None:
            if flow is None:
                on_response(SIPResponse(503, is_local=True))
                return
            request = dialog.request(method)
            for name, value in headers or []:
                request.add(name, value)
            request.add("User-Agent", self._config.software_name)
            if body:
                request.add("Content-Type", content_type)
                request.body = body

            def received(response: SIPResponse) -> None:
                dialog.signs_of_life += not response.is_local
                if response.code in (401, 407) and tries + 1 < AUTHENTICATION_TRIES_MAX:
                    answers = self.credentials_for(request, response)
                    if answers:
                        again = [item for item in headers or [] if not _is_credential(item)] + answers
                        self.in_dialog(
                            dialog,
                            method,
                            on_response,
                            headers=again,
                            body=body,
                            content_type=content_type,
                            tries=tries + 1,
                        )
                        return
                on_response(response)

            self.transactions.send(request, flow, received)

        self._way(dialog, send)

    def acknowledge(self, dialog: Dialog, invite: ClientTransaction | None, cseq: int) -> None:
        """ACK a 2xx: a message of its own, never repeated by itself. Source: RFC 3261 §13.2.2.4."""
        credentials = [item for item in invite.request.headers if _is_credential(item)] if invite else []

        def send(flow: Flow | None) -> None:
            if flow is None:
                return  # the 2xx is repeated, and so is this attempt
            ack = dialog.request("ACK", cseq=cseq)
            ack.headers += credentials
            host, port = flow.local
            branch = MAGIC_COOKIE + secrets.token_hex(8)
            ack.headers.insert(0, ("Via", f"SIP/2.0/{flow.protocol} {host}:{port};branch={branch};rport"))
            flow.send(ack.serialise())

        self._way(dialog, send)

    def _way(self, dialog: Dialog, ready: FlowReady) -> None:
        if dialog.flow.is_reliable and dialog.flow.is_open and not dialog.route_set:
            ready(dialog.flow)
        else:
            self.connect(dialog.next_hop(), ready)


def _is_credential(item: tuple[str, str]) -> bool:
    return item[0].lower() in {"authorization", "proxy-authorization"}
