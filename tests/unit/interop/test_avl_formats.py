"""What Traccar, OwnTracks, GPX and NMEA write is read as it is meant; everything else ends in a clear no."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.avl.files import read_track
from batola_desk.interop.avl.formats import read_forward, read_osmand, read_owntracks
from batola_desk.interop.avl.report import BadReportError, Report, time_us
from batola_desk.interop.http_request import Request

TEN = 1_763_200_000  # 2025-11-15T09:46:40Z


def asked(body: Any = None, media_type: str = "application/json", **query: str) -> Request:
    raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(
        method="POST",
        path="/",
        query=query,
        headers={"content-type": media_type, "x-limit-d": "hp"},
        body=raw,
    )


def test_osmand_in_the_address() -> None:
    report = read_osmand(
        asked(
            id="d1", lat="-3.1", lon="114.6", timestamp=str(TEN), speed="10", bearing="450", accuracy="12.5"
        )
    )
    assert (report.devices, report.latitude, report.longitude) == (("d1",), -3.1, 114.6)
    assert report.at_us == TEN * 1_000_000
    assert report.speed_mps == pytest.approx(5.1444, abs=1e-3)  # knots
    assert report.heading_deg is None  # 450 is no heading; the place counts all the same
    assert (report.accuracy_m, report.source) == (12.5, "traccar")


@pytest.mark.parametrize(
    "at",
    [str(TEN), str(TEN * 1000), "2025-11-15T09:46:40Z", "2025-11-15T17:46:40+08:00", "2025-11-15T09:46:40"],
)
def test_times_in_every_notation(at: str) -> None:
    report = read_osmand(asked(id="d", lat="1", lon="2", timestamp=at))
    assert report.at_us == TEN * 1_000_000


@pytest.mark.parametrize("at", ["", None])
def test_without_a_time_there_is_none(at: str | None) -> None:
    query = {"id": "d", "lat": "1", "lon": "2"} | ({} if at is None else {"timestamp": at})
    assert read_osmand(asked(**query)).at_us is None


def test_osmand_as_a_form_and_with_a_location() -> None:
    form = asked(
        b"deviceid=d2&location=-3.2%2C114.7&heading=90&speed=20", "application/x-www-form-urlencoded"
    )
    report = read_osmand(form)
    assert (report.devices, report.latitude, report.longitude) == (("d2",), -3.2, 114.7)
    assert report.heading_deg == 90


def test_the_json_of_newer_traccar_clients() -> None:
    body = {
        "location": {
            "timestamp": "2025-11-15T09:46:40.000Z",
            "coords": {"latitude": -3.1, "longitude": 114.6, "accuracy": 5, "speed": 10.0, "heading": 0},
            "battery": {"level": 0.5},
        },
        "device_id": "77",
    }
    report = read_osmand(asked(body))
    assert (report.devices, report.speed_mps, report.heading_deg) == (("77",), 10.0, 0.0)  # metres a second
    body["location"]["coords"] |= {"speed": -1, "heading": -1}  # type: ignore[index]
    report = read_osmand(asked(body))
    assert (report.speed_mps, report.heading_deg) == (None, None)


def test_what_a_traccar_server_forwards() -> None:
    body = {
        "position": {"latitude": -3.1, "longitude": 114.6, "fixTime": "2025-11-15T09:46:40.000+00:00"}
        | {"speed": 10, "course": 270, "accuracy": 0, "valid": True},
        "device": {"uniqueId": "8612", "name": "Damkar 1"},
    }
    report = read_forward(asked(body))
    assert (report.devices, report.at_us) == (("8612", "Damkar 1"), TEN * 1_000_000)
    assert (round(report.speed_mps or 0, 2), report.heading_deg, report.accuracy_m) == (5.14, 270, None)
    body["position"]["valid"] = False
    with pytest.raises(BadReportError, match="not valid"):
        read_forward(asked(body))


def test_owntracks() -> None:
    body = {
        "_type": "location",
        "tid": "D1",
        "tst": TEN,
        "lat": -3.1,
        "lon": 114.6,
        "acc": 9,
        "vel": 36,
        "cog": 5,
    }
    request = asked(body)
    report = read_owntracks(request)
    assert report is not None
    assert (report.devices, report.speed_mps, report.heading_deg) == (("D1",), 10.0, 5)  # km/h
    named = Request(method="POST", path="/", headers=request.headers, body=request.body, user="damkar")
    assert read_owntracks(named).devices == ("damkar/hp", "damkar", "D1")  # type: ignore[union-attr]
    for kind in ("lwt", "waypoint", "transition", None):
        assert read_owntracks(asked({"_type": kind})) is None
    with pytest.raises(BadReportError, match="encryption of OwnTracks off"):
        read_owntracks(asked({"_type": "encrypted", "data": "x"}))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"id": "d"},
        {"id": "", "lat": "1", "lon": "2"},
        {"id": "d" * 65, "lat": "1", "lon": "2"},
        {"id": "d\x07", "lat": "1", "lon": "2"},
        {"id": "d", "lat": "91", "lon": "2"},
        {"id": "d", "lat": "1", "lon": "-181"},
        {"id": "d", "lat": "nan", "lon": "2"},
        {"id": "d", "lat": "1e999", "lon": "2"},
        {"id": "d", "lat": "1_0", "lon": "2"},
        {"id": "d", "lat": "0", "lon": "0"},
        {"id": "d", "lat": "1", "lon": "2", "timestamp": "yesterday"},
        {"id": "d", "lat": "1", "lon": "2", "timestamp": "12"},
        {"id": "d", "lat": "1", "lon": "2", "timestamp": "9" * 30},
    ],
)
def test_no_position(query: dict[str, str]) -> None:
    with pytest.raises(BadReportError):
        read_osmand(asked(**query))


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"1", b"\xff", b'{"location": 1}', b"[" * 40, b"[]" * 2000, b'{"a":NaN}'],
)
def test_broken_json(body: bytes) -> None:
    for read in (read_forward, read_owntracks):
        try:
            assert read(asked(body)) is None  # OwnTracks: a message of another kind
        except BadReportError:
            continue


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    [
        *("_type", "tid", "tst", "lat", "lon", "acc", "vel", "cog", "location", "coords", "latitude"),
        *("device_id", "timestamp", "speed", "heading", "position", "device", "uniqueId", "fixTime"),
        *("valid", "longitude"),
    ]
)
_BODIES = st.dictionaries(_NAMES, _VALUES | st.dictionaries(_NAMES, _VALUES, max_size=6), max_size=8)


@given(body=_BODIES, kind=st.sampled_from(["location", "encrypted", "x"]))
def test_whatever_json_comes_is_a_report_or_a_refusal(body: dict[str, Any], kind: str) -> None:
    for read in (read_osmand, read_forward, read_owntracks):
        try:
            report = read(asked({"_type": kind, **body}))
        except BadReportError:
            continue
        if report is not None:
            _check(report)


@given(
    fields=st.dictionaries(st.sampled_from(["id", "lat", "lon", "timestamp", "speed", "bearing"]), st.text())
)
def test_whatever_query_comes_is_a_report_or_a_refusal(fields: dict[str, str]) -> None:
    try:
        _check(read_osmand(asked(**fields)))
    except BadReportError:
        return


@given(body=st.binary(max_size=200), media_type=st.sampled_from(["application/json", "text/plain", ""]))
def test_whatever_bytes_come_are_a_report_or_a_refusal(body: bytes, media_type: str) -> None:
    for read in (read_osmand, read_forward, read_owntracks):
        try:
            read(asked(body, media_type))
        except BadReportError:
            continue


def _check(report: Report) -> None:
    assert -90 <= report.latitude <= 90
    assert -180 <= report.longitude <= 180
    assert report.heading_deg is None or 0 <= report.heading_deg < 360
    assert report.speed_mps is None or 0 <= report.speed_mps < 200


# -------------------------------------------------------------------- files

GPX = """<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="-3.1" lon="114.6"><time>2025-11-15T09:46:40Z</time></trkpt>
<trkpt lat="-3.2" lon="114.7"><time>2025-11-15T09:47:40Z</time></trkpt></trkseg></trk></gpx>"""


def nmea(words: str) -> str:
    total = 0
    for sign in words:
        total ^= ord(sign)
    return f"${words}*{total:02X}"


RMC = nmea("GPRMC,094640,A,0306.000,S,11436.000,E,10.0,090.0,151125,,")
GGA = nmea("GPGGA,094645,0306.100,S,11436.100,E,1,08,1.0,5,M,0,M,,")
VTG = nmea("GPVTG,045.0,T,,M,20.0,N,37.0,K")


def track(folder: Path, text: str | bytes) -> list[Report]:
    path = folder / "track"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_track(path, "d").points)


def test_a_gpx_file(tmp_path: Path) -> None:
    points = track(tmp_path, GPX)
    assert [(p.latitude, p.longitude) for p in points] == [(-3.1, 114.6), (-3.2, 114.7)]
    assert points[1].at_us == (TEN + 60) * 1_000_000


def test_an_nmea_file_between_garbage(tmp_path: Path) -> None:
    bad = RMC[:-2] + ("00" if not RMC.endswith("00") else "01")
    void = nmea("GPRMC,094641,V,,,,,,,151125,,")
    text = "\r\n".join(
        [
            "\x00\x01rubbish",
            GGA,
            RMC,
            bad,
            "!AIVDM,1",
            void,
            RMC[:-3].replace("094640", "094650"),
            "x" * 5000,
            f"log: {GGA}",
            VTG,
            "$",
        ]
    )
    points = track(tmp_path, text.encode("latin-1"))
    assert [round(p.latitude, 4) for p in points] == [-3.1, -3.1017]
    assert [p.at_us for p in points] == [TEN * 1_000_000, (TEN + 5) * 1_000_000]
    assert points[0].speed_mps == pytest.approx(5.144, abs=1e-2)
    assert (points[0].heading_deg, points[1].heading_deg) == (90, 45)  # the second from VTG


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "track_empty"),
        ("hello", "track_empty"),
        ("<gpx>", "track_unreadable"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + GPX.partition("?>")[2], "track_unreadable"),
        ("<html></html>", "track_empty"),
        ('<gpx version="1.1"></gpx>', "track_empty"),
    ],
)
def test_a_file_without_a_way(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        track(tmp_path, text)
    assert fault.value.code == code


def test_entities_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        track(tmp_path, '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + GPX.partition("?>")[2])
    assert fault.value.values["detail"] == "DOCTYPE"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        read_track(tmp_path / "none.gpx", "d")
    assert fault.value.code == "track_unreadable"


@given(
    pieces=st.lists(
        st.sampled_from([RMC, GGA, VTG, "$", ",", "*", "\n", "A"]) | st.text(max_size=6), max_size=12
    )
)
def test_whatever_nmea_comes_ends(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    _ends(tmp_path_factory.getbasetemp() / "fuzz.nmea", "\n".join(pieces))


@given(cut=st.integers(0, len(GPX)), text=st.text(max_size=10))
def test_whatever_gpx_comes_ends(tmp_path_factory: pytest.TempPathFactory, cut: int, text: str) -> None:
    _ends(tmp_path_factory.getbasetemp() / "fuzz.gpx", GPX[:cut] + text + GPX[cut:])


def _ends(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        for report in read_track(path, "d").points:
            _check(report)
    except EnvironmentFault as fault:
        code = fault.code
    else:
        code = ""
    assert code in {"", "track_empty", "track_unreadable"}


def test_a_time_is_of_this_century() -> None:
    for at in (0, -1, 1e20, "1969-01-01", True, [], {}):
        with pytest.raises(BadReportError):
            time_us(at)
