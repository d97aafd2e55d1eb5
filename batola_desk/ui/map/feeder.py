"""How the desk's facts reach the map: one small feeder for each kind of thing that is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.wrapping_row import WrappingRow


@dataclass
class MapStage:
    """What a feeder works with.

    Attributes:
        incident_id: the ticket in the form, "" = none.
        panel: parent for what a feeder owns.
        bar: the row of buttons above the map; a feeder may add one.
    """

    desk: Desk
    pulse: Pulse
    gazetteer: Gazetteer
    canvas: MapCanvas
    panel: QWidget
    bar: WrappingRow
    incident_id: str = ""


class MapFeeder:
    """Gives the canvas one kind of thing. Subclasses say what touches it and how it is fed.

    ``ages``: what it shows grows old; it is fed again every ten seconds while the map is seen.
    """

    ages = False

    def __init__(self, stage: MapStage) -> None:
        self._stage = stage

    def is_touched_by(self, change: Change) -> bool:
        """Whether what is shown may be another after this change. Called for every change: cheap."""
        return bool(change.incident_ids)

    def feed(self) -> None:
        """Give the canvas what the desk knows now; nothing if it knows it already.

        Called after changes (gathered to 10 Hz), when another ticket is in the form and when the map is
        shown.
        """
        raise NotImplementedError

    def retranslate(self) -> None:
        """The language changed."""
