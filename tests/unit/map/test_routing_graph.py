"""The graph of roads and waterways: junctions, chains, one-way streets, media kept apart."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.map.routing.builder import GraphBuilder
from batola_desk.map.routing.graph import BOAT, FORWARD, ROAD, GraphDamagedError, RoadGraph, lengths_m

BASE = 2**31


def line(*points: tuple[int, int]) -> np.ndarray:
    return np.array([(BASE + x, BASE + y) for x, y in points], dtype=np.uint32)


def road(builder: GraphBuilder, *points: tuple[int, int], **more: object) -> None:
    options: dict[str, object] = {"road": True, "boat": False, "kind": "road.residential", "feature_id": 1}
    builder.add_line(line(*points), **(options | more))  # type: ignore[arg-type]


def ends(graph: RoadGraph) -> set[frozenset[tuple[int, int]]]:
    def at(node: int) -> tuple[int, int]:
        return int(graph.node_x[node]) - BASE, int(graph.node_y[node]) - BASE

    return {
        frozenset((at(a), at(b)))
        for a, b in zip(graph.edge_from.tolist(), graph.edge_to.tolist(), strict=True)
    }


def test_lines_are_cut_where_they_share_a_point() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (10, 0), (20, 0))
    road(builder, (10, 0), (10, 5), (10, 9))
    graph = builder.graph()
    assert ends(graph) == {
        frozenset({(0, 0), (10, 0)}),
        frozenset({(10, 0), (20, 0)}),
        frozenset({(10, 0), (10, 9)}),
    }
    assert graph.node_count == 4


def test_lines_that_only_cross_on_the_picture_are_not_joined() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (20, 0))
    road(builder, (10, -5), (10, 5))
    assert builder.graph().node_count == 4


def test_a_chain_of_one_kind_is_one_edge_whatever_way_its_parts_were_drawn() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (100_000, 0), feature_id=1)
    road(builder, (400_000, 0), (100_000, 0), feature_id=2)
    road(builder, (400_000, 0), (500_000, 9), feature_id=3)
    graph = builder.graph()
    assert graph.edge_count == 1
    assert ends(graph) == {frozenset({(0, 0), (500_000, 9)})}
    x, y = graph.shape_of(0)
    assert sorted(x.tolist()) in (x.tolist(), x.tolist()[::-1])
    assert float(graph.edge_length_m[0]) == pytest.approx(float(lengths_m(x, y).sum()), rel=1e-6)


def test_an_edge_knows_the_feature_that_its_longest_part_came_from() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (10, 0), feature_id=5)
    road(builder, (10, 0), (20, 1), (30, 0), (40, 1), feature_id=7)
    road(builder, (0, 900), (10, 900), feature_id=9)
    assert sorted(builder.graph().edge_feature.tolist()) == [7, 9]


def test_another_kind_or_direction_ends_a_chain() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (10, 0))
    road(builder, (10, 0), (20, 0), kind="road.track")
    road(builder, (20, 0), (30, 0), kind="road.track", backward=False)
    road(builder, (40, 0), (30, 0), kind="road.track", backward=False)
    assert builder.graph().edge_count == 4


def test_one_way_streets_keep_their_direction_when_merged() -> None:
    builder = GraphBuilder()
    road(builder, (10, 0), (20, 0), backward=False)
    road(builder, (0, 0), (10, 0), backward=False)
    graph = builder.graph()
    assert graph.edge_count == 1
    assert int(graph.node_x[graph.edge_from[0]]) == BASE
    assert graph.edge_flags.tolist() == [ROAD | FORWARD]


def test_road_and_water_never_share_a_node() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (10, 0), (20, 0))
    builder.add_line(
        line((10, -9), (10, 0), (10, 9)), road=False, boat=True, kind="water.canal", feature_id=7
    )
    builder.add_line(line((20, 0), (30, 0)), road=True, boat=True, kind="ferry", feature_id=8)
    graph = builder.graph()
    wet = graph.edge_flags & BOAT != 0
    on_water = set(graph.edge_from[wet].tolist()) | set(graph.edge_to[wet].tolist())
    on_road = set(graph.edge_from[~wet].tolist()) | set(graph.edge_to[~wet].tolist())
    assert on_water.isdisjoint(on_road)
    assert wet.sum() == 2  # the canal is one edge: the road over it is no junction of boats


def test_rings_and_repeated_points_do_no_harm() -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (0, 0), (10, 0), (10, 10), (0, 0))
    road(builder, (5, 5), (5, 5))
    road(builder, (70, 70), (80, 70))
    road(builder, (80, 70), (80, 80))
    road(builder, (80, 80), (70, 70))
    graph = builder.graph()
    assert graph.edge_count == 2
    RoadGraph.from_arrays(graph.to_arrays())


def test_nothing_gives_an_empty_graph_that_still_knows_its_jetties() -> None:
    builder = GraphBuilder()
    builder.add_transfer(5, 6)
    graph = RoadGraph.from_arrays(builder.finish())
    assert graph.edge_count == 0
    assert graph.transfers.tolist() == [[5, 6]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("edge_to", np.array([1, 9_999], np.uint32)),
        ("edge_to", np.array([1, 4], np.uint32)),  # one beyond the last of four
        ("edge_from", np.array([4, 0], np.uint32)),
        ("edge_from", np.array([0], np.uint32)),
        ("edge_kind", np.array([0, 7], np.uint8)),
        ("edge_kind", np.array([0, 1], np.uint8)),
        ("edge_first", np.array([0, 1], np.uint32)),
        ("edge_first", np.array([0, 1, 4], np.uint32)),  # an edge of one point
        ("edge_first", np.array([0, 2, 5], np.uint32)),
        ("edge_first", np.array([1, 2, 4], np.uint32)),
        ("edge_length_m", np.array([1.0, np.nan], np.float32)),
        ("edge_length_m", np.array([1.0, -1.0], np.float32)),
        ("node_x", np.array([1, 1, 1, 1], np.float64)),
        ("node_y", np.array([1], np.uint32)),
        ("shape_y", np.array([1], np.uint32)),
        ("transfers", np.array([1, 2], np.uint32)),
        ("kinds", np.frombuffer(b"no list", np.uint8)),
    ],
)
def test_a_damaged_graph_is_refused(name: str, value: np.ndarray) -> None:
    builder = GraphBuilder()
    road(builder, (0, 0), (10, 0))
    road(builder, (0, 900), (10, 900))
    arrays = builder.finish()
    assert RoadGraph.from_arrays(arrays).edge_first.tolist() == [0, 2, 4]
    with pytest.raises(GraphDamagedError, match="map_graph_damaged"):
        RoadGraph.from_arrays(arrays | {name: value})
    with pytest.raises(GraphDamagedError):
        RoadGraph.from_arrays({key: array for key, array in arrays.items() if key != name})
