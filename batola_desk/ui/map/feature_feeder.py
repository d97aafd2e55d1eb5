"""Features that people drew, from the desk to the map."""

from __future__ import annotations

from batola_desk.map.feature_marks import FeatureMark
from batola_desk.services.views import Change
from batola_desk.ui import labels
from batola_desk.ui.map.feature_overlay import FeatureOverlay
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.overlay import ORDER_AREAS
from batola_desk.ui.map_features.feature_words import hint_words, label_words


class FeatureFeeder(MapFeeder):
    """Landmarks, jetties, pump points, posts, closed roads, danger areas."""

    ages = True  # "until 14:30" becomes "until 28/11 14:30" at midnight, and the other way round

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.overlay = FeatureOverlay()
        self.selected = ""
        self._shown: tuple[FeatureMark, ...] = ()
        stage.canvas.add_overlay(self.overlay, order=ORDER_AREAS)

    def is_touched_by(self, change: Change) -> bool:
        return bool(change.what & {"map_features", "person", "seat"})

    def select(self, feature_id: str) -> None:
        """Somebody works on this one; empty: on none."""
        if feature_id != self.selected:
            self.selected = feature_id
            self.feed()

    def feed(self) -> None:
        marks = self._marks()
        if marks != self._shown:
            self._shown = marks
            self.overlay.set_marks(marks)
            self._stage.canvas.overlay_changed()

    def _marks(self) -> tuple[FeatureMark, ...]:
        desk = self._stage.desk
        now_us, offset_min = desk.now_us(), desk.catalog.centre.utc_offset_min
        return tuple(
            FeatureMark(
                feature_id=view.feature_id,
                kind=view.feature.kind,
                shape=view.feature.shape,
                points=view.feature.points,
                label=label_words(view, now_us, offset_min),
                hint=hint_words(view, now_us, offset_min),
                fades=view.ends_soon,
                selected=view.feature_id == self.selected,
            )
            for view in desk.map_features.shown()
        )

    def retranslate(self) -> None:
        self.overlay.set_words(
            {kind: labels.word(labels.FEATURE_KINDS, kind) for kind in labels.FEATURE_KINDS}
        )
        self.feed()
