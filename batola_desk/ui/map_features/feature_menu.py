"""The right button on the map: what can be done with the feature, the incident or the unit under it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from batola_desk.ui.map.feature_feeder import FeatureFeeder
from batola_desk.ui.map_features.feature_form import RADIUS_USUAL_M
from batola_desk.ui.map_features.feature_words import name_words
from batola_desk.ui.row_menu import fill

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow
    from batola_desk.ui.map_features.feature_desk import FeatureDesk


class FeatureMenu(QObject):
    """Where nothing of its own lies, the right button takes the place as before."""

    def __init__(self, window: DeskWindow, hands: FeatureDesk, feeder: FeatureFeeder) -> None:
        super().__init__(hands)
        self._window = window
        self._hands = hands
        self._feeder = feeder
        self._canvas = window.map_panel.canvas
        self._canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """The right button on a feature or on an incident offers what can be done there."""
        is_menu = (
            watched is self._canvas and isinstance(qt_event, QContextMenuEvent) and not self._hands.is_drawing
        )
        if is_menu and isinstance(qt_event, QContextMenuEvent) and self._offer_menu(qt_event):
            return True
        return super().eventFilter(watched, qt_event)

    def _offer_menu(self, qt_event: QContextMenuEvent) -> bool:
        at = qt_event.pos()
        is_key = qt_event.reason() == QContextMenuEvent.Reason.Keyboard  # takes the middle as a place
        menu = None if is_key else self.menu_at(at.x(), at.y())
        if menu is None:
            return False
        menu.popup(qt_event.globalPos())
        return True

    def menu_at(self, x: float, y: float) -> QMenu | None:
        """What the right button offers at a point of the map; None = nothing of its own."""
        incident_id = self._canvas.incident_at(x, y)
        unit = self._window.desk.unit_positions.unit(self._canvas.unit_at(x, y))
        feature_id = self._feeder.overlay.hit(self._canvas.camera, x, y)
        view = self._window.desk.map_features.view(feature_id) if feature_id else None
        if not incident_id and view is None and unit is None:
            return None
        menu = QMenu(self._canvas)
        menu.setObjectName("feature_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        if incident_id:
            radius = self.tr("Zona bahaya {metres} m di sini").format(metres=f"{RADIUS_USUAL_M:g}")
            menu.addAction(radius, lambda: self._hands.mark_danger(incident_id=incident_id))
            menu.addAction(
                self.tr("Buka tiket {ticket}").format(ticket=self._hands.ticket(incident_id)),
                lambda: self._window.open_incident(incident_id),
            )
            opens = partial(self._window.open_incident, incident_id)
            menus = self._window.row_menus
            fill(menu, tuple(menus.command(name, first=opens) for name in ("send", "units")))
        if unit is not None:
            fill(menu, self._window.row_menus.of_unit(unit.call_sign))
        if view is not None and view.can_change:
            name = name_words(view.feature)
            menu.addAction(
                self.tr("Ubah {name}").format(name=name), lambda: self._hands.edit(view.feature_id)
            )
        if view is not None and view.can_remove:
            menu.addAction(
                self.tr("Hapus {name}").format(name=name_words(view.feature)),
                lambda: self._hands.remove(view.feature_id),
            )
        return menu
