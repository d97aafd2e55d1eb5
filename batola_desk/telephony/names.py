"""Name look-up in a thread of its own: a dead DNS server stops nothing else.

Answers are kept as long as DNS allows (with a cap, so that a moved PBX is found), and after that as the last
good answer for as long as DNS gives no other. Names in the hosts file are IT's own word: they win over DNS.

Source: RFC 3263 §4, RFC 8767 (stale answers are better than none).
"""

from __future__ import annotations

import functools
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from batola_desk.telephony.locating import is_address, locate
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.transport import Located, in_order
from batola_desk.telephony.uri import Destination, SIPUri, UnusableURIError

if TYPE_CHECKING:
    from batola_desk.telephony.dns_questions import DNSQuestions, Resolver

log = logging.getLogger("batola.telephony")

LOOKUPS_WAITING_MAX = 100
HURRY_AFTER_S = 2.5  # LIMIT: longer than one unanswered question; then an old answer is better
DEAD_DNS_PAUSE_S = 10.0
TTL_MIN_S = 5.0
NAMES_MAX = 256


def hosts_file() -> Path:
    """Where this system keeps the names that need no DNS."""
    if sys.platform == "win32":
        return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "drivers" / "etc" / "hosts"
    else:  # noqa: RET505  (the type checker follows the platform only this way)
        return Path("/etc/hosts")


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Whom to ask and what to keep.

    Attributes:
        servers: "address" or "address:port"; empty = the system's.
        ours: URIs of the configured servers; no name of a peer drives their answers out.
    """

    servers: tuple[str, ...] = ()
    hosts: Path | None = None
    ours: tuple[str, ...] = ()


@dataclass(slots=True)
class _Kept:
    destinations: tuple[Destination, ...]
    good_until_s: float


class NameService:
    """Thread: ``locate`` and ``stop`` on the SIP loop; the questions are asked on a thread of its own."""

    def __init__(
        self,
        loop: Loop,
        settings: NameSettings | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._loop = loop
        self._settings = settings or NameSettings()
        self._clock = clock
        self._ours = {_question(SIPUri.parse(uri)) for uri in self._settings.ours}
        self._kept: dict[tuple[str, str], _Kept] = {}  # the one asked for longest ago first
        self._waiting: dict[tuple[str, str], list[Located]] = {}
        self._requests: queue.Queue[tuple[SIPUri, str, tuple[str, str]] | None] = queue.Queue(
            LOOKUPS_WAITING_MAX
        )
        self._thread: threading.Thread | None = None
        self._resolver: Resolver | None = None
        self._is_resolver_known = False
        self._dns_dead_until_s = float("-inf")

    def locate(self, uri: SIPUri, account: str, ready: Located) -> None:
        """Tell ``ready`` the destinations, at once if they are known; () if there are none."""
        key = (_question(uri), account)
        kept = self._kept.get(key)
        now_s = self._clock()
        if kept is not None:
            self._kept[key] = self._kept.pop(key)
        if kept is not None and now_s < max(kept.good_until_s, self._dns_dead_until_s):
            ready(kept.destinations)
            return
        if key in self._waiting:
            self._waiting[key].append(ready)
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sip-names", daemon=True)
            self._thread.start()
        try:
            self._requests.put_nowait((uri, account, key))
        except queue.Full:
            ready(kept.destinations if kept is not None else ())
        else:
            self._waiting[key] = [ready]
            if kept is not None:
                self._loop.call_later(HURRY_AFTER_S, functools.partial(self._hurry, key))

    def forget_servers(self) -> None:
        """The network has changed: ask whichever servers the system names now, and ask again."""
        self._is_resolver_known = False
        self._dns_dead_until_s = float("-inf")
        for kept in self._kept.values():
            kept.good_until_s = float("-inf")

    def stop(self) -> None:
        if self._thread is not None:
            try:
                self._requests.put_nowait(None)
            except queue.Full:
                log.debug("name look-up is stuck; its thread is a daemon")
            self._thread.join(0.5)

    def _hurry(self, key: tuple[str, str]) -> None:
        """The thread is stuck in another look-up: nobody waits for that when an old answer is there."""
        kept = self._kept.get(key)
        if kept is not None:
            for ready in self._waiting.pop(key, []):
                ready(kept.destinations)

    def _run(self) -> None:
        from batola_desk.telephony import dns_questions

        while (item := self._requests.get()) is not None:
            uri, account, key = item
            questions = dns_questions.DNSQuestions(
                self._current_resolver(dns_questions.make_resolver), self._read_hosts()
            )
            try:
                found = locate(uri, account, questions)
            except UnusableURIError:
                found = []
            except Exception:
                # SAFETY: this thread serves every call; one odd answer of DNS must not end it.
                log.exception("name look-up broke")
                found = []
            if questions.is_dns_dead:
                self._dns_dead_until_s = self._clock() + DEAD_DNS_PAUSE_S
            destinations = in_order(found)
            self._loop.post(functools.partial(self._deliver, key, destinations, questions))

    def _deliver(
        self, key: tuple[str, str], destinations: tuple[Destination, ...], questions: DNSQuestions
    ) -> None:
        kept = self._kept.get(key)
        if kept is not None and (not destinations or questions.is_dns_dead):
            kept.good_until_s = self._clock() + TTL_MIN_S  # the last good answer, and ask again soon
            destinations = kept.destinations
        elif destinations:
            if kept is None and len(self._kept) >= NAMES_MAX:
                self._make_room()
            life_s = TTL_MIN_S if questions.is_dns_dead else max(TTL_MIN_S, questions.ttl_s)
            self._kept[key] = _Kept(destinations, self._clock() + life_s)
        for ready in self._waiting.pop(key, []):
            ready(destinations)

    def _make_room(self) -> None:
        """The old answers go first, then those nobody has asked for lately; never those of our servers."""
        now_s = self._clock()
        others = [key for key in self._kept if key[0] not in self._ours]
        expired = [key for key in others if self._kept[key].good_until_s <= now_s]
        for key in (expired or others)[:1]:
            del self._kept[key]

    def _current_resolver(self, make: Callable[[Sequence[str]], Resolver | None]) -> Resolver | None:
        """None while DNS is known to be dead or not configured at all."""
        if self._clock() < self._dns_dead_until_s:
            return None
        if not self._is_resolver_known:
            self._is_resolver_known = True
            self._resolver = make(self._settings.servers)
        return self._resolver

    def _read_hosts(self) -> dict[str, list[str]]:
        try:
            text = (self._settings.hosts or hosts_file()).read_text("utf-8", "replace")
        except OSError:
            return {}
        names: dict[str, list[str]] = {}
        for line in text.splitlines():
            address, *aliases = line.partition("#")[0].split() or [""]
            if is_address(address):
                for alias in aliases:
                    names.setdefault(alias.rstrip(".").lower(), []).append(address)
        return {
            name: sorted(dict.fromkeys(found), key=lambda address: ":" in address)
            for name, found in names.items()
        }


def _question(uri: SIPUri) -> str:
    """What of a URI decides where it leads."""
    transport, maddr = uri.parameters.get("transport", ""), uri.parameters.get("maddr", "")
    return f"{uri.scheme}:{uri.host.lower()}:{uri.port or ''};{transport.lower()};{maddr.lower()}"
