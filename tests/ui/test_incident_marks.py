"""What stands beside an incident on the map."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from batola_desk.map.marks import IncidentMark
from batola_desk.ui.map.desk_feeders import IncidentFeeder
from batola_desk.ui.map.feeder import MapStage


class _Canvas:
    def __init__(self) -> None:
        self.shown: tuple[IncidentMark, ...] = ()

    def set_incidents(self, marks: tuple[IncidentMark, ...]) -> None:
        self.shown = marks


def _row(**other: Any) -> SimpleNamespace:
    plain = {
        "incident_id": "i1",
        "ticket_number": "112-6304-20261127-A0007",
        "latitude": -3.2,
        "longitude": 114.6,
        "uncertainty_m": 50.0,
        "priority": "P1",
        "type_label": "KDRT",
        "confidential": False,
        "is_draft": False,
    }
    return SimpleNamespace(**{**plain, **other})


@pytest.mark.parametrize(("is_confidential", "words"), [(False, "A0007 KDRT"), (True, "A0007")])
def test_a_confidential_type_is_not_named_beside_its_mark(is_confidential: bool, words: str) -> None:
    canvas = _Canvas()
    board = (_row(confidential=is_confidential), _row(incident_id="i2", latitude=None))
    desk = SimpleNamespace(incidents=SimpleNamespace(board=lambda: board))
    stage = SimpleNamespace(desk=desk, canvas=canvas, incident_id="i1")
    IncidentFeeder(cast("MapStage", stage)).feed()
    (mark,) = canvas.shown  # one without a place stands nowhere
    assert (mark.label, mark.selected) == (words, True)
