"""The next hops of a request, best first, and which of them lately failed. Source: RFC 3263 §4.3."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from batola_desk.telephony.headers import digits
from batola_desk.telephony.message import SIPResponse
from batola_desk.telephony.transport import Flow, Network
from batola_desk.telephony.uri import Destination, SIPUri, UnusableURIError

DOWN_S = 60.0  # LIMIT: so long a hop that failed is asked last
_RETRY_AFTER_MAX_S = 300
_DOWN_MAX = 256
_HOPS_MAX = 32

_Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Hop:
    """A way to go: ``uri`` is the configured or dialled URI that led here."""

    flow: Flow
    uri: str
    destination: Destination


HopReady = Callable[[Hop | None], None]
Found = Callable[[str, Sequence[Destination]], None]


class Health:
    """Remembers which hops failed, for all requests of the line. Thread: the SIP loop."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._down_until_s: dict[_Key, float] = {}

    def is_down(self, destination: Destination) -> bool:
        return self._now_s() < self._down_until_s.get(_key(destination), float("-inf"))

    def note(self, destination: Destination, response: SIPResponse) -> None:
        """Learn from an answer, a local one too."""
        if not is_way_failure(response):
            self._down_until_s.pop(_key(destination), None)
            return
        asked_s = retry_after_s(response)
        down_s = DOWN_S if asked_s is None else float(min(asked_s, _RETRY_AFTER_MAX_S))
        if len(self._down_until_s) >= _DOWN_MAX:
            self._down_until_s.pop(next(iter(self._down_until_s)))
        self._down_until_s[_key(destination)] = self._now_s() + down_s

    def forget(self) -> None:
        """The surroundings have changed: everything deserves a new try."""
        self._down_until_s.clear()


def is_way_failure(response: SIPResponse) -> bool:
    """Whether another hop should be tried: timeout, dead transport, 503. Source: RFC 3263 §4.3."""
    return response.code == 503 or (response.is_local and response.code == 408)


def retry_after_s(response: SIPResponse) -> int | None:
    """Source: RFC 3261 §20.33; a comment or duration may follow the number."""
    return digits(response.first("retry-after").partition(";")[0].partition("(")[0], maximum=10**9)


class Ways:
    """Gives one hop after the other. Hops that lately failed come last, but they do come.

    Args:
        found: told where each URI leads.

    Attributes:
        fault: why there was no way, a word for the screen; "" while all is well.
        best: the first destination of the first URI, whether it works or not; None before it is found.
    """

    def __init__(
        self, network: Network, health: Health, uris: Sequence[str], account: str, found: Found
    ) -> None:
        self._network = network
        self._tell_found = found
        self._health = health
        self._account = account
        self._uris = deque(uris)
        self._found: deque[tuple[str, Destination]] = deque()
        self._postponed: deque[tuple[str, Destination]] = deque()
        self._is_last_round = False
        self._given = 0
        self._first_uri = uris[0] if uris else ""
        self.fault = ""
        self.best: Destination | None = None

    @property
    def may_have_more(self) -> bool:
        """Whether it is worth asking for another hop."""
        return bool(self._uris or self._found or self._postponed) and self._given < _HOPS_MAX

    def next(self, ready: HopReady) -> None:
        """Give ``ready`` the next hop, perhaps later, or None after the last one."""
        while self._found:
            uri, destination = self._found.popleft()
            if not self._is_last_round and self._health.is_down(destination):
                self._postponed.append((uri, destination))
                continue
            self._connect(uri, destination, ready)
            return
        if self._uris and self._given < _HOPS_MAX:
            self._locate(self._uris.popleft(), ready)
        elif self._postponed and not self._is_last_round:
            self._is_last_round = True
            self._found, self._postponed = self._postponed, deque()
            self.next(ready)
        else:
            ready(None)

    def _locate(self, uri: str, ready: HopReady) -> None:
        def located(destinations: Sequence[Destination]) -> None:
            self._tell_found(uri, destinations)
            if destinations and uri == self._first_uri:
                self.best = destinations[0]
            if not destinations:
                self.fault = self.fault or "name_unknown"
            self._found.extend((uri, destination) for destination in destinations)
            self.next(ready)

        try:
            parsed = SIPUri.parse(uri)
        except UnusableURIError:
            located(())
        else:
            self._network.locate(parsed, self._account, located)

    def _connect(self, uri: str, destination: Destination, ready: HopReady) -> None:
        def connected(flow: Flow | None) -> None:
            if flow is None:
                self.fault = "network_unreachable"
                self._health.note(destination, SIPResponse(503, is_local=True))
                self.next(ready)
            else:
                self._given += 1
                ready(Hop(flow, uri, destination))

        self._network.connect(destination, connected)


def _key(destination: Destination) -> _Key:
    return destination.protocol, destination.host, destination.port
