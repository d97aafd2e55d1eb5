"""Drawing, correcting and removing features on the map of the window: the tools, the card, the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Slot

from batola_desk.domain.map_feature import PASSING, SHAPES, FeatureKind, FeatureWish, Points, Shape
from batola_desk.services.change import Change
from batola_desk.services.map_feature_views import FeatureView, Undone
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, short_ticket
from batola_desk.ui.map.feature_feeder import FeatureFeeder
from batola_desk.ui.map.overlay import ORDER_SELECTION
from batola_desk.ui.map_features.draw_tools import DrawTool, ReshapeTool, ShapeTool
from batola_desk.ui.map_features.feature_card import FeatureCard
from batola_desk.ui.map_features.feature_form import HOUR_US, RADIUS_USUAL_M, FormValues
from batola_desk.ui.map_features.feature_menu import FeatureMenu
from batola_desk.ui.map_features.feature_sheet import FeatureSheet
from batola_desk.ui.map_features.feature_words import end_words, kind_words, name_words, said
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

SHORT_WORDS: Final[Mapping[str, FeatureKind]] = {
    "patokan": FeatureKind.LANDMARK,
    "dermaga": FeatureKind.JETTY,
    "pompa": FeatureKind.PUMP,
    "pos": FeatureKind.POST,
    "jalan": FeatureKind.CLOSED_ROAD,
    "zona": FeatureKind.DANGER_AREA,
}
_UNDONE: Final[Mapping[str, str]] = {
    "drawn": QT_TRANSLATE_NOOP("map_features", "Diurungkan: {name} tidak jadi digambar."),
    "changed": QT_TRANSLATE_NOOP("map_features", "Diurungkan: perubahan {name}."),
    "removed": QT_TRANSLATE_NOOP("map_features", "Diurungkan: {name} kembali di peta."),
    "restored": QT_TRANSLATE_NOOP("map_features", "Diurungkan: {name} dihapus lagi."),
    "kept": QT_TRANSLATE_NOOP("map_features", "Diurungkan: tentang {name} ditanyakan lagi."),
    "imported": QT_TRANSLATE_NOOP("map_features", "Diurungkan: impor terakhir."),
}


@dataclass
class _Work:
    """What is being done: a new feature of a kind, or one that is there."""

    kind: str
    feature_id: str = ""
    points: Points = ()
    incident_id: str = ""


class FeatureDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._features = window.desk.map_features
        self._canvas = window.map_panel.canvas
        self._feeder = window.map_panel.feeder(FeatureFeeder)
        self._work: _Work | None = None
        self._tool: ShapeTool | None = None
        self.card = FeatureCard(self._canvas)
        self.sheet = FeatureSheet(window.desk, window.tasks, window.pulse, window.stage)
        self.menu = FeatureMenu(window, self, self._feeder)
        self.add = button(window.map_panel, "", "map_add")
        window.map_panel.add_button(self.add)
        self._connect()
        self._render_rights()
        self.retranslate()
        self._ask_about_left()  # a ticket may have ended before this start

    def _connect(self) -> None:
        card, sheet = self.card, self.sheet
        self.add.clicked.connect(self.begin)
        card.kind_chosen.connect(self._draw_kind)
        card.finish_requested.connect(self._finish_tool)
        card.undo_requested.connect(self._undo_tool)
        card.cancel_requested.connect(self._end_tool)
        card.closed.connect(self._end)
        card.put_off.connect(self._put_off)
        card.leave_requested.connect(self.keep)
        card.tidy_requested.connect(self.tidy)
        card.form.save_requested.connect(self._save)
        card.form.unreadable.connect(self._say_unreadable)
        card.form.reshape_requested.connect(self._reshape)
        card.form.remove_requested.connect(self._remove_shown)
        sheet.edit_requested.connect(self.edit)
        sheet.shown_requested.connect(self._fly_to)
        sheet.add_requested.connect(self.begin)
        self._canvas.overlay_activated.connect(self._on_activated)
        self._window.pulse.changed.connect(self._on_change)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "map_add": self.begin,
            "map_features": self.sheet.bring_up,
            "danger_zone": self.mark_danger,
            "close_road": self._close_road,
            "map_undo": self.undo,
            "map_tidy": self.tidy,
            "map_keep": self.keep,
        }

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {
            "map_add": self._begin_words,
            "map_features": self.sheet.bring_up,
            "danger_zone": self._danger_words,
        }

    # ---------------------------------------------------------------- beginning

    @Slot()
    def begin(self) -> None:
        """Ask what is to be drawn."""
        kinds = self._features.kinds_to_draw()
        if not kinds:
            self._window.messages.error("right_missing", {"action": "edit_map"})
            return
        self._end_tool()
        self.sheet.put_away()
        self.card.show_choice(kinds)

    def _begin_words(self, typed: str) -> None:
        """``tambah patokan``: the beginning of a kind is enough."""
        wanted = typed.strip().casefold()
        found = [kind for word, kind in SHORT_WORDS.items() if word.startswith(wanted)]
        if len(found) == 1:
            self._draw_kind(found[0].value)
        else:
            self.begin()

    @Slot()
    def _close_road(self) -> None:
        self._draw_kind(FeatureKind.CLOSED_ROAD.value)

    @Slot(str)
    def _draw_kind(self, kind: str) -> None:
        """Take the tool of a kind into the hand."""
        if kind not in self._features.kinds_to_draw():
            self._window.messages.error("right_missing", {"action": "edit_map"})
            return
        self.sheet.put_away()
        incident_id = self._window.form.incident_id if kind in PASSING else ""
        shape = SHAPES[FeatureKind(kind)]
        self._take_tool(DrawTool(self._canvas, shape, self._corners, self))
        self._work = _Work(kind=kind, incident_id=incident_id)
        self._show_drawing()
        self._window.focus_map()

    @Slot(str)
    def edit(self, feature_id: str) -> None:
        """Show a feature in the card, to be corrected."""
        view = self._features.view(feature_id)
        if view is None:
            return
        if not view.can_change or view.feature.is_removed:
            self._window.messages.info(view.feature.name or kind_words(view.feature))
            return
        self._end_tool()
        self.sheet.put_away()
        self._work = _Work(kind=view.feature.kind, feature_id=feature_id, points=view.feature.points)
        self._feeder.select(feature_id)
        self._fly_to(feature_id)
        self._show_form()

    # ---------------------------------------------------------------- the tool

    def _take_tool(self, tool: ShapeTool) -> None:
        self._end_tool()
        self._tool = tool
        tool.changed.connect(self._show_drawing)
        tool.finished.connect(self._on_drawn)
        tool.dropped.connect(self._on_dropped)
        tool.too_few.connect(self._say_too_few)
        self._canvas.add_overlay(tool, order=ORDER_SELECTION)
        self._canvas.set_tool(tool)

    @Slot()
    def _end_tool(self) -> None:
        """Take the tool out of the hand, whatever it has drawn."""
        tool, self._tool = self._tool, None
        if tool is None:
            return
        self._canvas.remove_overlay(tool)
        self._canvas.set_tool(None)
        tool.deleteLater()

    @property
    def is_drawing(self) -> bool:
        """Whether a tool is in the hand."""
        return self._tool is not None

    @Slot()
    def _finish_tool(self) -> None:
        if self._tool is not None:
            self._tool.finish()

    @Slot()
    def _undo_tool(self) -> None:
        if self._tool is not None:
            self._tool.undo()

    @Slot(object)
    def _on_drawn(self, points: Points) -> None:
        """Out of the hand; what was drawn stays in sight until it is saved or dropped."""
        work, tool = self._work, self._tool
        self._canvas.set_tool(None)
        if work is None or tool is None:
            return
        tool.rest()
        work.points = points
        if work.feature_id:
            self._run(self._features.change(work.feature_id, points=points), "reshape-feature", self._end)
        else:
            self._show_form()

    @Slot()
    def _on_dropped(self) -> None:
        """Esc on the map, or picking a place began."""
        if self._tool is not None:
            self._end_tool()
            self.card.put_away()
            self._end()

    @Slot()
    def _say_too_few(self) -> None:
        self._window.messages.info(self.tr("Belum cukup titik: garis minimal dua, bidang minimal tiga."))

    def _corners(self) -> Sequence[tuple[float, float]]:
        """What points snap to: corners of what is drawn, places of incidents."""
        drawn = self._work.feature_id if self._work is not None else ""
        corners = [
            point
            for view in self._features.shown()
            if view.feature_id != drawn
            for point in view.feature.points
        ]
        rows = self._window.desk.incidents.board()
        corners += [
            (row.latitude, row.longitude)
            for row in rows
            if row.latitude is not None and row.longitude is not None
        ]
        return corners

    # ---------------------------------------------------------------- the card

    @Slot()
    def _show_drawing(self) -> None:
        work, tool = self._work, self._tool
        if work is None or tool is None:
            return
        if isinstance(tool, ReshapeTool):
            hint = self.tr(
                "Klik atau Spasi mengambil sudut, sekali lagi menaruhnya; pada garis sudut baru. ⌫ membuang."
            )
        elif tool.shape is Shape.POINT:
            hint = self.tr("Klik tempatnya, atau geser peta dengan panah lalu Spasi di tengah.")
        else:
            hint = self.tr("Klik tiap sudut, atau panah lalu Spasi. ⌫ membuang titik terakhir, Esc batal.")
        count = len(tool.points)
        title = labels.word(labels.FEATURE_KINDS, work.kind)
        is_many = tool.shape is not Shape.POINT
        points = QCoreApplication.translate("FeatureDesk", "%n titik", "", count)
        shown = f"{title} · {points}" if is_many else title
        self.card.show_drawing(shown, hint, can_undo=is_many and count > 0, can_finish=is_many)

    def _show_form(self) -> None:
        work = self._work
        assert work is not None
        view = self._features.view(work.feature_id) if work.feature_id else None
        kind = labels.word(labels.FEATURE_KINDS, work.kind)
        self.card.form.begin(self._values_of(view) if view is not None else self._new_values(work))
        self.card.show_form(kind if view is not None else self.tr("{kind} baru").format(kind=kind))

    def _new_values(self, work: _Work) -> FormValues:
        return FormValues(
            kind=work.kind,
            incident_id=work.incident_id,
            ticket=self.ticket(work.incident_id),
            belongs=bool(work.incident_id),
        )

    def _values_of(self, view: FeatureView) -> FormValues:
        feature = view.feature
        incident_id = feature.incident_id or (
            self._window.form.incident_id if feature.kind in PASSING else ""
        )
        desk = self._window.desk
        return FormValues(
            kind=feature.kind,
            name=feature.name,
            variants=feature.variants,
            note=feature.note,
            end_words=end_words(view.feature, desk.now_us(), desk.catalog.centre.utc_offset_min),
            usable_from_m=feature.usable_from_m,
            usable_to_m=feature.usable_to_m,
            incident_id=incident_id,
            ticket=self.ticket(incident_id),
            belongs=bool(feature.incident_id),
            is_new=False,
            can_remove=view.can_remove,
        )

    def ticket(self, incident_id: str) -> str:
        """The short number of a ticket that is in memory."""
        view = self._window.desk.incidents.view(incident_id) if incident_id else None
        return short_ticket(view.incident.ticket_number) if view is not None else ""

    @Slot(object)
    def _save(self, typed: Mapping[str, Any]) -> None:
        work = self._work
        if work is None:
            return
        values = dict(typed)
        hours = values.pop("hours", None)
        if hours is not None:
            values["valid_until_us"] = self._window.desk.now_us() + hours * HOUR_US if hours else None
        if work.feature_id:
            self._run(self._features.change(work.feature_id, **values), "change-feature", self._end)
            return
        shape = SHAPES[FeatureKind(work.kind)].value
        wish = FeatureWish(kind=work.kind, shape=shape, points=work.points, **values)
        self._run(self._features.draw(wish), "draw-feature", self._end)

    @Slot()
    def _reshape(self) -> None:
        """The card's feature is moved, or its corners are."""
        work = self._work
        view = self._features.view(work.feature_id) if work is not None else None
        if work is None or view is None:
            return
        shape = Shape(view.feature.shape)
        tool: ShapeTool
        if shape is Shape.POINT:
            tool = DrawTool(self._canvas, shape, self._corners, self)
        else:
            tool = ReshapeTool(self._canvas, shape, view.feature.points, self._corners, self)
        self._take_tool(tool)
        self._work = work
        self._show_drawing()
        self._window.focus_map()

    @Slot()
    def _remove_shown(self) -> None:
        if self._work is not None and self._work.feature_id:
            self.remove(self._work.feature_id)

    def remove(self, feature_id: str) -> None:
        """Take it off the map; a word says how to get it back."""
        view = self._features.view(feature_id)
        name = name_words(view.feature) if view is not None else ""
        text = self.tr("{name} dihapus dari peta. Alt+Z mengembalikannya.").format(name=name)
        self._run(self._features.remove(feature_id), "remove-feature", self._end, text)

    @Slot()
    def _end(self) -> None:
        """What was being done is done or dropped."""
        self._end_tool()
        self._work = None
        self._feeder.select("")
        self.card.put_away()

    @Slot(str)
    def _say_unreadable(self, field: str) -> None:
        text = self.tr("{field}: tulis angka dalam meter, misalnya 1,2.")
        self._window.messages.info(text.format(field=field))

    # ---------------------------------------------------------------- incidents

    @Slot()
    def mark_danger(self, radius_m: float = RADIUS_USUAL_M, incident_id: str = "") -> None:
        """A danger area around the place of the ticket in the form."""
        wanted = incident_id or self._window.form.incident_id
        if not wanted:
            self._window.messages.error("incident_unknown")
            return
        text = self.tr("Zona bahaya {metres} m digambar. Alt+Z mengurungkan.")
        self._run(
            self._features.mark_danger(wanted, radius_m),
            "mark-danger",
            None,
            text.format(metres=f"{radius_m:g}"),
        )

    def _ask_about_left(self) -> None:
        """A ticket has ended, and its danger area is still on the map: ask once, over nothing else."""
        if self._work is not None or (self.card.isVisible() and not self.card.is_asking):
            return
        left = self._features.left_to_ask()
        if left is None:
            if self.card.is_asking:
                self.card.put_away()
            return
        names = ", ".join(name_words(view.feature) for view in left.features)
        title = self.tr("Tiket {ticket} selesai").format(ticket=short_ticket(left.ticket_number))
        text = self.tr("Masih di peta: {names}. Hapus?").format(names=names)
        self.card.show_question(title, text)

    @Slot()
    def tidy(self) -> None:
        """What an ended ticket left goes off the map."""
        left = self._features.left_to_ask()
        if left is None:
            self._window.messages.info(self.tr("Tidak ada objek dari tiket yang sudah selesai."))
            return
        text = self.tr("Objek tiket yang selesai dihapus dari peta. Alt+Z mengembalikannya satu per satu.")
        self._run(self._features.remove_left(left.incident_id), "tidy-features", self._ask_about_left, text)

    @Slot()
    def keep(self) -> None:
        """What an ended ticket left stays on the map until its own end; no desk asks again."""
        left = self._features.left_to_ask()
        if left is None:
            self._window.messages.info(self.tr("Tidak ada objek dari tiket yang sudah selesai."))
            return
        text = self.tr("Objek tiket yang selesai tetap di peta sampai waktunya habis. Alt+Z mengurungkan.")
        self._run(self._features.keep_left(left.incident_id), "keep-features", self._ask_about_left, text)

    @Slot()
    def _put_off(self) -> None:
        """The question was put away unanswered."""
        left = self._features.left_to_ask()
        if left is not None:
            self._features.put_off_left(left.incident_id)

    def _danger_words(self, typed: str) -> None:
        number = typed.strip().removesuffix("m").strip().replace(",", ".")
        if not number.replace(".", "", 1).isdecimal():
            self._window.messages.info(self.tr("Tulis jari-jari dalam meter, misalnya: zona 300."))
            return
        self.mark_danger(float(number))

    # ---------------------------------------------------------------- the rest

    @Slot()
    def undo(self) -> None:
        """Take back the last of what was done on the map."""
        self._window.tasks.run(self._features.undo(), "undo-feature", done=self._say_undone)

    def _say_undone(self, step: Undone | None) -> None:
        if step is None:
            self._window.messages.info(self.tr("Tidak ada lagi yang bisa diurungkan di peta."))
            return
        view = self._features.view(step.feature_id)
        name = name_words(view.feature) if view is not None else step.name
        self._window.messages.info(said(_UNDONE[step.act], name=name))

    def _run(self, coroutine: Any, name: str, then: Callable[[], None] | None, words: str = "") -> None:
        def done(_result: object) -> None:
            if words:
                self._window.messages.info(words)
            if then is not None:
                then()

        self._window.tasks.run(coroutine, name, done=done)

    @Slot(str)
    def _fly_to(self, feature_id: str) -> None:
        view = self._features.view(feature_id)
        if view is not None and view.feature.points:
            lats = [lat for lat, _ in view.feature.points]
            lons = [lon for _, lon in view.feature.points]
            self._window.map_panel.fly_to((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)

    @Slot(object, str)
    def _on_activated(self, overlay: object, feature_id: str) -> None:
        if overlay is self._feeder.overlay:
            self.edit(feature_id)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"person", "seat", "language"}:
            self._render_rights()
            self.retranslate()
        if change.incident_ids or "map_features" in change.what:
            self._ask_about_left()

    def _render_rights(self) -> None:
        self.add.setVisible(bool(self._features.kinds_to_draw()))

    def retranslate(self) -> None:
        """Say all texts again."""
        self.add.setText(self.tr("Tambah…") + "  Ctrl+Shift+E")
        self.add.setToolTip(self.tr("Patokan, dermaga, jalan ditutup, zona bahaya"))
