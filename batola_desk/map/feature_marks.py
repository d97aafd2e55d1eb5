"""What the map shows of the features that people drew. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FeatureMark:
    """One feature, ready to be drawn.

    Attributes:
        kind: ``landmark``, ``jetty``, ``pump``, ``post``, ``closed_road`` or ``danger_area``.
        shape: ``point``, ``line`` or ``polygon``.
        points: (latitude, longitude).
        label: words beside it.
        fades: it ends soon.
        selected: somebody works on it.
    """

    feature_id: str
    kind: str
    shape: str
    points: Points
    label: str = ""
    fades: bool = False
    selected: bool = False
