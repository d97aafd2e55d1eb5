"""The list of conflicts and what is marked in it. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.conflicts import ConflictKind
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.conflict_views import ConflictView, SideView
from batola_desk.ui.conflicts import conflict_words
from batola_desk.ui.keyed_list import KeyedListModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner


class ConflictsViewModel(QObject):
    """Open conflicts, or all; reads again when anything in them may have changed, while it is looked at.

    Signals:
        changed: list, marks or filter.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self.is_watched = False
        self.everything = False
        self.marked: set[str] = set()
        self.model = KeyedListModel(self.line, self)
        self._is_reading = False
        self._is_old = False
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- words

    @property
    def language(self) -> str:
        """Of the screen."""
        return str(self.desk.session.setting("screen.language"))

    def line(self, view: ConflictView) -> str:
        """One conflict of the list."""
        mark = "☑ " if view.key in self.marked else "☐ " if view.conflict.is_open else "✓ "
        parts = [conflict_words.kind_words(view), self.sentence(view), self.seen(view)]
        return mark + " · ".join(part for part in parts if part)

    def sentence(self, view: ConflictView) -> str:
        """What happened."""
        return conflict_words.sentence(view, self.desk.catalog, self.desk.now_us())

    def seen(self, view: ConflictView) -> str:
        """Who looked at it."""
        return conflict_words.seen_words(view, self.desk.catalog, self.desk.now_us())

    def who(self, side: SideView) -> str:
        """Whose word it is."""
        return conflict_words.who(side, self.desk.catalog, self.desk.now_us())

    def value(self, view: ConflictView, side: SideView) -> str:
        """What he said."""
        return conflict_words.value_words(view, side, self.desk.catalog, self.language)

    # ---------------------------------------------------------------- the list

    def watch(self, *, is_watched: bool) -> None:
        """Read it now and whenever it changes, or no more."""
        self.is_watched = is_watched
        self.marked.clear()
        if is_watched:
            self.refresh()

    @Slot()
    def toggle_filter(self) -> None:
        """Open ones only, or all."""
        self.everything = not self.everything
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the list; a wish that comes while it is read is granted after it."""
        if self._is_reading:
            self._is_old = True
            return
        self._is_reading = True
        self._tasks.run(self._read(), "conflicts")

    async def _read(self) -> None:
        try:
            self._is_old = True
            while self._is_old:
                self._is_old = False
                self._show(await self.desk.conflicts.listed(everything=self.everything))
        finally:
            self._is_reading = False

    def _show(self, views: Sequence[ConflictView]) -> None:
        self.marked &= {view.key for view in views if view.conflict.is_open}
        self.model.show_items([(view.key, view) for view in views])
        self.changed.emit()

    # ---------------------------------------------------------------- what people do

    def toggle_mark(self, view: ConflictView) -> None:
        """Take it in hand together with others, or not."""
        if view.conflict.is_open:
            self.marked ^= {view.key}
            self.model.retranslate()
            self.changed.emit()

    def mark_all(self) -> None:
        """All open ones; again: none."""
        keys = {key for key in self.model.keys if self.model.item(key).conflict.is_open}  # type: ignore[union-attr]
        self.marked = set() if self.marked == keys else keys
        self.model.retranslate()
        self.changed.emit()

    def in_hand(self, current: ConflictView | None) -> list[str]:
        """What is marked, else the current one."""
        if self.marked:
            return [key for key in self.model.keys if key in self.marked]
        return [current.key] if current is not None and current.conflict.is_open else []

    def mark_seen(self, current: ConflictView | None, note: str, done: Callable[[object], None]) -> None:
        """Say that these were looked at."""
        keys = self.in_hand(current)
        if keys:
            self._run(self.desk.conflicts.mark_seen(keys, note=note), done)

    def settle(self, view: ConflictView, side: SideView) -> None:
        """Put this side's value into the field, or take its dispatch back."""
        if view.conflict.kind is ConflictKind.FIELD:
            self._run(self.desk.conflicts.choose(view.key, side.side.fact_id))
        elif view.conflict.kind is ConflictKind.UNIT:
            self._run(self.desk.conflicts.withdraw(view.key, side.side.fact_id))

    def _run(self, wish: Coroutine[Any, Any, None], done: Callable[[object], None] | None = None) -> None:
        self._tasks.run(wish, "conflict", done=done)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if not self.is_watched:
            return
        if change.what & {"conflicts", "person"} or change.unit_ids or change.incident_ids:
            self.refresh()
        elif "language" in change.what:
            self.model.retranslate()
            self.changed.emit()
