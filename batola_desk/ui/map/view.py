"""What the map looks like: a slippy map painted without a web engine. Source: design.md §6."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QHideEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.marks import FixMark, IncidentMark, UnitMark
from batola_desk.map.projection import Camera
from batola_desk.map.schematic import SchematicBase
from batola_desk.ui.map.base_keeper import BaseChoice, BaseState
from batola_desk.ui.map.base_words import BaseWords
from batola_desk.ui.map.buttons import MapButton
from batola_desk.ui.map.camera_control import CameraControl
from batola_desk.ui.map.furniture import MARGIN_PX, Furniture, FurnitureTexts
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.label_layer import LabelLayer
from batola_desk.ui.map.mark_layer import MarkLayer
from batola_desk.ui.map.overlay import (
    ABOVE_MARKS,
    BELOW_LABELS,
    BELOW_MARKS,
    LegendRow,
    LegendSign,
    Overlay,
    OverlayStack,
)
from batola_desk.ui.map.pack_label_layer import PackLabelLayer
from batola_desk.ui.map.pack_reading import PackReading
from batola_desk.ui.map.pack_source import PackTileSource
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.tile_layer import TileLayer
from batola_desk.ui.map.tile_source import SchematicTileSource

UPDATE_GAP_S = 0.016  # LIMIT: 60 Hz, as a screen shows; a unit's news is painted within 33 ms
FLY_ZOOM = 13.0


class MapView(QWidget):
    """Shows the regency, its incidents, its units and what is known of a caller's place.

    Marks come in through ``set_*``; nothing here is stored anywhere else. ``MapCanvas`` adds the hands.

    Signals:
        picked: a place was chosen (latitude, longitude).
        incident_activated: an incident was opened (incident id).
        unit_activated: a unit was chosen (unit id).
        hovered_place: "desa, kecamatan" under the pointer changed; empty when it left.
        picking_changed: picking began or ended, also by Esc.
        overlay_activated: a thing of an overlay was clicked (the overlay, its id).
        layers_requested: the menu of the map's look is wanted (where, on the screen).
        look_changed: the camera rests somewhere else, or the legend was shown or put away.
    """

    picked = Signal(float, float)
    incident_activated = Signal(str)
    unit_activated = Signal(str)
    hovered_place = Signal(str)
    picking_changed = Signal(bool)
    overlay_activated = Signal(object, str)
    layers_requested = Signal(QPoint)
    look_changed = Signal()

    def __init__(self, gazetteer: Gazetteer, palette: MapPalette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gazetteer = gazetteer
        self._palette = palette
        base = SchematicBase(gazetteer)
        self._control = CameraControl(gazetteer.bounds, self)
        self._schematic = SchematicTileSource(base)
        self._tiles = TileLayer(self._schematic, palette, self)
        self._base_state = BaseState(BaseChoice.VECTOR)
        self._base_words = BaseWords(self)
        self._news = ""
        self._labels = LabelLayer(base, self)
        self._names = PackLabelLayer(self)
        self._marks = MarkLayer(self)
        self._overlays = OverlayStack()
        self._priority_names: dict[str, str] = {}
        self._is_picking = False
        self._is_legend_shown = True
        self._is_key_used = False
        self._cursor_id = ""
        self._pointer: QPointF | None = None
        self._place_text = ""
        self._glyphs: GlyphStore | None = None
        self._glyph_ratio = 0.0
        self._buttons = {
            sign: MapButton(sign, palette, self) for sign in ("plus", "minus", "home", "legend", "layers")
        }
        self._buttons["plus"].clicked.connect(self.zoom_in)
        self._buttons["minus"].clicked.connect(self.zoom_out)
        self._buttons["home"].clicked.connect(self.go_home)
        self._buttons["legend"].clicked.connect(self.toggle_legend)
        self._buttons["layers"].clicked.connect(self._request_layers)
        self._marks.covered = self._covered
        self._marks.names = (self._labels, self._names)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self._flush)
        self._flushed_mono_s = 0.0
        self._is_paint_due = False
        self._control.moved.connect(self._on_moved)
        self._control.rested.connect(self._request_tiles)
        self._control.rested.connect(self.look_changed)
        self._tiles.tile_ready.connect(self.update)
        for layer in (self._names, self._labels, self._marks):
            layer.changed.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._retranslate()

    # What it shows

    @property
    def camera(self) -> Camera:
        return self._control.camera

    @property
    def target_zoom(self) -> float:
        """The zoom it has, or will have when it has flown there."""
        return self._control.target.zoom

    @property
    def is_complete(self) -> bool:
        """Everything that the resting camera sees has been painted."""
        if (self._is_paint_due and self.isVisible()) or self._control.is_flying:
            return False
        if self._base_state.meta is not None and self._names.ground is not self._labels.ground:
            return False  # names of the pack follow those of the gazetteer
        return all(layer.is_complete for layer in (self._tiles, self._labels, self._names, self._marks))

    @property
    def is_home(self) -> bool:
        """The whole regency is shown, whatever the window's size."""
        return self._control.is_home

    @property
    def is_legend_shown(self) -> bool:
        return self._is_legend_shown

    @property
    def is_picking(self) -> bool:
        return self._is_picking

    def show_news(self, words: str) -> None:
        """Say this beside whose data it is: a newer map is on its way, or waits; "" = nothing."""
        if words != self._news:
            self._news = words
            self.update()

    def show_base(self, state: BaseState, source: PackTileSource | None, reading: PackReading | None) -> None:
        """Stand on a map pack, or (no source) on the schematic base. What was painted stays until then."""
        self._base_state = state
        self._tiles.set_source(source or self._schematic)
        self._names.set_reading(reading)
        self._request_tiles()
        self.update()

    def set_incidents(self, incidents: Sequence[IncidentMark]) -> None:
        self._marks.set_incidents(incidents)
        if self._cursor_id not in {mark.incident_id for mark in incidents}:
            self._cursor_id = ""
        self._changed()

    def set_units(self, units: Sequence[UnitMark]) -> None:
        self._marks.set_units(units)
        self._changed()

    def move_units(self, units: Sequence[UnitMark]) -> None:
        """News of some units (known ones are replaced, others added), as often as they report."""
        self._marks.move_units(units)
        self._changed()

    def ring_unit(self, unit_id: str) -> None:
        """A ring lies round this unit (empty: round none)."""
        self._marks.ring_unit(unit_id)
        self._changed()

    def set_fixes(self, fixes: Sequence[FixMark]) -> None:
        self._marks.set_fixes(fixes)
        self._changed()

    def add_overlay(self, overlay: Overlay, *, order: int) -> None:
        """Draw this too, from now on; ``order`` is one of ``overlay.ORDER_*`` or between two of them."""
        self._overlays.add(overlay, order)
        self._changed()

    def remove_overlay(self, overlay: Overlay) -> None:
        self._overlays.remove(overlay)
        self._changed()

    def overlay_changed(self) -> None:
        """An overlay has something new to show: paint soon, at most 60 times a second."""
        self._changed()

    def set_stale_after_s(self, stale_after_s: float) -> None:
        """Age at which a unit's position counts as stale (basi)."""
        self._marks.set_stale_after_s(stale_after_s)
        self._changed()

    def set_priority_names(self, names: Mapping[str, str]) -> None:
        """Words of the regency's own configuration for P1..P5, for the legend."""
        self._priority_names = dict(names)
        self._retranslate()

    def set_map_palette(self, palette: MapPalette) -> None:
        """Another theme."""
        self._palette = palette
        self._tiles.set_palette(palette)
        for button in self._buttons.values():
            button.set_map_palette(palette)
        self._retranslate()
        self._request_tiles()

    def set_picking(self, is_picking: bool) -> None:
        """While picking, a click or Space chooses a place instead of opening things."""
        if is_picking == self._is_picking:
            return
        self._is_picking = is_picking
        self.picking_changed.emit(is_picking)
        self.update()

    def set_animated(self, is_animated: bool) -> None:
        """Off: the camera jumps (reduced motion, screenshots)."""
        self._control.is_animated = is_animated

    def start_at(self, lat: float, lon: float, zoom: float) -> None:
        """Look at a place without a flight: what was seen when the desk was closed."""
        self._control.jump_to(lat, lon, zoom)

    def fly_to(self, lat: float, lon: float, zoom: float | None = None) -> None:
        """Look at a place; zooms in if it was seen from far above and no zoom is asked for."""
        wanted = max(self._control.target.zoom, FLY_ZOOM) if zoom is None else zoom
        self._control.fly_to(lat, lon, wanted)

    def place_text(self, lat: float, lon: float) -> str:
        """ "desa, kecamatan" of a position, or how far outside it is."""
        nearest = self._gazetteer.nearest(lat, lon)
        if self._gazetteer.is_inside_regency(lat, lon):
            return self.tr("sekitar {place}").format(place=nearest.place.label)
        kilometres = f"{nearest.distance_m / 1000:.0f}"
        return self.tr("di luar Batola, {km} km dari {place}").format(
            km=kilometres, place=nearest.place.label
        )

    # Commands

    @Slot()
    def zoom_in(self) -> None:
        self._control.zoom_by(1.0, self.width() / 2, self.height() / 2)

    @Slot()
    def zoom_out(self) -> None:
        self._control.zoom_by(-1.0, self.width() / 2, self.height() / 2)

    @Slot()
    def go_home(self) -> None:
        self._control.go_home()

    @Slot()
    def toggle_legend(self) -> None:
        self.show_legend(shown=not self._is_legend_shown)

    def show_legend(self, *, shown: bool) -> None:
        self._is_legend_shown = shown
        self.look_changed.emit()
        self.update()

    @Slot()
    def _request_layers(self) -> None:
        button = self._buttons["layers"]
        self.layers_requested.emit(button.mapToGlobal(QPoint(0, button.height() + 4)))

    @Slot()
    def pick_centre(self) -> None:
        self._pick(self.width() / 2, self.height() / 2)

    def _pick(self, x: float, y: float) -> None:
        position = self._control.camera.position_at(x, y)
        self.picked.emit(position.lat, position.lon)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        camera, ratio = self._control.camera, self.devicePixelRatioF()
        glyphs = self._glyphs_for(ratio)
        with QPainter(self) as painter:
            self._tiles.draw(painter, camera, ratio)
            self._furniture.draw_graticule(painter, camera)
            self._overlays.draw(painter, camera, self._palette, glyphs, orders=BELOW_LABELS)
            is_moving = self._control.is_flying
            if self._base_state.meta is not None:
                self._names.draw(painter, camera)
            self._labels.draw(painter, camera, glyphs, self._marks, is_moving=is_moving)
            if self._labels.ground is not None:
                self._names.stand_on(self._labels.ground)
            self._overlays.draw(painter, camera, self._palette, glyphs, orders=BELOW_MARKS)
            self._marks.draw(
                painter, camera, glyphs, self._palette, cursor_id=self._cursor_id, is_moving=is_moving
            )
            self._overlays.draw(painter, camera, self._palette, glyphs, orders=ABOVE_MARKS)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._is_picking or (self.hasFocus() and self._is_key_used):
                self._furniture.draw_crosshair(painter, camera)
            if self._is_legend_shown and self.height() >= 460 and self.width() >= 600:
                self._furniture.draw_legend(painter, glyphs, ratio, self._legend_rows())
            else:
                self._furniture.legend_place = QRectF()
            self._draw_frame(painter, camera)
        self._is_paint_due = False

    def _draw_frame(self, painter: QPainter, camera: Camera) -> None:
        at = self._looked_at()
        self._furniture.draw_readout(painter, camera, at.lat, at.lon, self.place_text(at.lat, at.lon))
        is_narrow = self.width() < 560
        lift = 52 if is_narrow else 0  # the readout has the bottom for itself then
        note = self._base_words.note(self._base_state)
        self._furniture.draw_scale(painter, camera, self.height() - MARGIN_PX - lift, note, self._news)
        if self.hasFocus():
            self._furniture.draw_focus(painter, camera)

    def _covered(self, camera: Camera, glyphs: GlyphStore) -> Iterator[QRectF]:
        """What lies over the map: buttons, readout, scale, and the sentences of overlays."""
        for button in self._buttons.values():
            yield QRectF(button.geometry())
        yield self._furniture.readout_place
        yield self._furniture.note_place
        yield from self._overlays.word_boxes(camera, glyphs)

    def _legend_rows(self) -> tuple[LegendRow, ...]:
        age = self._base_words.age(self._base_state)
        own = (LegendRow(LegendSign.LINE, "", age),) if age else ()
        return (*self._overlays.legend(), *own)

    def _looked_at(self) -> LatLon:
        """The pointer's position; the middle of the map while keys lead."""
        if self._pointer is None or self._is_key_used:
            return self._control.camera.centre
        return self._control.camera.position_at(self._pointer.x(), self._pointer.y())

    def _glyphs_for(self, ratio: float) -> GlyphStore:
        if self._glyphs is None or self._glyph_ratio != ratio:
            self._glyphs, self._glyph_ratio = GlyphStore(self._palette, self.font(), ratio), ratio
        return self._glyphs

    def sizeHint(self) -> QSize:
        return QSize(640, 720)

    # Changes

    def _changed(self) -> None:
        """Draw soon: at once after a pause, else when the gathering time is over."""
        self._is_paint_due = True
        if self._gather.isActive():
            return
        since = time.monotonic() - self._flushed_mono_s
        if since >= UPDATE_GAP_S:
            self._flush()
        else:
            self._gather.start(round((UPDATE_GAP_S - since) * 1000))

    @Slot()
    def _flush(self) -> None:
        self._flushed_mono_s = time.monotonic()
        self.update()

    @Slot()
    def _on_moved(self) -> None:
        self._tell_place()
        self.update()

    @Slot()
    def _request_tiles(self) -> None:
        self._tiles.request(self._control.camera, self.devicePixelRatioF())

    def _tell_place(self) -> None:
        if self._pointer is None and not self._is_key_used:
            place = ""
        else:
            place = self.place_text(*self._looked_at())
        if place != self._place_text:
            self._place_text = place
            self.hovered_place.emit(place)

    def _retranslate(self) -> None:
        words = {
            "P1": self.tr("Kritis"),
            "P2": self.tr("Tinggi"),
            "P3": self.tr("Sedang"),
            "P4": self.tr("Rendah"),
            "P5": self.tr("Non-darurat"),
        }
        texts = FurnitureTexts(
            north=self.tr("U"),
            south_word=self.tr("LS"),
            north_word=self.tr("LU"),
            east_word=self.tr("BT"),
            west_word=self.tr("BB"),
            priorities=words | self._priority_names,
            unit_legend=(
                ("available", self.tr("Siap")),
                ("en_route", self.tr("Menuju")),
                ("on_scene", self.tr("Tiba")),
                ("out_of_service", self.tr("Tidak siap")),
                ("emergency", self.tr("Darurat")),
            ),
            legend_title=self.tr("Kejadian"),
            unit_legend_title=self.tr("Satuan"),
            map_legend_title=self.tr("Peta"),
        )
        self._furniture = Furniture(self._palette, self.font(), texts)
        self._glyphs = None
        self._buttons["plus"].set_words(self.tr("Perbesar"), "+")
        self._buttons["minus"].set_words(self.tr("Perkecil"), "-")
        self._buttons["home"].set_words(self.tr("Seluruh kabupaten"), "Home")
        self._buttons["legend"].set_words(self.tr("Keterangan"), "L")
        self._buttons["layers"].set_words(self.tr("Lapisan peta"), "B, H, M")
        self.setAccessibleName(self.tr("Peta"))
        self.setAccessibleDescription(
            self.tr(
                "Panah menggeser, + dan - memperbesar, Tab memilih kejadian, Spasi mengambil titik tengah"
            )
        )
        self.update()

    def changeEvent(self, qt_event: QEvent) -> None:
        if qt_event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._retranslate()
        super().changeEvent(qt_event)

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        for row, button in enumerate(self._buttons.values()):
            button.move(self.width() - button.width() - int(MARGIN_PX), 22 + row * (button.height() + 4))
        self._control.resize(self.width(), self.height())
        super().resizeEvent(qt_event)

    def hideEvent(self, qt_event: QHideEvent) -> None:
        self._control.stop()
        for layer in (self._tiles, self._labels, self._names, self._marks):
            layer.stop()
        super().hideEvent(qt_event)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self._request_tiles()
