"""Location documents: every shape, addresses, what stands beside them. Source: RFC 4119, 5139, 5491, 7459."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.earth_area import AreaShape, is_usable
from batola_desk.domain.pidf import LOCATIONS_MAX, PidfLocation, read_locations
from tests.support.location_documents import (
    ADDRESS,
    SHAPES,
    document,
    two_tuples,
)


def only(text: str) -> PidfLocation:
    found = read_locations(text)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", list(SHAPES))
def test_every_shape_of_the_standard_is_read(name: str) -> None:
    area = only(document(SHAPES[name].xml)).area
    assert area is not None
    assert area.shape is SHAPES[name].shape
    latitude, longitude, radius_m = area.enclosing_circle()
    assert (latitude, longitude) == pytest.approx(SHAPES[name].centre, abs=0.02)
    assert radius_m == pytest.approx(SHAPES[name].radius_m, rel=0.03)


def test_an_arc_band_keeps_its_numbers() -> None:
    area = only(document(SHAPES["arc_band"].xml)).area
    assert area is not None
    assert (area.minor_m, area.radius_m, area.bearing_deg, area.opening_deg) == (3594, 4148, 20, 20)


def test_radians_are_turned_into_degrees() -> None:
    xml = SHAPES["ellipse"].xml.replace("EPSG::9102", "EPSG::9101").replace(">43.2<", ">0.5<")
    area = only(document(xml)).area
    assert area is not None
    assert area.bearing_deg == pytest.approx(28.65, abs=0.01)


def test_heights_are_left_out_of_rings_that_say_they_have_them() -> None:
    area = only(document(SHAPES["prism"].xml)).area
    assert area is not None
    assert area.corners[0] == (-3.0, 114.6)
    assert len(area.corners) == 4


def test_a_hole_does_not_become_part_of_the_outline() -> None:
    hole = (
        "<gml:interior><gml:LinearRing><gml:posList>-3.5 114.1 -3.6 114.1 -3.6 114.2 -3.5 114.1"
        "</gml:posList></gml:LinearRing></gml:interior></gml:Polygon>"
    )
    xml = SHAPES["polygon_list"].xml.replace("</gml:Polygon>", hole)
    area = only(document(xml)).area
    assert area is not None
    assert len(area.corners) == 4


def test_address_time_method_provider_rules_and_confidence_come_along() -> None:
    found = only(
        document(
            SHAPES["circle"].xml + ADDRESS + '<con:confidence pdf="normal">67</con:confidence>',
            method="Cell",
            timestamp="2026-11-26T20:41:00+08:00",
        )
    )
    assert dict(found.civic) == {
        "country": "ID",
        "A1": "Kalimantan Selatan",
        "A2": "Barito Kuala",
        "A3": "Marabahan",
        "RD": "Jalan Panglima Wangkang",
        "HNO": "12",
        "LMK": "seberang masjid",
    }
    assert (found.method, found.provider) == ("Cell", "Operator Seluler")
    assert found.timestamp_us == datetime(2026, 11, 26, 12, 41, tzinfo=UTC).timestamp() * 1e6
    assert found.confidence_percent == 67
    assert found.may_be_passed_on is False
    assert found.keep_until_us is not None


def test_an_address_alone_is_a_place_without_an_area() -> None:
    found = only(document(ADDRESS))
    assert found.area is None
    assert ("A3", "Marabahan") in found.civic


def test_several_places_come_in_the_order_of_the_document_each_with_its_own_time() -> None:
    first, second = read_locations(two_tuples())
    assert (first.method, second.method) == ("GPS", "Cell")
    assert first.area is not None
    assert second.area is not None
    assert (first.area.shape, second.area.shape) == (AreaShape.CIRCLE, AreaShape.ARC_BAND)
    assert first.timestamp_us is not None
    assert second.timestamp_us == first.timestamp_us + 60_000_000


def test_a_document_that_is_cut_tells_what_it_told_until_there() -> None:
    whole = two_tuples()
    cut = whole[: whole.index("Cell")]
    assert [place.area is not None for place in read_locations(cut)] == [True, True]


def test_the_line_reads_only_as_far_as_the_first_place() -> None:
    assert len(read_locations(two_tuples(), areas_max=1)) == 1


def test_a_document_of_a_thousand_places_is_limited() -> None:
    many = document(SHAPES["point"].xml * 900)
    assert len(read_locations(many)) == LOCATIONS_MAX


def test_one_address_belongs_to_the_first_area_beside_it() -> None:
    first, second = read_locations(document(ADDRESS + SHAPES["circle"].xml + SHAPES["point"].xml))
    assert first.civic
    assert second.civic == ()


def test_two_objects_of_one_telephone_have_their_own_methods_and_one_time() -> None:
    objects = "".join(
        f"<geopriv><location-info>{SHAPES['circle'].xml}</location-info><method>{method}</method></geopriv>"
        for method in ("GPS", "Wifi")
    )
    names = 'xmlns:gml="a" xmlns:gs="b"'
    found = read_locations(
        f"<p {names}><device>{objects}<timestamp>2026-11-26T12:41:00Z</timestamp></device></p>"
    )
    assert [place.method for place in found] == ["GPS", "Wifi"]
    assert len({place.timestamp_us for place in found}) == 1
    assert found[0].timestamp_us is not None


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE p [<!ENTITY a "9"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE p>",
    ],
)
def test_a_document_type_is_refused_so_that_nothing_is_ever_expanded(head: str) -> None:
    whole = document(SHAPES["point"].xml)
    assert len(read_locations(whole)) == 1
    assert read_locations(head + whole[whole.index("<presence") :]) == []


PIECES = st.sampled_from(
    [
        *(shape.xml for shape in SHAPES.values()),
        ADDRESS,
        "<gp:geopriv>",
        "</gp:geopriv>",
        "<tuple>",
        "</tuple>",
        "<method>GPS</method>",
        "<timestamp>2026-11-26T20:41:00Z</timestamp>",
        "<timestamp>9999-99-99</timestamp>",
        "<gml:pos>1e308 -1e308 nan</gml:pos>",
        "<gs:radius>inf</gs:radius>",
        "</gs:ArcBand>",
        "<provided-by><x>a</x></provided-by>",
        "<!-- -->",
        "\x00",
        "\ud800",
        "é",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_a_document_holds_its_places_are_on_the_earth(inner: str) -> None:
    for text in (inner, document(inner), f"<a>{inner}"):
        for place in read_locations(text):
            assert place.area is None or is_usable(place.area)
            assert place.area is not None or place.civic


@pytest.mark.parametrize(
    "piece",
    [
        SHAPES["circle"].xml,
        "<gml:pos>-3.0 114.6</gml:pos>",
        "1.5 ",
        ADDRESS,
        "<a>",
        "<provided-by>x y</provided-by>",
        "<ca:civicAddress>",
    ],
)
@pytest.mark.parametrize("head", ["<p>", "<p><gml:Polygon><gml:posList>"])
def test_twice_as_long_is_not_four_times_as_slow(piece: str, head: str) -> None:
    def seconds(size: int) -> float:
        text = head + piece * (size // len(piece))
        best = 1e9
        for _ in range(5):  # the time of this thread: other work on the machine does not count
            start = time.thread_time()
            read_locations(text)
            best = min(best, time.thread_time() - start)
        return best

    assert seconds(60_000) < 3 * seconds(30_000) + 0.005
