"""What all use cases share: the clock, the timers, the way into the journal, the change news.

Thread: everything here belongs to the desk's event loop; the journal's threads only reach it through
``loop.call_soon_threadsafe``.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.facts import NewFact
from batola_desk.domain.ids import new_id
from batola_desk.models.rows import AppendResult

log = logging.getLogger("batola.services")


class Clock(Protocol):
    """Wall and steady time, injected so that tests own both."""

    def now_us(self) -> int:
        """Microseconds since 1970 UTC."""

    def mono_s(self) -> float:
        """Steady seconds, for intervals."""


class SystemClock:
    """The machine's clocks."""

    def now_us(self) -> int:
        """Microseconds since 1970 UTC."""
        return time.time_ns() // 1000

    def mono_s(self) -> float:
        """Steady seconds."""
        return time.monotonic()


class TimerHandle(Protocol):
    """A timer that can be called off."""

    def cancel(self) -> None:
        """Call it off; harmless when it already fired."""


class Timers(Protocol):
    """How services ask to be called later."""

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> TimerHandle:
        """Call once after the delay, on the loop."""


class LoopTimers:
    """Timers of the running event loop."""

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> TimerHandle:
        """Call once after the delay, on the loop."""
        return asyncio.get_running_loop().call_later(delay_s, callback)


class StorePort(Protocol):
    """The writing side of the journal (``models.journal``)."""

    def append(
        self, facts: Sequence[NewFact], *, actor: str, desk: str
    ) -> concurrent.futures.Future[AppendResult]:
        """Journal facts in one transaction; the future resolves when they are on the disk."""


@dataclass(frozen=True, slots=True, eq=False)
class Receipt:
    """One append on its way.

    Attributes:
        applied: the world shows it (on the disk, or waiting in memory while the disk refuses).
        durable: it is on the disk.
    """

    applied: asyncio.Future[AppendResult]
    durable: asyncio.Future[AppendResult]


class Recorder:
    """The only way facts get into the journal; the world changes after the commit, in journal order."""

    def __init__(
        self, *, desk: str, actor: Callable[[], str], on_applied: Callable[[AppendResult], None]
    ) -> None:
        self._desk = desk
        self._actor = actor
        self._on_applied = on_applied
        self._store: StorePort | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._on_its_way: dict[str, Receipt] = {}

    def attach(self, store: StorePort, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to write into this store."""
        self._store = store
        self._loop = loop

    @property
    def waiting_count(self) -> int:
        """Appends that are not on the disk yet."""
        return len(self._on_its_way)

    def submit(self, facts: Sequence[NewFact], *, actor: str | None = None) -> Receipt:
        """Hand facts to the journal without waiting.

        Raises:
            OperatorError: ``journal_not_open``. Everything else arrives through the receipt.
        """
        if self._store is None or self._loop is None:
            raise OperatorError("journal_not_open")
        loop = self._loop
        complete = [fact if fact.fact_id else replace(fact, fact_id=new_id()) for fact in facts]
        key = complete[0].fact_id or ""
        receipt = Receipt(applied=loop.create_future(), durable=loop.create_future())
        for future in (receipt.applied, receipt.durable):
            future.add_done_callback(_observe)
        written = self._store.append(complete, actor=actor or self._actor(), desk=self._desk)
        self._on_its_way[key] = receipt
        written.add_done_callback(
            lambda done: (
                loop.call_soon_threadsafe(self._finish, key, receipt, done) if not loop.is_closed() else None
            )
        )
        return receipt

    async def record(self, *facts: NewFact, actor: str | None = None) -> AppendResult:
        """Journal facts and return when the world shows them."""
        receipt = self.submit(facts, actor=actor)
        try:
            return await asyncio.shield(receipt.applied)
        except EnvironmentFault as fault:
            raise OperatorError(fault.code, **fault.values) from fault

    def on_provisional(self, result: AppendResult) -> None:
        """Show facts that wait in memory while the disk refuses. Thread: any."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._apply_provisional, result)

    async def drain(self, limit_s: float) -> bool:
        """Wait until everything is on the disk; False when the limit passed first."""
        durable = [receipt.durable for receipt in self._on_its_way.values()]
        if not durable:
            return True
        _, late = await asyncio.wait(durable, timeout=limit_s)
        return not late

    def _apply_provisional(self, result: AppendResult) -> None:
        receipt = self._on_its_way.get(result.facts[0].fact_id) if result.facts else None
        if receipt is None or receipt.applied.done():
            return
        self._on_applied(result)
        receipt.applied.set_result(result)

    def _finish(self, key: str, receipt: Receipt, written: concurrent.futures.Future[AppendResult]) -> None:
        if self._on_its_way.get(key) is receipt:
            del self._on_its_way[key]
        if written.cancelled():
            receipt.applied.cancel()
            receipt.durable.cancel()
            return
        fault = written.exception()
        if fault is not None:
            log.error("the journal refused facts: %s", type(fault).__name__)
            for future in (receipt.applied, receipt.durable):
                if not future.done():
                    future.set_exception(fault)
            return
        result = written.result()
        if not receipt.applied.done():  # else a provisional result showed these states, perhaps newer ones
            self._on_applied(result)
            receipt.applied.set_result(result)
        receipt.durable.set_result(result)


def _observe(future: asyncio.Future[AppendResult]) -> None:
    """Mark an exception as seen: ``_finish`` has logged it, and not every caller waits."""
    if not future.cancelled():
        future.exception()
