"""The transaction layer: from bytes to requests seen once, and from requests to answers."""

from __future__ import annotations

import itertools
from typing import Protocol

from batola_desk.telephony.bad_requests import BadRequests
from batola_desk.telephony.client_transaction import (
    ClientKey,
    ClientTransaction,
    OnResponse,
    cancel_request,
)
from batola_desk.telephony.config import SIPTimers
from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.message import SIPRequest, SIPResponse, parse_message
from batola_desk.telephony.server_transaction import (
    MergeKey,
    ServerKey,
    ServerState,
    ServerTransaction,
    merge_key,
    server_key,
)
from batola_desk.telephony.transport import Address, Flow, Network, note_source, response_destination

SERVER_TRANSACTIONS_MAX = 4_000  # LIMIT: about 20 MB, 120 requests a second for 64*T1; a PBX sends some
_LOOKED_AT, _EVICTED = 1_024, 256  # so that making room costs a few steps for each request


class TransactionUser(Protocol):
    """Who decides what requests mean. Thread: the SIP loop."""

    def on_request(self, transaction: ServerTransaction) -> None: ...

    def on_ack(self, ack: SIPRequest) -> None: ...

    def on_bad_message(self, reason: str, source: Address) -> None: ...

    def on_flow_lost(self, flow: Flow) -> None: ...

    def on_sockets(self, *, are_open: bool) -> None: ...


class TransactionLayer:
    def __init__(self, loop: Loop, timers: SIPTimers, network: Network, user: TransactionUser) -> None:
        self._loop = loop
        self._timers = timers
        self._network = network
        self._user = user
        self._clients: dict[ClientKey, ClientTransaction] = {}
        self._servers: dict[ServerKey, ServerTransaction] = {}
        self._merged: dict[MergeKey, ServerTransaction] = {}
        self._bad_requests = BadRequests(loop.now_s)

    @property
    def is_idle(self) -> bool:
        """Whether no request of ours waits for its answer; a CANCEL only as long as its INVITE does."""
        waiting = {
            key
            for key, transaction in self._clients.items()
            if transaction.state.value in ("calling", "proceeding")
        }
        return not any(method != "CANCEL" or (branch, "INVITE") in waiting for branch, method in waiting)

    @property
    def size(self) -> int:
        return len(self._clients) + len(self._servers)

    def on_data(self, data: bytes, flow: Flow) -> None:
        try:
            message = parse_message(data)
        except MalformedMessageError as fault:
            self._user.on_bad_message(fault.reason, flow.remote)
            refusal = self._bad_requests.answer(data)
            if refusal is not None:
                flow.send(refusal)
            return
        if isinstance(message, SIPRequest):
            self._on_request(message, flow)
        else:
            self._on_response(message)

    def on_flow_lost(self, flow: Flow) -> None:
        for transaction in list(self._clients.values()):
            if transaction.flow is flow:
                transaction.flow_lost()
        self._user.on_flow_lost(flow)

    def on_sockets(self, *, are_open: bool) -> None:
        self._user.on_sockets(are_open=are_open)

    def send(self, request: SIPRequest, flow: Flow, on_response: OnResponse) -> ClientTransaction:
        """Start a client transaction; the request gets its Via here."""
        transaction = ClientTransaction(
            self._loop, self._timers, request, flow, on_response, self._on_client_end
        )
        self._clients[transaction.key] = transaction
        transaction.start()
        return transaction

    def cancel(self, invite: ClientTransaction, reason: str) -> None:
        """Cancel a proceeding INVITE, with repetition; its end comes through the INVITE itself."""
        cancel = ClientTransaction(
            self._loop,
            self._timers,
            cancel_request(invite, reason),
            invite.flow,
            lambda _response: None,
            self._on_client_end,
            branch=invite.branch,
        )
        if cancel.key not in self._clients:
            self._clients[cancel.key] = cancel
            cancel.start()
            self._loop.call_later(self._timers.give_up_s, invite.give_up)

    def _on_response(self, response: SIPResponse) -> None:
        if len(response.items("via")) > 1:
            return  # not for us. Source: RFC 3261 §8.1.3.3
        transaction = self._clients.get((response.via.branch, response.cseq.method))
        if transaction is not None:
            transaction.receive(response)

    def _on_request(self, request: SIPRequest, flow: Flow) -> None:
        key = server_key(request)
        known = self._servers.get(key)
        if request.method == "ACK":
            if known is not None and known.state is not ServerState.ACCEPTED:
                known.receive_again(request)
            else:
                self._user.on_ack(request)
            return
        if known is not None:
            known.receive_again(request)
            return
        if len(self._servers) >= SERVER_TRANSACTIONS_MAX:
            self._make_room()
        if len(self._servers) >= SERVER_TRANSACTIONS_MAX:
            self._user.on_bad_message("too many transactions", flow.remote)
            return
        note_source(request, flow)
        transaction = ServerTransaction(
            self._loop, self._timers, request, flow, self._deliver, self._on_server_end, key=key
        )
        self._servers[key] = transaction
        if not request.to_address.tag:
            original = self._merged.setdefault(merge_key(request), transaction)
            if original is not transaction and request.method != "CANCEL":
                transaction.respond(482)
                return
        if request.method == "CANCEL":
            self._on_cancel(transaction)
        else:
            self._hand_over(transaction)

    def _hand_over(self, transaction: ServerTransaction) -> None:
        try:
            self._user.on_request(transaction)
        except Exception:
            # SAFETY: who gets no answer waits half a minute; with one the exchange asks another desk.
            if transaction.is_unanswered:
                transaction.respond(500)
            raise

    def _make_room(self) -> None:
        """In a flood forget the oldest answered requests: they only repeat an answer; a call must get in."""
        oldest = itertools.islice(self._servers.values(), _LOOKED_AT)
        spent = [t for t in oldest if t.state in (ServerState.COMPLETED, ServerState.CONFIRMED)]
        for transaction in spent[:_EVICTED]:
            transaction.end()

    def _on_cancel(self, cancel: ServerTransaction) -> None:
        """Source: RFC 3261 §9.2. After a final response the CANCEL is answered and changes nothing."""
        invite = self._servers.get((*cancel.key[:-1], "INVITE"))
        if invite is None:
            cancel.respond(481)
            return
        cancel.to_tag = invite.to_tag
        cancel.respond(200)
        if invite.state is ServerState.PROCEEDING and invite.on_cancel is not None:
            invite.on_cancel(cancel.request)

    def _deliver(self, request: SIPRequest, flow: Flow, data: bytes) -> None:
        """Send a response the way it must go. Source: RFC 3261 §18.2.2."""
        if flow.is_reliable and flow.is_open:
            flow.send(data)
            return

        def send(way: Flow | None) -> None:
            if way is not None:
                way.send(data)

        self._network.connect(response_destination(request, flow), send)

    def _on_client_end(self, transaction: ClientTransaction) -> None:
        self._clients.pop(transaction.key, None)

    def _on_server_end(self, transaction: ServerTransaction) -> None:
        self._servers.pop(transaction.key, None)
        key = merge_key(transaction.request)
        if self._merged.get(key) is transaction:
            del self._merged[key]
