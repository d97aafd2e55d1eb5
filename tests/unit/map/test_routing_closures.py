"""What two closures leave open of one stretch of road."""

from __future__ import annotations

import pytest

from batola_desk.map.routing.closures import Stretch, open_stretches


@pytest.mark.parametrize(
    ("closed", "left"),
    [
        ([], [(0.0, 1.0)]),
        ([(0.2, 0.4)], [(0.0, 0.2), (0.4, 1.0)]),
        ([(0.0, 0.5), (0.3, 0.6)], [(0.6, 1.0)]),
        ([(0.1, 0.9), (0.2, 0.3)], [(0.0, 0.1), (0.9, 1.0)]),
        ([(0.0, 1.0)], []),
    ],
)
def test_closures_that_overlap_leave_no_stretch_twice(closed: list[Stretch], left: list[Stretch]) -> None:
    assert open_stretches(closed) == left
