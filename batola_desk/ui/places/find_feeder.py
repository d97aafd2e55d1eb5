"""Clusters of calls and the place that was found last, from the desk to the map."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.services.call_clusters import CallCluster
from batola_desk.services.change import Change
from batola_desk.ui.incident.parts import distance_text
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.overlay import ORDER_ACCURACY, ORDER_SELECTION
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.places.cluster_overlay import ClusterOverlay
from batola_desk.ui.places.found_overlay import FoundOverlay, FoundPlace

_SENTENCE = QT_TRANSLATE_NOOP("places", "%n panggilan, {width}, {minutes} menit")
_LEGEND = QT_TRANSLATE_NOOP("places", "Banyak laporan berdekatan")


class FindFeeder(MapFeeder):
    """Feeds both overlays."""

    ages = True  # a cluster grows old

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.clusters = ClusterOverlay(cluster_text, lambda: QCoreApplication.translate("places", _LEGEND))
        self.found = FoundOverlay()
        self._shown: tuple[CallCluster, ...] = ()
        stage.canvas.add_overlay(self.clusters, order=ORDER_ACCURACY)
        stage.canvas.add_overlay(self.found, order=ORDER_SELECTION)

    def is_touched_by(self, change: Change) -> bool:
        return bool(change.incident_ids or change.call_keys)

    def feed(self) -> None:
        clusters = tuple(self._stage.desk.duplicates.clusters())
        if clusters != self._shown:
            self._shown = clusters
            self.clusters.set_clusters(clusters)
            self._stage.canvas.overlay_changed()

    def show_found(self, place: FoundPlace | None) -> None:
        """Drop the pin, or take it away."""
        self.found.place = place
        self._stage.canvas.overlay_changed()

    def retranslate(self) -> None:
        self.clusters.set_clusters(self._shown)


def cluster_text(cluster: CallCluster) -> str:
    """``7 panggilan, 400 m, 6 menit``."""
    words = QCoreApplication.translate("places", _SENTENCE, "", cluster.calls)
    return words.format(width=distance_text(cluster.width_m), minutes=max(1, round(cluster.minutes)))
