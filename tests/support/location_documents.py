"""Location documents (PIDF-LO) of every kind, after RFC 5491 §5 and RFC 5139, with places of the regency."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.earth_area import AreaShape

_EPSG = "urn:ogc:def:crs:EPSG::4326"
_EPSG_3D = "urn:ogc:def:crs:EPSG::4979"
_METRE = "urn:ogc:def:uom:EPSG::9001"
_DEGREE = "urn:ogc:def:uom:EPSG::9102"


@dataclass(frozen=True)
class Shape:
    """A shape's element, what it is, and about where and how wide."""

    xml: str
    shape: AreaShape
    centre: tuple[float, float]
    radius_m: float


def _size(name: str, value: float, unit: str = _METRE) -> str:
    return f'<gs:{name} uom="{unit}">{value}</gs:{name}>'


_RING = "-3.0 114.6 -3.0 114.62 -3.02 114.62 -3.02 114.6 -3.0 114.6"
_RING_3D = "-3.0 114.6 5 -3.0 114.62 5 -3.02 114.62 5 -3.02 114.6 5 -3.0 114.6 5"
_CORNERS = "".join(
    f"<gml:pos>{pair}</gml:pos>" for pair in ("-3.0 114.6", "-3.0 114.62", "-3.02 114.62", "-3.02 114.6")
)
SHAPES = {
    "point": Shape(
        f'<gml:Point srsName="{_EPSG}"><gml:pos>-2.9841 114.7631</gml:pos></gml:Point>',
        AreaShape.POINT,
        (-2.9841, 114.7631),
        0.0,
    ),
    "circle": Shape(
        f'<gs:Circle srsName="{_EPSG}"><gml:pos>-2.9841 114.7631</gml:pos>'
        f"{_size('radius', 85.5)}</gs:Circle>",
        AreaShape.CIRCLE,
        (-2.9841, 114.7631),
        85.5,
    ),
    "ellipse": Shape(
        f'<gs:Ellipse srsName="{_EPSG}"><gml:pos>-2.9841 114.7631</gml:pos>{_size("semiMajorAxis", 275)}'
        f"{_size('semiMinorAxis', 67)}{_size('orientation', 43.2, _DEGREE)}</gs:Ellipse>",
        AreaShape.ELLIPSE,
        (-2.9841, 114.7631),
        275,
    ),
    "polygon": Shape(
        f'<gml:Polygon srsName="{_EPSG}"><gml:exterior><gml:LinearRing>{_CORNERS}'
        "<gml:pos>-3.0 114.6</gml:pos></gml:LinearRing></gml:exterior></gml:Polygon>",
        AreaShape.POLYGON,
        (-3.01, 114.61),
        1571,
    ),
    "polygon_list": Shape(
        f'<gml:Polygon srsName="{_EPSG}"><gml:exterior><gml:LinearRing><gml:posList>{_RING}</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon>",
        AreaShape.POLYGON,
        (-3.01, 114.61),
        1571,
    ),
    "arc_band": Shape(
        f'<gs:ArcBand srsName="{_EPSG}"><gml:pos>-3.05 114.65</gml:pos>{_size("innerRadius", 3594)}'
        f"{_size('outerRadius', 4148)}{_size('startAngle', 20, _DEGREE)}{_size('openingAngle', 20, _DEGREE)}"
        "</gs:ArcBand>",
        AreaShape.ARC_BAND,
        (-3.02, 114.667),
        784,
    ),
    "sphere": Shape(
        f'<gs:Sphere srsName="{_EPSG_3D}"><gml:pos>-2.9841 114.7631 4.5</gml:pos>'
        f"{_size('radius', 85.5)}</gs:Sphere>",
        AreaShape.CIRCLE,
        (-2.9841, 114.7631),
        85.5,
    ),
    "ellipsoid": Shape(
        f'<gs:Ellipsoid srsName="{_EPSG_3D}"><gml:pos>-2.9841 114.7631 9</gml:pos>'
        f"{_size('semiMajorAxis', 7.5)}{_size('semiMinorAxis', 3.3)}{_size('verticalAxis', 28.7)}"
        f"{_size('orientation', 90, _DEGREE)}</gs:Ellipsoid>",
        AreaShape.ELLIPSE,
        (-2.9841, 114.7631),
        7.5,
    ),
    "prism": Shape(
        f'<gs:Prism srsName="{_EPSG_3D}"><gs:base><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>'
        f"{_RING_3D}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gs:base>"
        f"{_size('height', 2.4)}</gs:Prism>",
        AreaShape.POLYGON,
        (-3.01, 114.61),
        1571,
    ),
}
ADDRESS = (
    "<ca:civicAddress><ca:country>ID</ca:country><ca:A1>Kalimantan Selatan</ca:A1><ca:A2>Barito Kuala</ca:A2>"
    "<ca:A3>Marabahan</ca:A3><ca:RD>Jalan Panglima Wangkang</ca:RD><ca:HNO>12</ca:HNO>"
    "<ca:LMK>seberang masjid</ca:LMK></ca:civicAddress>"
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf"'
    ' xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"'
    ' xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:con="urn:ietf:params:xml:ns:geopriv:conf"'
    ' xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" entity="pres:penelepon@telepon.example">'
)


def document(inner: str, *, method: str = "GPS", timestamp: str = "2026-11-26T12:41:00Z") -> str:
    """A document with this inside its ``location-info``."""
    return f"{_HEAD}{_tuple('a', inner, method, timestamp)}</presence>"


def two_tuples() -> str:
    """What a telephone measured, and a minute later the network's cell."""
    first = _tuple("a", SHAPES["circle"].xml, "GPS", "2026-11-26T12:41:00Z")
    second = _tuple("b", SHAPES["arc_band"].xml, "Cell", "2026-11-26T12:42:00Z")
    return f"{_HEAD}{first}{second}</presence>"


def _tuple(name: str, inner: str, method: str, timestamp: str) -> str:
    return (
        f'<tuple id="{name}"><status><gp:geopriv><gp:location-info>{inner}</gp:location-info><gp:usage-rules>'
        "<gp:retransmission-allowed>no</gp:retransmission-allowed>"
        "<gp:retention-expiry>2026-11-28T00:00:00Z</gp:retention-expiry></gp:usage-rules>"
        f"<gp:method>{method}</gp:method><gp:provided-by><name>Operator Seluler</name></gp:provided-by>"
        f"</gp:geopriv></status><timestamp>{timestamp}</timestamp></tuple>"
    )
