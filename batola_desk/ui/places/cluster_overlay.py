"""Where many call at once: a ring round them with its sentence, "7 panggilan, 400 m, 6 menit"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from batola_desk.map.projection import Camera
from batola_desk.services.call_clusters import CallCluster
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette

_ROLE = "heat_4"  # the colour of many in one place
_PAD_PX = 22.0  # round the marks themselves
_RADIUS_MIN_PX = 30.0
_RING_REACH_PX = 9.0
_POINTS = 9.0
SHOWN_MAX = 12  # LIMIT: more rings say nothing; the largest are first


class ClusterOverlay:
    """Implements ``ui.map.overlay.Overlay``.

    Args:
        words: the sentence of a cluster.
        legend_words: what the ring means.
    """

    def __init__(self, words: Callable[[CallCluster], str], legend_words: Callable[[], str]) -> None:
        self._words = words
        self._legend_words = legend_words
        self._clusters: tuple[CallCluster, ...] = ()
        self._sentences: dict[str, str] = {}

    def set_clusters(self, clusters: Sequence[CallCluster]) -> None:
        """Show these from now on."""
        self._clusters = tuple(clusters[:SHOWN_MAX])
        self._sentences = {cluster.key: self._words(cluster) for cluster in self._clusters}

    @property
    def clusters(self) -> tuple[CallCluster, ...]:
        return self._clusters

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        """Rings first, so that no ring crosses a sentence."""
        colour = palette.colour(_ROLE)
        fill = QColor(colour)
        fill.setAlpha(28)
        seen = [(cluster, *_ring(camera, cluster)) for cluster in self._clusters]
        seen = [
            (cluster, x, y, radius)
            for cluster, x, y, radius in seen
            if -radius < x < camera.width_px + radius and -radius < y < camera.height_px + radius
        ]
        for _, x, y, radius in seen:
            painter.setBrush(fill)
            painter.setPen(QPen(palette.colour("mark_outline"), 5.0))
            painter.drawEllipse(QPointF(x, y), radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 2.4))
            painter.drawEllipse(QPointF(x, y), radius, radius)
        for cluster, x, y, radius in seen:
            tag = glyphs.tag(self._sentences[cluster.key], "panel_text", points=_POINTS)
            box = self._word_box(camera, glyphs, cluster, (x, y, radius))
            painter.drawPixmap(QPointF(round(box.left()), round(box.top())), tag)

    def word_boxes(self, camera: Camera, glyphs: GlyphStore) -> Iterator[QRectF]:
        """Where the sentences stand."""
        for cluster in self._clusters:
            yield self._word_box(camera, glyphs, cluster, _ring(camera, cluster))

    def _word_box(
        self, camera: Camera, glyphs: GlyphStore, cluster: CallCluster, ring: tuple[float, float, float]
    ) -> QRectF:
        x, y, radius = ring
        wide, high = glyphs.tag_size(self._sentences[cluster.key], points=_POINTS)
        left = min(max(x - wide / 2, 4.0), max(camera.width_px - wide - 4.0, 4.0))
        top = y - radius - high - 2 if y - radius - high > 4 else y + radius + 2
        return QRectF(left, top, wide, high)

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        """The ring; what lies inside it keeps its own clicks."""
        for cluster in self._clusters:
            x, y, radius = _ring(camera, cluster)
            if abs(((x_px - x) ** 2 + (y_px - y) ** 2) ** 0.5 - radius) <= _RING_REACH_PX:
                return cluster.key
        return None

    def hint(self, hit_id: str) -> str:
        """The sentence of a ring."""
        return self._sentences.get(hit_id, "")

    def legend(self) -> Sequence[LegendRow]:
        """One row while something lights up."""
        return [LegendRow(LegendSign.AREA, _ROLE, self._legend_words())] if self._clusters else []


def _ring(camera: Camera, cluster: CallCluster) -> tuple[float, float, float]:
    x, y = camera.point_on_screen(cluster.latitude, cluster.longitude)
    return x, y, max(cluster.radius_m / camera.metres_per_pixel() + _PAD_PX, _RADIUS_MIN_PX)
