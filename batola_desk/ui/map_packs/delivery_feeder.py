"""A newer map in the secretariat, told in one line on the map itself."""

from __future__ import annotations

from batola_desk.services.change import Change
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map_packs.delivery_words import DeliveryWords


class DeliveryFeeder(MapFeeder):
    """Tells the canvas what to say; the same words paint nothing."""

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self._words = DeliveryWords(stage.panel)

    def is_touched_by(self, change: Change) -> bool:
        return "map_pack" in change.what

    def feed(self) -> None:
        self._stage.canvas.show_news(self._words.in_short(self._stage.desk.map_deliveries.view))

    def retranslate(self) -> None:
        self.feed()
