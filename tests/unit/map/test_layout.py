"""Labels, clusters, hits, scales: what decides where things stand."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.map.clusters import CLUSTER_GAP_PX, Cluster, cluster_points, fan_offsets
from batola_desk.map.hit_test import nearest_within
from batola_desk.map.labels import CollisionGrid, LabelRequest, PlacedLabel, place_labels
from batola_desk.map.marks import IncidentMark, UnitMark
from batola_desk.map.scale import graticule_lines_deg, graticule_step_deg, graticule_text, scale_bar

REQUESTS = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(5, 150), st.floats(5, 30), st.integers(0, 5)),
    max_size=60,
)


def boxes(requests: list[LabelRequest], placed: list[PlacedLabel]) -> list[tuple[float, float, float, float]]:
    found = []
    for label in placed:
        request = requests[label.key]
        left, top = request.x + label.dx, request.y + label.dy
        found.append((left, top, left + request.width_px, top + request.height_px))
    return found


@given(REQUESTS)
def test_no_two_labels_overlap(rows: list[tuple[float, float, float, float, int]]) -> None:
    requests = [LabelRequest(key, *row) for key, row in enumerate(rows)]
    placed = boxes(requests, place_labels(requests, CollisionGrid()))
    for number, a in enumerate(placed):
        for b in placed[number + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@given(REQUESTS.filter(bool))
def test_the_most_important_label_always_has_a_place(
    rows: list[tuple[float, float, float, float, int]],
) -> None:
    requests = [LabelRequest(key, *row) for key, row in enumerate(rows)]
    first = min(requests, key=lambda request: request.rank)
    assert first.key in {label.key for label in place_labels(requests, CollisionGrid())}


def test_a_taken_side_sends_the_label_to_the_other_side() -> None:
    grid = CollisionGrid()
    grid.take(102, 80, 300, 120)
    (label,) = place_labels([LabelRequest(0, 100, 100, 40, 10, 0)], grid)
    assert label.dx + 40 < 0


def test_what_is_spared_is_covered_only_where_nothing_else_is_free() -> None:
    wish = LabelRequest(0, 100, 100, 40, 10, 0)
    spare = CollisionGrid()
    spare.take(102, 80, 300, 120)  # a name to the right, where words would stand first
    (label,) = place_labels([wish], CollisionGrid(), spare=spare)
    assert label.dx + 40 < 0
    grid = CollisionGrid()
    for box in ((0, 0, 99, 500), (0, 0, 500, 92), (0, 108, 500, 500)):
        grid.take(*box)
    (label,) = place_labels([wish], grid, spare=spare)
    assert label.dx > 0


def test_a_required_label_is_shown_even_where_nothing_is_free() -> None:
    grid = CollisionGrid()
    grid.take(0, 0, 500, 500)
    requests = [LabelRequest(0, 100, 100, 40, 10, 0, is_required=True), LabelRequest(1, 200, 200, 40, 10, 0)]
    assert [label.key for label in place_labels(requests, grid)] == [0]


def clusters_of(
    points: list[tuple[float, float]], priorities: list[int], apart: np.ndarray | None = None
) -> list[Cluster]:
    xy = np.array(points, dtype=np.float64).reshape(-1, 2) / 1e6
    return list(cluster_points(xy[:, 0], xy[:, 1], np.array(priorities, dtype=np.int64), 1e6, apart=apart))


@given(st.lists(st.tuples(st.floats(0, 3000), st.floats(0, 3000)), min_size=1, max_size=150), st.randoms())
def test_every_incident_is_in_exactly_one_cluster_that_shows_its_worst(
    points: list[tuple[float, float]], rng: random.Random
) -> None:
    priorities = [rng.randint(1, 5) for _ in points]
    clusters = clusters_of(points, priorities)
    members = sorted(index for cluster in clusters for index in cluster.members)
    assert members == list(range(len(points)))
    for cluster in clusters:
        assert cluster.worst == min(priorities[i] for i in cluster.members)


def test_marks_that_would_cover_each_other_across_a_cell_border_are_joined() -> None:
    assert len(clusters_of([(53, 10), (55, 10)], [3, 2])) == 1
    assert len(clusters_of([(10, 10), (10 + CLUSTER_GAP_PX * 3, 10)], [3, 2])) == 2


def test_a_selected_incident_is_never_swallowed_by_a_cluster() -> None:
    clusters = clusters_of([(10, 10), (11, 10), (12, 10)], [3, 3, 1], apart=np.array([False, True, False]))
    assert sorted(cluster.members for cluster in clusters) == [(0, 2), (1,)]


def test_nothing_to_cluster_is_no_cluster() -> None:
    assert clusters_of([], []) == []


@pytest.mark.parametrize("count", range(2, 13))
def test_fanned_marks_stand_apart(count: int) -> None:
    offsets = fan_offsets(count)
    gaps = [math.dist(a, b) for i, a in enumerate(offsets) for b in offsets[i + 1 :]]
    assert min(gaps) > 30


def test_the_nearest_mark_under_the_pointer_is_hit_and_only_within_reach() -> None:
    xs, ys = np.array([10.0, 20.0, 90.0]), np.array([10.0, 10.0, 90.0])
    assert nearest_within(xs, ys, 17, 10, 20) == 1
    assert nearest_within(xs, ys, 50, 50, 20) is None
    assert nearest_within(xs[:0], ys[:0], 50, 50, 20) is None


@given(st.floats(0.01, 5000))
def test_a_scale_bar_is_round_and_fits(metres_per_pixel: float) -> None:
    bar = scale_bar(metres_per_pixel)
    assert 40 < bar.length_px <= 130.0001
    assert f"{bar.length_m:.0e}"[0] in "125"
    assert bar.length_px * metres_per_pixel == pytest.approx(bar.length_m)


def test_scale_words() -> None:
    assert scale_bar(100).text == "10 km"
    assert scale_bar(5).text == "500 m"


def test_graticule_lines_are_round_and_apart() -> None:
    step = graticule_step_deg(1500.0)
    assert step * 1500 >= 150
    assert graticule_lines_deg(-3.51, -3.09, 1 / 6) == pytest.approx([-3.5, -3 - 1 / 3, -3 - 1 / 6])
    assert graticule_text(-3 - 1 / 6, negative="LS", positive="LU") == "3°10' LS"
    assert graticule_text(114.5041666667, negative="BB", positive="BT") == "114°30'15\" BT"
    assert graticule_step_deg(1.0) == 1.0


def test_marks_refuse_what_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="priority"):
        IncidentMark("a", 0, 0, 0, "P9", "")
    with pytest.raises(ValueError, match="uncertainty"):
        IncidentMark("a", 0, 0, -1, "P1", "")
    with pytest.raises(ValueError, match="agency_shape"):
        UnitMark("a", 0, 0, "", "star", "available")
