"""Features that people drew, from the desk to the map."""

from __future__ import annotations

from batola_desk.domain.map_feature import MapFeature
from batola_desk.map.feature_marks import FeatureMark
from batola_desk.services.change import Change
from batola_desk.services.map_feature_views import SOON_US
from batola_desk.ui import labels
from batola_desk.ui.map.feature_overlay import FeatureOverlay
from batola_desk.ui.map.feeder import MapFeeder, MapStage
from batola_desk.ui.map.overlay import ORDER_AREAS
from batola_desk.ui.map_features.feature_words import hint_words, label_words


class FeatureFeeder(MapFeeder):
    """Landmarks, jetties, pump points, posts, closed roads, danger areas.

    A mark is made anew only when its feature is another one: a map may hold thousands of landmarks.
    """

    ages = True  # what ends soon fades; "until 14:30" becomes "until 28/11 14:30" at midnight

    def __init__(self, stage: MapStage) -> None:
        super().__init__(stage)
        self.overlay = FeatureOverlay(self._hint)
        self.selected = ""
        self._shown: tuple[FeatureMark, ...] = ()
        self._marks: dict[str, tuple[MapFeature, FeatureMark]] = {}
        stage.canvas.add_overlay(self.overlay, order=ORDER_AREAS)

    def is_touched_by(self, change: Change) -> bool:
        return "map_features" in change.what

    def select(self, feature_id: str) -> None:
        """Somebody works on this one; empty: on none."""
        if feature_id != self.selected:
            self.selected = feature_id
            self.feed()

    def feed(self) -> None:
        kept, self._marks = self._marks, {}
        now_us = self._stage.desk.now_us()
        for feature in self._stage.desk.map_features.standing():
            known = kept.get(feature.feature_id)
            is_same = known is not None and known[0] is feature and feature.valid_until_us is None
            is_selected = feature.feature_id == self.selected
            if known is None or not is_same or known[1].selected != is_selected:
                known = feature, self._mark(feature, now_us)
            self._marks[feature.feature_id] = known
        marks = tuple(mark for _, mark in self._marks.values())
        if marks != self._shown:
            self._shown = marks
            self.overlay.set_marks(marks)
            self._stage.canvas.overlay_changed()

    def _mark(self, feature: MapFeature, now_us: int) -> FeatureMark:
        end_us = feature.valid_until_us
        return FeatureMark(
            feature_id=feature.feature_id,
            kind=feature.kind,
            shape=feature.shape,
            points=feature.points,
            label=label_words(feature, now_us, self._offset_min),
            fades=end_us is not None and end_us - now_us <= SOON_US,
            selected=feature.feature_id == self.selected,
        )

    def _hint(self, feature_id: str) -> str:
        desk = self._stage.desk
        view = desk.map_features.view(feature_id)
        return hint_words(view, desk.now_us(), self._offset_min) if view is not None else ""

    @property
    def _offset_min(self) -> int:
        return self._stage.desk.catalog.centre.utc_offset_min

    def retranslate(self) -> None:
        words = {kind: labels.word(labels.FEATURE_KINDS, kind) for kind in labels.FEATURE_KINDS}
        self.overlay.set_words(words)
        self._marks.clear()
        self.feed()
