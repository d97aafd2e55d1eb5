"""What an operator may change about the look of the map: its ground, the density of the past, the ruler."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.map.density import PastPlaces
from batola_desk.ui.map.base_keeper import BaseChoice, BaseKeeper
from batola_desk.ui.map.feeder import MapStage
from batola_desk.ui.map.heat_overlay import HeatOverlay
from batola_desk.ui.map.overlay import ORDER_BASE, ORDER_SELECTION
from batola_desk.ui.map.ruler import Ruler

SETTING = "screen.map"
SAVE_DELAY_MS = 1200  # a pan is one change, and a killed desk loses no more than this
DAYS = (30, 90, 365, 0)  # 0 = everything
DAYS_FIRST = 365


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept from one start to the next.

    Attributes:
        camera: latitude, longitude, zoom; None = the whole regency.
    """

    base: str = BaseChoice.VECTOR.value
    is_dense: bool = False
    days: int = DAYS_FIRST
    group: str = ""
    has_legend: bool = True
    camera: tuple[float, float, float] | None = None

    @classmethod
    def read(cls, text: str) -> Remembered:
        """What was written; anything that makes no sense is as at the first start."""
        try:
            found = json.loads(text) if text else {}
            camera = found.get("camera")
            read = cls(
                base=BaseChoice(found.get("base", BaseChoice.VECTOR)).value,
                is_dense=bool(found.get("is_dense", False)),
                days=int(found.get("days", DAYS_FIRST)),
                group=str(found.get("group", "")),
                has_legend=bool(found.get("has_legend", True)),
                camera=None if camera is None else (float(camera[0]), float(camera[1]), float(camera[2])),
            )
        except (ValueError, TypeError, AttributeError, LookupError):
            return cls()
        return read if read.days in DAYS else replace(read, days=DAYS_FIRST)


class MapLook(QObject):
    """Keys on the map: B another ground, H density of the past, M ruler; all of them in one menu.

    Signals:
        history_requested: the places of the past are needed; ``show_history`` takes them.
    """

    history_requested = Signal()

    def __init__(self, stage: MapStage, keeper: BaseKeeper) -> None:
        super().__init__(stage.panel)
        self._stage = stage
        self._keeper = keeper
        self._canvas = stage.canvas
        self._past: PastPlaces | None = None
        self.kept = Remembered.read(str(stage.desk.session.setting(SETTING)))
        self._saved = self.kept
        self.heat = HeatOverlay(self)
        self.heat.changed.connect(self._canvas.overlay_changed)
        self._canvas.add_overlay(self.heat, order=ORDER_BASE)
        self.ruler = Ruler(self._canvas.overlay_changed, self._on_ruler_ended)
        self._canvas.add_overlay(self.ruler, order=ORDER_SELECTION)
        self._is_measuring = False
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self.save)
        for key, act in (("B", self.next_base), ("H", self.toggle_density), ("M", self.toggle_ruler)):
            action = QAction(self._canvas)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(act)
            self._canvas.addAction(action)
        self._canvas.layers_requested.connect(self.open_menu)
        self._restore()
        self._canvas.look_changed.connect(self._on_look_changed)

    def _restore(self) -> None:
        self._keeper.choose(BaseChoice(self.kept.base))
        self._canvas.show_legend(shown=self.kept.has_legend)
        if self.kept.camera is not None:
            self._canvas.start_at(*self.kept.camera)
        if self.kept.is_dense:
            # The window first: whoever reads the history listens a moment later.
            QTimer.singleShot(0, self, self.history_requested.emit)

    def close(self) -> None:
        """The desk ends."""
        self.save()
        self.heat.close()

    # Ground

    @Slot()
    def next_base(self) -> None:
        """The next ground that there is: vector, pictures from the air, schematic."""
        there = [
            choice for choice in BaseChoice if choice is not BaseChoice.RASTER or self._keeper.has_raster
        ]
        here = BaseChoice(self.kept.base)
        place = there.index(here) if here in there else -1
        self.choose_base(there[(place + 1) % len(there)])

    def choose_base(self, choice: BaseChoice) -> None:
        self._keeper.choose(choice)
        self._keep(replace(self.kept, base=choice.value))

    # Density

    @Slot()
    def toggle_density(self) -> None:
        self._keep(replace(self.kept, is_dense=not self.kept.is_dense))
        if self.kept.is_dense:
            self.history_requested.emit()
        else:
            self.heat.show_places(None, "")

    def choose_period(self, days: int) -> None:
        self._keep(replace(self.kept, days=days))
        self._show_density()

    def choose_group(self, group: str) -> None:
        self._keep(replace(self.kept, group=group))
        self._show_density()

    def show_history(self, past: PastPlaces) -> None:
        """The places of the past were read."""
        self._past = past
        self._show_density()

    def _show_density(self) -> None:
        if not self.kept.is_dense or self._past is None:
            return
        now_us = self._stage.desk.now_us()
        chosen = self._past.chosen(now_us=now_us, days=self.kept.days, group=self.kept.group)
        count = int(chosen.x.size)
        words = QCoreApplication.translate("MapLook", "Kepadatan: %Ln kejadian", "", count)
        parts = [words, self._period_words(self.kept.days).lower()]
        if self.kept.group:
            parts.append(self._group_words(self.kept.group))
        self.heat.show_places(chosen, ", ".join(parts))

    # Ruler

    @Slot()
    def toggle_ruler(self) -> None:
        """Take the ruler into the hand, or put it away."""
        if self._is_measuring:
            self._canvas.set_tool(None)
            return
        self._is_measuring = True
        self._canvas.set_tool(self.ruler)

    def _on_ruler_ended(self) -> None:
        self._is_measuring = False

    # The menu

    @Slot(QPoint)
    def open_menu(self, at: QPoint) -> None:
        """Everything about the look in one menu; it does not hold up anything."""
        menu = self.build_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def build_menu(self) -> QMenu:
        menu = QMenu(self._canvas)
        menu.addAction(self.tr("Dasar peta (B)")).setEnabled(False)
        bases = {
            BaseChoice.VECTOR: self.tr("Vektor"),
            BaseChoice.RASTER: self.tr("Citra"),
            BaseChoice.SCHEMATIC: self.tr("Skematik"),
        }
        group = QActionGroup(menu)
        group.triggered.connect(self._on_base)
        for choice, words in bases.items():
            action = self._choice(menu, group, words, is_on=choice.value == self.kept.base)
            action.setEnabled(choice is not BaseChoice.RASTER or self._keeper.has_raster)
            action.setData(choice)
        menu.addSeparator()
        menu.addAction(self.tr("Kejadian lampau")).setEnabled(False)
        density = menu.addAction(self.tr("Kepadatan (H)"))
        density.setCheckable(True)
        density.setChecked(self.kept.is_dense)
        density.triggered.connect(self.toggle_density)
        periods = QActionGroup(menu)
        periods.triggered.connect(self._on_period)
        for days in DAYS:
            words = self._period_words(days)
            action = self._choice(menu, periods, words, is_on=days == self.kept.days)
            action.setEnabled(self.kept.is_dense)
            action.setData(days)
        kinds = menu.addMenu(self.tr("Kelompok jenis"))
        kinds.setEnabled(self.kept.is_dense)
        groups = QActionGroup(kinds)
        groups.triggered.connect(self._on_group)
        for code in ("", *sorted(self._stage.desk.catalog.groups)):
            action = self._choice(kinds, groups, self._group_words(code), is_on=code == self.kept.group)
            action.setData(code)
        menu.addSeparator()
        ruler = menu.addAction(self.tr("Ukur jarak (M)"))
        ruler.setCheckable(True)
        ruler.setChecked(self._is_measuring)
        ruler.triggered.connect(self.toggle_ruler)
        return menu

    @Slot(QAction)
    def _on_base(self, action: QAction) -> None:
        self.choose_base(BaseChoice(action.data()))

    @Slot(QAction)
    def _on_period(self, action: QAction) -> None:
        self.choose_period(int(action.data()))

    @Slot(QAction)
    def _on_group(self, action: QAction) -> None:
        self.choose_group(str(action.data()))

    @staticmethod
    def _choice(menu: QMenu, group: QActionGroup, words: str, *, is_on: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(is_on)
        group.addAction(action)
        return action

    def _period_words(self, days: int) -> str:
        return self.tr("{days} hari terakhir").format(days=days) if days else self.tr("Semua tahun")

    def _group_words(self, code: str) -> str:
        if not code:
            return self.tr("Semua jenis")
        known = self._stage.desk.catalog.groups.get(code)
        return label_of(known, str(self._stage.desk.session.setting("screen.language"))) if known else code

    # Memory

    @Slot()
    def _on_look_changed(self) -> None:
        """The camera rests somewhere else, or the legend was switched."""
        camera = self._canvas.camera
        place = None
        if not self._canvas.is_home:
            centre = camera.centre
            place = (round(centre.lat, 6), round(centre.lon, 6), round(camera.zoom, 3))
        self._keep(replace(self.kept, camera=place, has_legend=self._canvas.is_legend_shown))

    def _keep(self, kept: Remembered) -> None:
        if kept != self.kept:
            self.kept = kept
            self._save_timer.start()

    @Slot()
    def save(self) -> None:
        """Remember the look of now."""
        self._save_timer.stop()
        if self.kept == self._saved:
            return
        try:
            self._stage.desk.session.set_setting(SETTING, json.dumps(asdict(self.kept)))
        except OperatorError:
            return  # a disk that refuses has its own alert; the look is kept until the desk ends
        self._saved = self.kept
