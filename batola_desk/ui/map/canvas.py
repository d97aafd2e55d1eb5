"""The map in the operator's hands: pointer, wheel and keys on top of the view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.projection import ZOOM_MAX
from batola_desk.ui.map.mark_layer import ShownIncidents
from batola_desk.ui.map.overlay import ABOVE_MARKS, BELOW_LABELS, BELOW_MARKS, WithHint
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.tool import MapGrip, MapTool
from batola_desk.ui.map.view import MapView
from batola_desk.ui.plain_tip import plain_tip

KEY_PAN_SHARE = 0.2
WHEEL_NOTCH_STEPS = 0.5
GRIP_DEAD_PX = 12  # LIMIT: a hand that clicks moves less; a thing is moved on purpose or not at all
_WHEEL_NOTCH = 120


class MapCanvas(MapView):
    """The map widget.

    Keys: arrows pan, + and - zoom, Home shows everything, Tab walks the incidents (worst first) and then
    leaves, Enter opens, Space takes the middle of the map, L hides the legend, Esc ends picking. With a tool
    in the hand Space and click set its points, Backspace takes the last one back, Enter ends, Esc drops it.
    Pointer: drag, wheel, click on a mark; double click or right button takes a place. What the grip holds
    (the unit that is looked at) is dragged instead of the map; Esc or another button lets it go.
    """

    def __init__(self, gazetteer: Gazetteer, palette: MapPalette, parent: QWidget | None = None) -> None:
        super().__init__(gazetteer, palette, parent)
        self._drag_from: QPointF | None = None
        self._is_dragging = False
        self._tool: MapTool | None = None
        self._grip: MapGrip | None = None
        self._is_gripping = False  # the button went down on what the grip holds
        self._is_menu_spent = False
        self.picking_changed.connect(self._set_cursor)

    def set_tool(self, tool: MapTool | None) -> None:
        """Put a tool into the hand, or (None) take it out; the one before is cancelled."""
        old, self._tool = self._tool, tool
        if old is not None and old is not tool:
            old.cancel()
        if tool is not None:
            self.set_picking(False)
        self._set_cursor()
        self.update()

    def set_grip(self, grip: MapGrip | None) -> None:
        """What may be dragged on the map, from now on."""
        self.let_go()
        self._grip = grip

    @property
    def is_dragging_thing(self) -> bool:
        """Something on the map follows the pointer."""
        return self._is_gripping and self._is_dragging

    def let_go(self) -> None:
        """What follows the pointer goes back to where it was."""
        if self.is_dragging_thing and self._grip is not None:
            self._grip.cancel()
        if self._is_gripping:
            self._is_gripping = self._is_dragging = False
            self._drag_from = None
            self._set_cursor()
            self.update()

    def set_picking(self, is_picking: bool) -> None:
        if is_picking:
            self.set_tool(None)
        super().set_picking(is_picking)

    # Pointer

    def mousePressEvent(self, qt_event: QMouseEvent) -> None:
        self._is_key_used = False
        self._is_menu_spent = self.is_dragging_thing  # the right button only lets it go then
        self.let_go()
        if qt_event.button() == Qt.MouseButton.LeftButton:
            at = self._drag_from = qt_event.position()
            self._is_dragging = False
            is_free = self._grip is not None and self._tool is None and not self._is_picking
            self._is_gripping = is_free and self._grip is not None and self._grip.holds(at.x(), at.y())
        self.update()

    def mouseMoveEvent(self, qt_event: QMouseEvent) -> None:
        at = qt_event.position()
        self._pointer = at
        self._is_key_used = False
        if self._drag_from is not None:
            step = at - self._drag_from
            if self._is_gripping:
                self._drag_thing(step, at)
            elif self._is_dragging or step.manhattanLength() >= QApplication.startDragDistance():
                self._is_dragging = True
                self._drag_from = at
                self._control.pan(-step.x(), -step.y())
        self._set_cursor()
        self._tell_place()
        if self._tool is not None:
            self._tool.move(self._looked_at())
        self.update()

    def mouseReleaseEvent(self, qt_event: QMouseEvent) -> None:
        if qt_event.button() != Qt.MouseButton.LeftButton:
            return
        was_click = self._drag_from is not None and not self._is_dragging
        dropped = self._grip if self.is_dragging_thing else None
        self._drag_from = None
        self._is_dragging = self._is_gripping = False
        self._set_cursor()
        at = qt_event.position()
        if dropped is not None and self.rect().contains(at.toPoint()):
            dropped.drop(self._control.camera.position_at(at.x(), at.y()))
        elif dropped is not None:
            dropped.cancel()  # outside the map: not meant
        elif was_click:
            self._click(at)

    def _drag_thing(self, step: QPointF, at: QPointF) -> None:
        if not self._is_dragging and step.manhattanLength() < GRIP_DEAD_PX:
            return
        self._is_dragging = True
        if self._grip is not None:
            self._grip.move(self._control.camera.position_at(at.x(), at.y()))

    def mouseDoubleClickEvent(self, qt_event: QMouseEvent) -> None:
        if qt_event.button() != Qt.MouseButton.LeftButton or self._is_picking:
            return
        if self._tool is not None:
            self._tool.finish()
            return
        at = qt_event.position()
        camera = self._control.camera
        if self._marks.unit_at(camera, at.x(), at.y()) is None and (
            self._marks.incident_at(camera, at.x(), at.y()) is None
        ):
            self._pick(at.x(), at.y())

    def contextMenuEvent(self, qt_event: QContextMenuEvent) -> None:
        """The context key takes the middle, the right button the point under it."""
        if self._is_menu_spent:
            self._is_menu_spent = False
            return
        if qt_event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.pick_centre()
        else:
            self._pick(qt_event.pos().x(), qt_event.pos().y())

    def wheelEvent(self, qt_event: QWheelEvent) -> None:
        notches = qt_event.angleDelta().y() / _WHEEL_NOTCH
        if notches:
            at = qt_event.position()
            self._control.zoom_by(notches * WHEEL_NOTCH_STEPS, at.x(), at.y())
        qt_event.accept()

    def leaveEvent(self, qt_event: QEvent) -> None:
        self._pointer = None
        self._tell_place()
        self.update()
        super().leaveEvent(qt_event)

    def unit_at(self, x: float, y: float) -> str:
        """The unit under a point of the window; empty when there is none."""
        unit = self._marks.unit_at(self._control.camera, x, y)
        return unit.unit_id if unit is not None else ""

    def incident_at(self, x: float, y: float) -> str:
        """The single incident under a point of the window; empty when there is none."""
        shown = self._marks.incident_at(self._control.camera, x, y)
        is_one = shown is not None and len(shown.members) == 1
        return self._marks.incidents[shown.members[0]].incident_id if shown is not None and is_one else ""

    def _click(self, at: QPointF) -> None:
        if self._is_picking:
            self._pick(at.x(), at.y())
            return
        camera = self._control.camera
        if self._tool is not None:
            self._tool.click(camera.position_at(at.x(), at.y()))
            return
        above = self._overlays.hit(camera, at.x(), at.y(), orders=ABOVE_MARKS)
        if above is not None:
            self.overlay_activated.emit(*above)
            return
        unit = self._marks.unit_at(camera, at.x(), at.y())
        if unit is not None:
            self.unit_activated.emit(unit.unit_id)
            return
        shown = self._marks.incident_at(camera, at.x(), at.y())
        if shown is not None:
            self._open(shown)
            return
        for orders in (BELOW_MARKS, BELOW_LABELS):
            below = self._overlays.hit(camera, at.x(), at.y(), orders=orders)
            if below is not None:
                self.overlay_activated.emit(*below)
                return

    def _open(self, shown: ShownIncidents) -> None:
        marks = [self._marks.incidents[index] for index in shown.members]
        if len(marks) == 1:
            self._cursor_id = marks[0].incident_id
            self.incident_activated.emit(marks[0].incident_id)
        elif self._control.camera.zoom < ZOOM_MAX:
            lats, lons = [mark.lat for mark in marks], [mark.lon for mark in marks]
            self._control.fit(min(lats), min(lons), max(lats), max(lons))
        else:  # too many in one place to fan out: walk through them
            ids = [mark.incident_id for mark in marks]
            step = ids.index(self._cursor_id) + 1 if self._cursor_id in ids else 0
            self._cursor_id = ids[step % len(ids)]
            self.incident_activated.emit(self._cursor_id)
        self.update()

    @Slot()
    def _set_cursor(self) -> None:
        if self._is_dragging:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._is_over_grip():
            shape = Qt.CursorShape.OpenHandCursor
        elif self._is_picking or self._tool is not None:
            shape = Qt.CursorShape.CrossCursor
        elif self._is_over_mark():
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def _is_over_grip(self) -> bool:
        if self._grip is None or self._pointer is None or self._tool is not None or self._is_picking:
            return False
        return self._grip.holds(self._pointer.x(), self._pointer.y())

    def _is_over_mark(self) -> bool:
        if self._pointer is None:
            return False
        camera, x, y = self._control.camera, self._pointer.x(), self._pointer.y()
        return (
            self._marks.unit_at(camera, x, y) is not None
            or self._marks.incident_at(camera, x, y) is not None
            or self._overlays.hit(camera, x, y, orders=ABOVE_MARKS) is not None
            or self._overlays.hit(camera, x, y, orders=BELOW_MARKS) is not None
        )

    def event(self, qt_event: QEvent) -> bool:
        if isinstance(qt_event, QHelpEvent) and qt_event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(
                qt_event.globalPos(), plain_tip(self._hint_at(qt_event.pos().x(), qt_event.pos().y())), self
            )
            return True
        return super().event(qt_event)

    def _hint_at(self, x: float, y: float) -> str:
        """Words for the pointer that rests here."""
        if self._furniture.note_place.contains(x, y):
            return self._base_words.whole(self._base_state)
        for orders in (ABOVE_MARKS, BELOW_MARKS, BELOW_LABELS):
            found = self._overlays.hit(self._control.camera, x, y, orders=orders)
            if found is not None and isinstance(found[0], WithHint):
                return found[0].hint(found[1])
        return ""

    def hideEvent(self, qt_event: QHideEvent) -> None:
        self.let_go()
        super().hideEvent(qt_event)

    # Keys

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab walks the incidents, worst first, and leaves the map behind the last one."""
        order = sorted(self._marks.incidents, key=lambda mark: (mark.priority, mark.incident_id))
        ids = [mark.incident_id for mark in order]
        here = ids.index(self._cursor_id) if self._cursor_id in ids else (-1 if is_next else len(ids))
        following = here + (1 if is_next else -1)
        if not 0 <= following < len(ids):
            self._cursor_id = ""
            self.update()
            return super().focusNextPrevChild(is_next)
        self._cursor_id = ids[following]
        self._control.fly_to(order[following].lat, order[following].lon)
        self._is_key_used = True
        return True

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(qt_event)
            return
        if qt_event.key() == Qt.Key.Key_Escape and self._is_gripping:
            self.let_go()
            return
        if self._tool is not None and self._tool_key(qt_event):
            return
        step_x, step_y = self.width() * KEY_PAN_SHARE, self.height() * KEY_PAN_SHARE
        match qt_event.key():
            case Qt.Key.Key_Left:
                self._control.pan(-step_x, 0)
            case Qt.Key.Key_Right:
                self._control.pan(step_x, 0)
            case Qt.Key.Key_Up:
                self._control.pan(0, -step_y)
            case Qt.Key.Key_Down:
                self._control.pan(0, step_y)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_Home:
                self.go_home()
            case Qt.Key.Key_L:
                self.toggle_legend()
            case Qt.Key.Key_Space:
                self.pick_centre()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._opened_by_enter():
                self.incident_activated.emit(self._opened_by_enter())
            case Qt.Key.Key_Escape if self._is_picking:
                self.set_picking(False)
            case _:
                super().keyPressEvent(qt_event)
                return
        self._is_key_used = True
        self._tell_place()
        if self._tool is not None:
            self._tool.move(self._looked_at())
        self.update()

    def _tool_key(self, qt_event: QKeyEvent) -> bool:
        """Keys of the tool in the hand; False for one that is none of them."""
        tool = self._tool
        assert tool is not None
        match qt_event.key():
            case Qt.Key.Key_Space:
                tool.click(self._control.camera.centre)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                tool.finish()
            case Qt.Key.Key_Backspace:
                tool.undo()
            case Qt.Key.Key_Escape:
                self.set_tool(None)
            case _:
                return False
        self._is_key_used = True
        self.update()
        return True

    def _opened_by_enter(self) -> str:
        """The incident under the Tab cursor, else the selected one."""
        selected = next((mark.incident_id for mark in self._marks.incidents if mark.selected), "")
        return self._cursor_id or selected
