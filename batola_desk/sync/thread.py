"""The exchange's own thread with its own event loop: nothing on the screen's loop waits for the network."""

from __future__ import annotations

import concurrent.futures
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final

from batola_desk.sync.client import CLAIM_LIMIT_S, SyncClient
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.loop_thread import LoopThread
from batola_desk.sync.presence import WorkPlace
from batola_desk.sync.secretariat import Judged, Member
from batola_desk.sync.voices import Credentials

log = logging.getLogger("batola.sync")

STOP_LIMIT_S: Final = 3.0


class SyncThread:
    """Runs a client. Thread: every method from any thread or loop; the client's callbacks come on its own.

    Args:
        make_client: builds the client, on the exchange's thread.
    """

    def __init__(self, make_client: Callable[[], SyncClient]) -> None:
        self._make_client = make_client
        self._lock = threading.Lock()  # between who signs on and the client that is being made
        self._client: SyncClient | None = None
        self._person: Credentials | None = None
        self._place = WorkPlace()
        self._thread = LoopThread("batola-sync", self._begin)

    def start(self) -> None:
        """Start; returns when the client exists, which waits for nothing."""
        self._thread.start()
        self._thread.wait_until_begun()

    def stop(self, limit_s: float = STOP_LIMIT_S) -> bool:
        """Drop the connection and end the thread; False when it did not end in time."""
        has_ended = self._thread.stop(limit_s)
        if not has_ended:
            log.error("the exchange with the room did not end in time")
        return has_ended

    def wake(self) -> None:
        """There is something new in the file."""
        if self._client is not None:
            self._thread.call(self._client.wake)

    def sign_on(self, person: Credentials | None) -> None:
        """Open a session of this operator too; None: nobody is signed on."""
        with self._lock:
            self._person = person
            if self._client is not None:
                self._thread.call(self._client.sign_on, person)

    def work_at(self, place: WorkPlace) -> None:
        """The person went to another form or field; presence only, nothing waits for it."""
        with self._lock:
            self._place = place
            if self._client is not None:
                self._thread.call(self._client.work_at, place)

    def admit(self, person: Credentials) -> concurrent.futures.Future[Member]:
        """See ``SyncClient.admit``; ``secretariat_unreachable`` when the thread has ended."""
        client = self._client
        asked = self._thread.ask(lambda: client.admit(person)) if client is not None else None
        if asked is not None:
            return asked
        nobody: concurrent.futures.Future[Member] = concurrent.futures.Future()
        nobody.set_exception(SecretariatFault("secretariat_unreachable", detail="stopped"))
        return nobody

    def accept_room(self, epoch: str) -> None:
        """See ``SyncClient.accept_room``."""
        if self._client is not None:
            self._thread.call(self._client.accept_room, epoch)

    def claim(self, fact_id: str, limit_s: float = CLAIM_LIMIT_S) -> concurrent.futures.Future[Judged | None]:
        """Return the room's word on a fact just journalled; None = provisional (see ``SyncClient``)."""
        client = self._client
        asked = self._thread.ask(lambda: client.claim(fact_id, limit_s)) if client is not None else None
        if asked is not None:
            return asked
        nobody: concurrent.futures.Future[Judged | None] = concurrent.futures.Future()
        nobody.set_result(None)
        return nobody

    def _begin(self) -> Coroutine[Any, Any, None]:
        with self._lock:
            self._client = self._make_client()
            self._client.sign_on(self._person)
            self._client.work_at(self._place)
        return self._client.run()
