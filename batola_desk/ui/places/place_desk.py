"""What the window has of finding places: the key, the box over the map, the pin, the clusters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot

from batola_desk.services.place_reading import PointChoice
from batola_desk.services.views import PlaceSuggestion
from batola_desk.ui.command_book import key_text
from batola_desk.ui.incident.parts import button, short_ticket
from batola_desk.ui.incident.suggest_field import Suggestion
from batola_desk.ui.places.cluster_overlay import ClusterOverlay
from batola_desk.ui.places.find_feeder import FindFeeder
from batola_desk.ui.places.found_overlay import FoundPlace
from batola_desk.ui.places.search_box import PlaceSearchBox, ReportLine

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

POINT_ZOOM = 16.0
WIDE_M = 500.0  # what reaches farther is looked at from farther away


class PlaceDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._feeder = window.map_panel.feeder(FindFeeder)
        self.box = PlaceSearchBox(window.desk, window.map_panel, window.map_panel)
        window.map_panel.add_row(self.box)
        self.box.found.connect(self._on_found)
        self.box.taken.connect(self._on_taken)
        self.box.report_activated.connect(self._on_report)
        self.box.closed.connect(window.keyboard_to_form)
        window.map_panel.canvas.overlay_activated.connect(self._on_activated)
        window.form.incident_opened.connect(self._on_opened)
        window.form.vm.map_centre = window.map_panel.centre
        self._search = button(window.map_panel, "", "map_search")
        self._search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._search.clicked.connect(window.book["find_place"].trigger)
        window.map_panel.add_button(self._search)
        window.map_panel.installEventFilter(self)
        self._retranslate()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the key does."""
        return {"find_place": partial(self.bring_up, "")}

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the word of the command line does with its argument."""
        return {"find_place": self.bring_up}

    def bring_up(self, text: str) -> None:
        """Open the box, with these words when some are given."""
        self.box.bring_up(text, near=self._window.map_panel.centre())

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """The map panel hears that the language changed; this object does not."""
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        return super().eventFilter(watched, qt_event)

    def _retranslate(self) -> None:
        key = key_text(self._window.book.command("find_place").key)
        self._search.setText(self.tr("Cari") + f"  {key}")
        self._search.setToolTip(self.tr("Cari tempat di peta"))

    @Slot(object)
    def _on_found(self, place: FoundPlace) -> None:
        self._feeder.show_found(place)
        zoom = None if place.uncertainty_m > WIDE_M else POINT_ZOOM
        self._window.map_panel.canvas.fly_to(place.latitude, place.longitude, zoom)

    @Slot(str)
    def _on_opened(self, _incident_id: str) -> None:
        """Another ticket: what was looked for belonged to the one before."""
        self._feeder.show_found(None)

    @Slot(object)
    def _on_taken(self, payload: object) -> None:
        self._feeder.show_found(None)
        self.box.put_away()
        vm = self._window.form.vm
        if not vm.is_editable:
            self._window.messages.error("incident_ended", {"ticket": ""})
        elif isinstance(payload, PlaceSuggestion):
            vm.choose_place(payload)
        elif isinstance(payload, PointChoice):
            vm.choose_point(payload)

    @Slot(object, str)
    def _on_activated(self, overlay: object, key: str) -> None:
        """A ring was clicked: its reports are the list."""
        if not isinstance(overlay, ClusterOverlay):
            return
        cluster = next((found for found in overlay.clusters if found.key == key), None)
        if cluster is not None:
            self._window.map_panel.canvas.fly_to(cluster.latitude, cluster.longitude, POINT_ZOOM)
            self.box.bring_up_reports([self._report_line(member) for member in cluster.members])

    def _report_line(self, member: str) -> Suggestion:
        kind, _, key = member.partition(":")
        row = next((row for row in self._window.desk.incidents.board() if row.incident_id == key), None)
        if kind != "incident" or row is None:
            return Suggestion(self.tr("Panggilan tanpa tiket"), ReportLine(member), "phone")
        minutes = round((self._window.desk.now_us() - row.opened_us) / 60e6)
        ago = self.tr("{minutes} menit lalu").format(minutes=minutes)
        label = "" if row.confidential else row.type_label
        parts = (short_ticket(row.ticket_number), row.priority, label, ago, row.place)
        return Suggestion(" · ".join(part for part in parts if part), ReportLine(member), "pin")

    @Slot(str)
    def _on_report(self, member: str) -> None:
        kind, _, key = member.partition(":")
        if kind == "incident":
            self._window.open_incident(key)
        else:
            self._window.left.show_unclassified()
