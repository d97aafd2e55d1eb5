"""What the journal says of itself: how it was found, how the disk does since, whether each page is sound."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.rows import JournalStatus, OpenReport
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.core import TimerHandle
from batola_desk.services.incident_views import IncidentViews
from batola_desk.services.session import SessionService

log = logging.getLogger("batola.services")

LOOK_AFTER_S: Final = 600.0  # LIMIT: nobody waits at a start for what takes a second per gigabyte

_News = TypeVar("_News")


class JournalWatch:
    """Turns the journal's state into alarms, the status strip and the mark of what is not saved."""

    def __init__(self, context: Context, session: SessionService, views: IncidentViews) -> None:
        self._context = context
        self._session = session
        self._views = views
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: TimerHandle | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on the journal's thread may speak."""
        self._loop = loop

    def on_status(self, status: JournalStatus) -> None:
        """The disk refuses, or takes again. Thread: the journal's writer."""
        self._post(self.take, status)

    def take(self, status: JournalStatus) -> None:
        """The same, on the desk's loop."""
        alarms, publish = self._context.alarms, self._context.publish
        self._session.journal = status
        if status.state == "ok":
            alarms.clear("journal_trouble")
            for incident_id in (saved := self._context.world.all_on_disk()):
                self._views.forget(incident_id)
            publish(Change(incident_ids=saved))
        else:
            alarms.raise_alarm("journal_trouble", detail=status.code)
        publish(Change(what=frozenset({"status"})))

    def judge(self, report: OpenReport) -> None:
        """The journal has been opened: what was wrong becomes an alarm; all pages are read later."""
        alarms = self._context.alarms
        self._session.is_read_only = report.read_only
        if report.health == "damaged":
            alarms.raise_alarm("journal_rescued", detail=str(report.damaged_path or ""))
        elif report.unclean_stop:
            alarms.raise_alarm("screen_restarted")
        if report.read_only:
            alarms.raise_alarm("journal_trouble", detail=report.read_only_code)
        self._timer = self._context.timers.call_later(LOOK_AFTER_S, self._look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        looking = self._context.reader.check_pages()
        looking.add_done_callback(lambda done: self._post(self._on_looked, done))

    def _on_looked(self, done: Future[bool]) -> None:
        """Damage becomes an alarm; the reader has noted it, so the next start rescues what can be read."""
        if done.cancelled():
            return
        fault = done.exception()
        if fault is not None and not isinstance(fault, EnvironmentFault):
            log.error("looking at the journal broke", exc_info=fault)
        elif fault is not None or not done.result():
            code = fault.code if fault is not None else "journal_damaged"
            log.warning("pages of the journal are damaged", extra={"code": code})
            self._context.alarms.raise_alarm("journal_trouble", detail=code)

    def _post(self, take: Callable[[_News], None], news: _News) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(take, news)
