"""The exchange's own thread with its own event loop: nothing on the screen's loop waits for the network."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Callable
from typing import Final

from batola_desk.sync.client import CLAIM_LIMIT_S, SyncClient
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.loop_thread import DaemonThreads, cancel_rest, end_task
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
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None  # None: not running, or about to end
        self._client: SyncClient | None = None
        self._life: asyncio.Task[None] | None = None
        self._person: Credentials | None = None
        self._place = WorkPlace()
        self._thread = threading.Thread(target=self._run, name="batola-sync", daemon=True)
        self._ready = threading.Event()
        self._stopping = False

    def start(self) -> None:
        """Start; returns when the client exists, which waits for nothing."""
        self._thread.start()
        self._ready.wait()

    def stop(self, limit_s: float = STOP_LIMIT_S) -> bool:
        """Drop the connection and end the thread; False when it did not end in time."""
        with self._lock:
            self._stopping = True
            if self._loop is not None and self._life is not None:
                self._loop.call_soon_threadsafe(end_task, self._loop, self._life)
        if self._thread.ident is None:
            return True
        self._thread.join(limit_s)
        if self._thread.is_alive():
            log.error("the exchange with the room did not end in time")
        return not self._thread.is_alive()

    def wake(self) -> None:
        """There is something new in the file."""
        with self._lock:
            if self._loop is not None and self._client is not None:
                self._loop.call_soon_threadsafe(self._client.wake)

    def sign_on(self, person: Credentials | None) -> None:
        """Open a session of this operator too; None: nobody is signed on."""
        with self._lock:
            self._person = person
            if self._loop is not None and self._client is not None:
                self._loop.call_soon_threadsafe(self._client.sign_on, person)

    def work_at(self, place: WorkPlace) -> None:
        """The person went to another form or field; presence only, nothing waits for it."""
        with self._lock:
            self._place = place
            if self._loop is not None and self._client is not None:
                self._loop.call_soon_threadsafe(self._client.work_at, place)

    def admit(self, person: Credentials) -> concurrent.futures.Future[Member]:
        """See ``SyncClient.admit``; ``secretariat_unreachable`` when the thread has ended."""
        with self._lock:
            if self._loop is not None and self._client is not None and not self._stopping:
                return asyncio.run_coroutine_threadsafe(self._client.admit(person), self._loop)
        nobody: concurrent.futures.Future[Member] = concurrent.futures.Future()
        nobody.set_exception(SecretariatFault("secretariat_unreachable", detail="stopped"))
        return nobody

    def accept_room(self, epoch: str) -> None:
        """See ``SyncClient.accept_room``."""
        with self._lock:
            if self._loop is not None and self._client is not None:
                self._loop.call_soon_threadsafe(self._client.accept_room, epoch)

    def claim(self, fact_id: str, limit_s: float = CLAIM_LIMIT_S) -> concurrent.futures.Future[Judged | None]:
        """Return the room's word on a fact just journalled; None = provisional (see ``SyncClient``)."""
        with self._lock:
            if self._loop is not None and self._client is not None and not self._stopping:
                return asyncio.run_coroutine_threadsafe(self._client.claim(fact_id, limit_s), self._loop)
        nobody: concurrent.futures.Future[Judged | None] = concurrent.futures.Future()
        nobody.set_result(None)
        return nobody

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        loop = asyncio.new_event_loop()
        loop.set_default_executor(DaemonThreads(max_workers=1))
        asyncio.set_event_loop(loop)
        try:
            with self._lock:
                self._client = self._make_client()
                self._client.sign_on(self._person)
                self._client.work_at(self._place)
                self._life = loop.create_task(self._client.run(), name="sync")
                self._loop = loop
                if self._stopping:
                    end_task(loop, self._life)
            self._ready.set()
            loop.run_until_complete(self._life)
        except asyncio.CancelledError:
            log.debug("the exchange ended")
        finally:
            with self._lock:
                self._loop = None
            self._ready.set()
            cancel_rest(loop)
            loop.close()  # not shutdown_default_executor(): a name that is being looked up may take its time
