"""The unit whose way to the ticket a person looks at: any row of the advice, advised or not."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.recommendation_views import RankedUnit
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner


class WayChoice(QObject):
    """Asks for the way of one unit, and again with every new advice: the unit drives, roads are closed.

    Attributes:
        unit_id: the chosen unit, "" = none.
        way: its way; None = none is known, or it is still being looked for.
        is_known: whether the question has been answered.

    Signals:
        changed: read the attributes again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._incident_id = ""
        self._asked: asyncio.Task[None] | None = None
        self.unit_id = ""
        self.way: RankedUnit | None = None
        self.is_known = False
        pulse.changed.connect(self._on_change)

    def set_incident(self, incident_id: str) -> None:
        """Another ticket is in the form: nobody has chosen anything there."""
        if incident_id != self._incident_id:
            self._incident_id = incident_id
            self.put_away()

    @Slot(str)
    def choose(self, unit_id: str) -> None:
        """Look at the way of this unit."""
        if unit_id != self.unit_id:
            self.unit_id, self.way, self.is_known = unit_id, None, False
            self._ask()
            self.changed.emit()

    @Slot()
    def put_away(self) -> None:
        """Look at the advised ways again."""
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        if self.unit_id:
            self.unit_id, self.way, self.is_known = "", None, False
            self.changed.emit()

    def _ask(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self._tasks.run(self._find(self._incident_id, self.unit_id), "way")

    async def _find(self, incident_id: str, unit_id: str) -> None:
        way = await self._desk.recommendation.way_of(incident_id, unit_id)
        self.way, self.is_known = way, True
        self.changed.emit()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self.unit_id and "recommendation" in change.what:
            self._ask()
