"""The caller's positions reach the map; of a silent caller the map goes there by itself. domain.md §12.1."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from batola_desk.domain.call import CallState
from batola_desk.map.projection import EARTH_CIRCUMFERENCE_M, TILE_SIZE_PX
from batola_desk.services.change import Change
from batola_desk.services.position_views import FixView
from batola_desk.services.views import CallView
from batola_desk.ui import fix_words
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.fix_overlay import AreaMark, FixOverlay
from batola_desk.ui.map.overlay import ORDER_ACCURACY

HAND_S: Final = 8.0  # who has just moved the map looks at something
_AREA_PX: Final = 150.0  # half the width that an area gets on the screen
_ZOOM_MIN, _ZOOM_MAX = 10.0, 16.5
_FLOWN_MAX: Final = 200


class HandWatch(QObject):
    """Notes when a person last moved the map."""

    def __init__(self, canvas: QObject) -> None:
        super().__init__(canvas)
        self._moved_mono_s = -math.inf
        canvas.installEventFilter(self)

    @property
    def busy_s(self) -> float:
        """For how long it still counts as in somebody's hand; 0 = it is not."""
        return max(0.0, HAND_S - (time.monotonic() - self._moved_mono_s))

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        kind = qt_event.type()
        is_drag = isinstance(qt_event, QMouseEvent) and bool(qt_event.buttons() & Qt.MouseButton.LeftButton)
        if is_drag or kind in {QEvent.Type.Wheel, QEvent.Type.KeyPress}:
            self._moved_mono_s = time.monotonic()
        return super().eventFilter(watched, qt_event)


class CallerFeeder(MapFeeder):
    """Positions of the ticket's calls; of the call in the headset while there is no ticket."""

    ages = True

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.overlay = FixOverlay()
        self.hand = HandWatch(stage.canvas)
        self._flown: list[tuple[str, str]] = []  # (call, fix) the map went to by itself
        self._later = QTimer(stage.canvas)  # the caller may have half a minute: not at the next beat
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.feed)
        stage.canvas.add_overlay(self.overlay, order=ORDER_ACCURACY)

    def is_touched_by(self, change: Change) -> bool:
        return bool(change.call_keys or change.incident_ids) or "positions" in change.what

    def feed(self) -> None:
        call = self._call()
        views = self._views(call)
        marks = [self._mark(view) for view in views]
        shown = [mark for mark in marks if mark is not None]
        if shown != list(self.overlay.marks):
            self.overlay.set_marks(shown)
            self._stage.canvas.overlay_changed()
        if call is not None and call.call.state is CallState.SILENT_CHECK:
            self._go_there(call.key)

    def retranslate(self) -> None:
        self.feed()

    def _call(self) -> CallView | None:
        return next((view for view in self._stage.desk.calls.live() if view.in_headset), None)

    def _views(self, call: CallView | None) -> Sequence[FixView]:
        positions = self._stage.desk.positions
        if self._stage.incident_id:
            return positions.of_incident(self._stage.incident_id)
        return positions.of_call(call.key) if call is not None else ()

    def _mark(self, view: FixView) -> AreaMark | None:
        area = view.fix.area
        if area is None:
            return None
        desk = self._stage.desk
        language = str(desk.session.setting("screen.language"))
        now_us = desk.now_us()
        words = fix_words.map_words(view, now_us)
        more = (fix_words.place_words(view, language), fix_words.doubt_words(view))
        return AreaMark(
            view.fix.fix_id,
            area,
            words,
            hint="\n".join(line for line in (words, *more) if line),
            age_s=view.fix.age_s(now_us),
            is_suggested=view.is_suggested,
            is_confirmed=view.is_confirmed,
            is_doubtful=bool(view.doubts),
        )

    def _go_there(self, call_key: str) -> None:
        """Once for each position that tells most; never out of the hand of who moves the map."""
        views = self._stage.desk.positions.of_call(call_key)
        best = next((view for view in views if view.is_suggested), None)
        if best is None or best.middle is None:
            return
        goal = (call_key, best.fix.fix_id)
        if goal in self._flown:
            return
        if self.hand.busy_s:
            self._later.start(math.ceil(self.hand.busy_s * 1000))
        else:
            self._flown = [*self._flown[-_FLOWN_MAX:], goal]
            self._stage.canvas.fly_to(*best.middle, zoom_for(best))


def zoom_for(view: FixView) -> float:
    """A zoom at which the area is well seen with what lies around it."""
    assert view.middle is not None
    radius_m = max(view.radius_m or 0.0, 1.0)
    metres_per_px = radius_m / _AREA_PX
    across_m = EARTH_CIRCUMFERENCE_M * math.cos(math.radians(view.middle[0]))
    return min(_ZOOM_MAX, max(_ZOOM_MIN, math.log2(across_m / (TILE_SIZE_PX * metres_per_px))))
