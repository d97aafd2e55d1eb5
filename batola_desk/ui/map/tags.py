"""Words beside marks: placed together, kept while the ground moves a little."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPixmap

from batola_desk.map.labels import AROUND_POINT, CollisionGrid, LabelRequest, Side, place_labels
from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore

TAG_SHIFT_PX_MAX = 48  # LIMIT: below the margin in which marks outside the window are tagged already
_ABOVE_FIRST = (Side.ABOVE, Side.BELOW, Side.RIGHT, Side.LEFT)


class Tags:
    """Words of marks, placed together so that none covers another or a mark. Screen pixels."""

    def __init__(self, glyphs: GlyphStore) -> None:
        self._glyphs = glyphs
        self._grid = CollisionGrid()
        self._requests: list[LabelRequest] = []
        self._looks: list[tuple[str, str, float]] = []

    def stay_inside(self, width_px: float, height_px: float) -> None:
        """No words across the left and right edge of the map: they would read as cut."""
        far = 400.0
        self._grid.take(-far, -far, 0.0, height_px + far)
        self._grid.take(width_px, -far, width_px + far, height_px + far)

    def keep_free(self, x: float, y: float, half_px: float) -> None:
        """No words over this mark."""
        self._grid.take(x - half_px, y - half_px, x + half_px, y + half_px)

    def add(
        self, text: str, x: float, y: float, rank: float, *, gap_px: float, role: str = "panel_text",
        points: float = 8.5,
    ) -> None:  # fmt: skip
        """Ask for a place; what has rank 0 is shown in any case."""
        wide, high = self._glyphs.tag_size(text, points=points)
        sides = _ABOVE_FIRST if role == "fix" else AROUND_POINT
        self._requests.append(
            LabelRequest(len(self._looks), x, y, wide, high, rank, sides, gap_px, is_required=rank == 0)
        )
        self._looks.append((text, role, points))

    def placed(self) -> list[tuple[QPointF, QPixmap]]:
        """Upper left corner and picture of every tag that found a place."""
        found = []
        for label in place_labels(self._requests, self._grid):
            request = self._requests[label.key]
            text, role, points = self._looks[label.key]
            at = QPointF(round(request.x + label.dx), round(request.y + label.dy))
            found.append((at, self._glyphs.tag(text, role, points=points)))
        return found


@dataclass(frozen=True, slots=True)
class TagLayout:
    """Placed tags and the camera they were placed for."""

    camera: Camera
    glyphs: GlyphStore
    placed: list[tuple[QPointF, QPixmap]]

    def shift_for(self, camera: Camera, glyphs: GlyphStore) -> QPointF | None:
        """How far the ground has moved since, or None if the tags must be placed anew."""
        old = self.camera
        size, old_size = (camera.width_px, camera.height_px), (old.width_px, old.height_px)
        if glyphs is not self.glyphs or old.zoom != camera.zoom or size != old_size:
            return None
        (old_left, old_top), (left, top) = old.left_top_px, camera.left_top_px
        shift = QPointF(round(old_left - left), round(old_top - top))
        return shift if shift.manhattanLength() <= TAG_SHIFT_PX_MAX else None
