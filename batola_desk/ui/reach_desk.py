"""What the window has of advice and reach: keys, the chosen way, the button above the map, the tide."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot

from batola_desk.map.routing.reach import ReachAreas
from batola_desk.ui.incident.advice_words import tide_text
from batola_desk.ui.incident.parts import button
from batola_desk.ui.map.route_feeder import RouteFeeder
from batola_desk.ui.numbers import decimal

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class ReachDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._feeder = window.map_panel.feeder(RouteFeeder)
        self._asked: asyncio.Task[None] | None = None
        self._choice = window.form.dispatch_vm.choice
        self._choice.changed.connect(self._show_way)
        self.reach = button(window.map_panel, "", "map_reach")
        self.reach.setCheckable(True)
        window.map_panel.add_button(self.reach)
        self.reach.clicked.connect(self._toggle)
        window.map_panel.installEventFilter(self)
        self.retranslate()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "dispatch_advised": self._window.form.dispatch_vm.assign_advised,
            "reach": self.reach.click,
            "tide": self._tell_tide,
        }

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"reach": self._reach_named}

    @Slot()
    def _show_way(self) -> None:
        self._feeder.show_way(self._choice.way)

    # ---------------------------------------------------------------- reach

    @Slot()
    def _toggle(self) -> None:
        if not self.reach.isChecked():
            self._put_away()
            return
        unit_id = self._unit_meant()
        if not unit_id:
            self.reach.setChecked(False)
            self._window.messages.error("reach_no_unit")
            return
        self._ask(lambda: self._window.desk.recommendation.reach(unit_id))

    def _unit_meant(self) -> str:
        """The unit under the cursor of the form's list, else the one that is advised first."""
        selected = self._window.form.dispatch.units.selected
        if selected is not None and self._window.form.dispatch.units.table.hasFocus():
            return selected.unit.unit_id
        view = self._window.form.dispatch_vm.advice
        if view is not None and view.first is not None:
            return view.first.unit_id
        return selected.unit.unit_id if selected is not None else ""

    def _reach_named(self, words: str) -> None:
        """A unit by its call sign, or a post by its name."""
        desk, typed = self._window.desk, words.strip().casefold()
        units = {view.unit.call_sign.casefold(): view.unit.unit_id for view in desk.dispatch.units()}
        posts = {
            view.feature.name.casefold(): view.feature.points[0]
            for view in desk.map_features.shown()
            if view.feature.kind == "post" and view.feature.points
        }
        name = next((name for name in sorted((*units, *posts)) if typed in name), "")
        if name in units:
            self._ask(lambda: desk.recommendation.reach(units[name]))
        elif name:
            latitude, longitude = posts[name]
            self._ask(lambda: desk.recommendation.reach_from(latitude, longitude, "road"))
        else:
            self._window.messages.error("reach_no_unit")

    def _ask(self, areas: Callable[[], Awaitable[ReachAreas]]) -> None:
        """Ask for areas; what was asked before is out of date."""
        if self._asked is not None:
            self._asked.cancel()
        self.reach.setChecked(True)
        self._asked = self._window.tasks.run(self._show(areas), "reach")

    async def _show(self, ask: Callable[[], Awaitable[ReachAreas]]) -> None:
        try:
            areas = await ask()
        except BaseException:
            if self._asked is asyncio.current_task():
                self._put_away()
            raise
        if self._asked is asyncio.current_task() and self.reach.isChecked():
            self._feeder.show_reach(areas)

    def _put_away(self) -> None:
        self.reach.setChecked(False)
        self._feeder.show_reach(None)

    # ---------------------------------------------------------------- tide

    @Slot()
    def _tell_tide(self) -> None:
        self._window.tasks.run(self._tide(), "tide")

    async def _tide(self) -> None:
        view = self._window.form.dispatch_vm.view
        place = view.incident.location if view is not None else None
        centre = self._window.map_panel.canvas.camera.centre
        latitude = place.latitude if place is not None else centre.lat
        longitude = place.longitude if place is not None else centre.lon
        now, later = await self._window.desk.recommendation.tide_at(latitude, longitude)
        words = tide_text(now, None)
        if later is not None and words:
            words = self.tr("{now}; satu jam lagi {level} m").format(now=words, level=decimal(later.metres))
        self._window.messages.info(words or self.tr("Belum ada tabel pasang surut untuk hari ini."))

    # ---------------------------------------------------------------- words

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, qt_event)

    def retranslate(self) -> None:
        """The language changed."""
        self.reach.setText(self.tr("Jangkauan") + "  Alt+J")
        self.reach.setToolTip(self.tr("Jangkauan satuan dalam 5, 10, 15 dan 30 menit"))
