"""What lies ready at this desk, and what the people here want done with it. Nothing is installed from here.

The window runs with an operator's rights: it writes down a wish, and IT's scheduled task does it
(``updates.wish``). Where no task runs, IT installs, and for the way back Windows asks an administrator.

Thread: the desk's event loop; files are read on another one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.update_views import StagedView, UpdateView
from batola_desk.settings.paths import DeskPaths
from batola_desk.updates.attempt import Kind, read_outcome
from batola_desk.updates.config import CONFIG_NAME, UpdateSettings, load_update_settings
from batola_desk.updates.faults import PAST, UpdateFault
from batola_desk.updates.machine import Machine, WindowsMachine
from batola_desk.updates.shelf import Shelf
from batola_desk.updates.wish import Wish

log = logging.getLogger("batola.services")

LOOK_S: Final = 60.0


class UpdateService:
    """Implements ``services.update_views.UpdateUseCases``."""

    def __init__(
        self,
        context: Context,
        paths: DeskPaths,
        machine: Machine | None = None,
        *,
        load_settings: Callable[[], UpdateSettings] | None = None,
    ) -> None:
        self._context = context
        self._paths = paths
        self._load_settings = load_settings or partial(load_update_settings, paths.config / CONFIG_NAME)
        self.machine: Machine = machine or WindowsMachine()
        self._wish = Wish(paths.runtime, paths.updates)
        self._view = UpdateView(installed=self.machine.installed, previous=self.machine.previous)
        self._looked_s = float("-inf")

    def view(self) -> UpdateView:
        """Return what was found when somebody looked last."""
        return self._view

    async def tick(self) -> None:
        """Look once a minute."""
        now_s = self._context.clock.mono_s()
        if now_s - self._looked_s >= LOOK_S:
            await self.look()

    async def look(self) -> None:
        """Read again what lies there, and tell the screen if it is something else."""
        self._looked_s = self._context.clock.mono_s()
        seen = await asyncio.to_thread(self._read)
        if seen != self._view:
            self._view = seen
            self._context.publish(Change(what=frozenset({"updates"})))

    async def wish(self, kind: Kind) -> None:
        """Ask IT's task for it, or an administrator.

        Raises:
            OperatorError: there is nothing to do it with, or nobody who could.
        """
        await self.look()
        view = self._view
        if kind is Kind.INSTALL and view.staged is None:
            raise OperatorError(view.code or "update_none_staged", **view.values)
        if kind is Kind.ROLLBACK and not view.previous:
            raise OperatorError("update_no_previous")
        try:
            if view.is_attended:
                await asyncio.to_thread(self._wish.make, kind)
            elif kind is Kind.ROLLBACK:
                await asyncio.to_thread(self.machine.ask_administrator)
            else:
                raise OperatorError("update_not_attended")
        except UpdateFault as fault:
            raise OperatorError(fault.code, **fault.values) from fault
        except OSError as fault:
            raise OperatorError(
                "update_unwritable", file=Path(str(fault.filename)).name, why=fault.strerror
            ) from fault
        log.info("an update is asked for: %s", kind)
        await self.look()

    async def take_back(self) -> None:
        """Ask for nothing any more."""
        await asyncio.to_thread(self._wish.forget)
        await self.look()

    def _read(self) -> UpdateView:
        staged: StagedView | None = None
        fault: UpdateFault | None = None
        installed = self.machine.installed
        now = datetime.fromtimestamp(self._context.clock.now_us() / 1_000_000, UTC)
        try:
            settings = self._load_settings()
            found = Shelf(self._paths.updates, settings, installed=installed).staged(now=now)
            if found is not None:
                manifest = found.manifest
                staged = StagedView(
                    version=manifest.version,
                    notes_id=manifest.notes.id,
                    notes_en=manifest.notes.en,
                    is_one_way=manifest.schema > SCHEMA_REVISION,
                )
        except UpdateFault as refused:
            fault = None if refused.code in PAST else refused
        return UpdateView(
            installed=installed,
            previous=self.machine.previous,
            staged=staged,
            code=fault.code if fault is not None else "",
            values=dict(fault.values) if fault is not None else {},
            outcome=read_outcome(self._paths.updates, installed=installed, now=now),
            wish=self._wish.made(),
            is_attended=self._wish.is_attended(),
        )
