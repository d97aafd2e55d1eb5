"""What an INVITE says about service, origin and position reaches the leg, however it is wrapped."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.telephony import outside_requests
from batola_desk.telephony.emergency import LOCATIONS_MAX, Diversion, EmergencyInfo, emergency_info
from batola_desk.telephony.leg_types import LegChange, LegState
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.multipart import BODY_PARTS_MAX, body_parts
from batola_desk.telephony.pidf import Position, read_geo_uri, read_position
from batola_desk.telephony.user_agent import UserAgent

PIDF = """<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
  xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"
  entity="pres:caller@example.com"><tuple id="t1"><status><gp:geopriv><gp:location-info>
{shape}
</gp:location-info><gp:usage-rules/><gp:method>GPS</gp:method></gp:geopriv></status></tuple></presence>
"""
POINT = '<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>-3.3186 114.5944</gml:pos></gml:Point>'
CIRCLE = (
    '<gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>-2.9841 114.7631</gml:pos>'
    '<gs:radius uom="urn:ogc:def:uom:EPSG::9001">85.5</gs:radius></gs:Circle>'
)
BOUNDARY = "batas"


def pidf(shape: str = POINT) -> bytes:
    return PIDF.format(shape=shape).encode()


def part(content_type: str, content: bytes, **headers: str) -> bytes:
    lines = [f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def mixed(*parts: bytes, boundary: str = BOUNDARY, newline: bytes = b"\r\n") -> bytes:
    pieces = [b"--" + boundary.encode() + newline + content.replace(b"\r\n", newline) for content in parts]
    return newline.join([*pieces, b"--" + boundary.encode() + b"--" + newline])


def invite_with(
    body: bytes = b"",
    *headers: tuple[str, str],
    content_type: str = f"multipart/mixed;boundary={BOUNDARY}",
    uri: str = "urn:service:sos",
) -> SIPRequest:
    invite = SIPRequest("INVITE", uri)
    invite.add("To", "<urn:service:sos>")
    for name, value in headers:
        invite.add(name, value)
    if body:
        invite.add("Content-Type", content_type)
        invite.body = body
    return invite


LOCATION = part("application/pidf+xml", pidf())


def positions(info: EmergencyInfo) -> list[Position | None]:
    return [document.position for document in info.locations]


@pytest.mark.parametrize(
    ("uri", "to", "history", "service"),
    [
        ("urn:service:sos", "<urn:service:sos>", "", "urn:service:sos"),
        ("URN:Service:SOS.Fire", "<sip:112@x>", "", "urn:service:sos.fire"),
        ("sip:112@psap", "<urn:service:sos.ambulance>;tag=a", "", "urn:service:sos.ambulance"),
        ("sip:112@psap", "<sip:112@x>", "<urn:service:sos.police>;index=1, <sip:112@psap>;index=1.1",
         "urn:service:sos.police"),
        ("sip:112@psap", "<sip:112@x>", "", ""),
        ("urn:service:counseling", "<sip:112@x>", "", ""),
    ],
)  # fmt: skip
def test_the_service_is_found_where_proxies_leave_it(uri: str, to: str, history: str, service: str) -> None:
    invite = SIPRequest("INVITE", uri)
    invite.add("To", to)
    if history:
        invite.add("History-Info", history)
    assert emergency_info(invite).service == service


def test_asserted_identities_history_and_call_info_are_kept_in_order() -> None:
    info = emergency_info(
        invite_with(
            b"",
            ("P-Asserted-Identity", '"Budi" <sip:+62811000@pbx;user=phone>, <tel:+62-811-000>'),
            ("P-Asserted-Identity", "<sip:0812@pbx>"),
            ("History-Info", "<sip:110@polres?Reason=SIP%3Bcause%3D486>;index=1"),
            ("History-Info", "<sip:0511999@damkar?Reason=Q.850%3Bcause%3D19>;index=1.1,<sip:112@x>;index=2"),
            ("Call-Info", "<cid:p@x>;purpose=EmergencyCallData.ProviderInfo, <https://x/card>;purpose=card"),
            ("Priority", "Emergency"),
            ("Resource-Priority", "esnet.1, wps.0"),
            ("Geolocation-Routing", "yes"),
            uri="sip:112@desk",
        )
    )  # fmt: skip
    assert info.asserted == ("+62811000", "0812")
    assert info.diversions == (Diversion("110", "486"), Diversion("0511999", "19"))
    assert info.diverted_from == "110"
    assert [(item.uri, item.purpose) for item in info.call_info] == [
        ("cid:p@x", "EmergencyCallData.ProviderInfo"),
        ("https://x/card", "card"),
    ]
    assert (info.priority, info.resource_priority, info.routing_allowed) == (
        "emergency",
        ("esnet.1", "wps.0"),
        True,
    )


def test_the_last_entry_of_the_history_is_where_the_call_is_now() -> None:
    history = ("History-Info", "<sip:110@polres>;index=1, <sip:112@pbx>;index=1.1")
    assert emergency_info(invite_with(b"", history, uri="sip:meja1@10.0.0.1")).diversions == (
        Diversion("110"),
    )


def test_data_about_the_caller_is_kept_with_its_purpose() -> None:
    kind = "application/EmergencyCallData.SubscriberInfo+xml"
    body = mixed(part(kind, b"<subscriber/>", Content_ID="<who@x>"), part("application/sdp", sdp()))
    purpose = "EmergencyCallData.SubscriberInfo"
    info = emergency_info(invite_with(body, ("Call-Info", f"<cid:who@x>;purpose={purpose}, <cid:gone@x>")))
    first, second = info.call_info
    assert (first.purpose, first.content_type, first.content) == (purpose, kind.lower(), b"<subscriber/>")
    assert (second.uri, second.content) == ("cid:gone@x", b"")


def test_diversion_headers_count_from_the_last() -> None:
    info = emergency_info(
        invite_with(
            b"",
            ("Diversion", '"Pos" <sip:0511222@pbx>;reason=no-answer;counter=1'),
            ("Diversion", "<tel:+62-511-111>;reason=unconditional"),
            uri="sip:112@desk",
        )
    )
    assert info.diversions == (Diversion("+62511111", "unconditional"), Diversion("0511222", "no-answer"))


def test_a_mere_retarget_to_ourselves_is_no_diversion() -> None:
    history = ("History-Info", "<sip:112@pbx>;index=1, <sip:112@10.0.0.1>;index=1.1")
    assert emergency_info(invite_with(b"", history, uri="sip:112@10.0.0.1")).diversions == ()


@pytest.mark.parametrize("order", ["sdp first", "pidf first"])
@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_a_position_by_value_is_read_beside_the_description(order: str, newline: bytes) -> None:
    location = part("application/pidf+xml", pidf(CIRCLE), Content_ID="<budi@telepon.example>")
    description = part("application/sdp", sdp())
    parts = (description, location) if order == "sdp first" else (location, description)
    invite = invite_with(mixed(*parts, newline=newline), ("Geolocation", "<cid:budi@telepon.example>"))
    info = emergency_info(invite)
    assert positions(info) == [Position(-2.9841, 114.7631, 85.5)]
    assert info.locations[0].uri == "cid:budi@telepon.example"
    assert info.locations[0].content_type == "application/pidf+xml"
    assert info.locations[0].content.replace(b"\r\n", b"\n") == pidf(CIRCLE).replace(b"\r\n", b"\n")
    description_read = invite.body_of_type("application/sdp")
    assert description_read is not None
    assert b"m=audio" in description_read


def test_several_documents_keep_the_order_of_the_header() -> None:
    body = mixed(
        part("application/pidf+xml", pidf(POINT), Content_ID="<first@x>"),
        part("application/pidf+xml", pidf(CIRCLE), Content_ID="<second@x>"),
        part("application/pidf+xml", pidf("<nothing/>")),
    )
    info = emergency_info(
        invite_with(
            body,
            ("Geolocation", "<cid:second%40x>, <https://lis.example/dereference/9>"),
            ("Geolocation", "<cid:first@x>, <cid:lost@x>"),
        )
    )
    assert [document.uri for document in info.locations] == [
        "cid:second%40x",
        "https://lis.example/dereference/9",
        "cid:first@x",
        "cid:lost@x",
        "",
    ]
    assert positions(info)[0] == Position(-2.9841, 114.7631, 85.5)
    assert positions(info)[2] == Position(-3.3186, 114.5944)
    assert positions(info)[1] is positions(info)[3] is positions(info)[4] is None


def test_a_single_body_that_is_the_position_is_read() -> None:
    invite = invite_with(
        pidf(),
        ("Geolocation", "<cid:only@x>"),
        ("Content-ID", "<only@x>"),
        content_type="application/pidf+xml",
    )
    assert positions(emergency_info(invite)) == [Position(-3.3186, 114.5944)]


def test_nested_multipart_and_base64_are_unwrapped() -> None:
    encoded = base64.encodebytes(pidf(CIRCLE))
    inner = mixed(
        part("application/pidf+xml", encoded, Content_ID="<in@x>", Content_Transfer_Encoding="base64"),
        part("text/plain", b"lampiran"),
        boundary=BOUNDARY + "-1",  # begins like the outer one
    )
    body = mixed(part(f'multipart/related; boundary="{BOUNDARY}-1"', inner), part("application/sdp", sdp()))
    invite = invite_with(body, ("Geolocation", "<cid:in@x>"))
    assert positions(emergency_info(invite)) == [Position(-2.9841, 114.7631, 85.5)]
    assert invite.body_of_type("application/sdp") == sdp()
    kinds = [part.content_type for part in invite.parts()]
    assert kinds == ["application/pidf+xml", "text/plain", "application/sdp"]


def test_nesting_without_end_is_cut() -> None:
    body = part("application/pidf+xml", pidf())
    for level in range(300):
        body = part(f"multipart/mixed;boundary=b{level}", mixed(body, boundary=f"b{level}"))
    content = body.partition(b"\r\n\r\n")[2]
    assert body_parts("multipart/mixed;boundary=b299", content) == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/mixed", mixed(LOCATION)),  # the header lost its boundary
        (f"multipart/mixed;boundary='{BOUNDARY}'", mixed(LOCATION)),  # bent it: quotes that are none
        (f'multipart/mixed;boundary="{BOUNDARY} "', mixed(LOCATION)),
        (f"multipart/mixed;boundary=--{BOUNDARY}", mixed(LOCATION)),
        (f"multipart/mixed;boundary={BOUNDARY.swapcase()}", mixed(LOCATION)),
        (f"multipart/mixed;boundary={BOUNDARY}", mixed(LOCATION)[:-12]),  # cut
        (f"multipart/mixed;boundary={BOUNDARY}", b"preamble\r\n" + mixed(LOCATION)),
        (f'multipart/mixed ; BOUNDARY = "{BOUNDARY}"', mixed(LOCATION.replace(b"pidf+xml", b"PIDF+XML;a=b"))),
    ],
)  # fmt: skip
def test_a_sloppily_built_body_is_understood(content_type: str, body: bytes) -> None:
    info = emergency_info(invite_with(body, content_type=content_type))
    assert positions(info) == [Position(-3.3186, 114.5944)]


def test_the_largest_document_allowed_is_kept_whole() -> None:
    padding = b"<!--" + b"x" * (65_536 - len(pidf()) - 7) + b"-->"
    document = pidf() + padding
    info = emergency_info(invite_with(mixed(part("application/pidf+xml", document))))
    assert info.locations[0].content == document
    assert len(document) == 65_536
    assert info.locations[0].position is not None


def test_documents_and_parts_are_limited() -> None:
    body = mixed(*[part("application/pidf+xml", pidf())] * (LOCATIONS_MAX + 5))
    assert len(emergency_info(invite_with(body)).locations) == LOCATIONS_MAX
    many = mixed(*[part("text/plain", b"x")] * 500)
    assert len(body_parts(f"multipart/mixed;boundary={BOUNDARY}", many)) == BODY_PARTS_MAX


@pytest.mark.parametrize(
    ("shape", "position"),
    [
        (POINT, Position(-3.3186, 114.5944)),
        (CIRCLE, Position(-2.9841, 114.7631, 85.5)),
        ("<Point><pos>114.6 -3.2</pos></Point>", Position(-3.2, 114.6)),  # changed over
        ("<gml:Point><gml:pos>-3.2,114.6 12</gml:pos></gml:Point>", Position(-3.2, 114.6)),
        ("<gs:Sphere><gml:pos>-3.2 114.6 5</gml:pos><gs:radius>7</gs:radius></gs:Sphere>",
         Position(-3.2, 114.6, 7.0)),
        ('<gs:Ellipse><gml:pos>-3.2 114.6</gml:pos><gs:semiMajorAxis uom="urn:ogc:def:uom:EPSG::9036">0.5'
         "</gs:semiMajorAxis><gs:semiMinorAxis>9</gs:semiMinorAxis></gs:Ellipse>",
         Position(-3.2, 114.6, 500.0)),
        ("<gml:Point><gml:pos>91 181</gml:pos></gml:Point>", None),
        ("<gml:Point><gml:pos>nan inf</gml:pos></gml:Point>", None),
        ("<gml:Point><gml:pos>-3.2</gml:pos></gml:Point>", None),
        ("<gs:Circle><gml:pos>-3.2 114.6</gml:pos><gs:radius>-5</gs:radius></gs:Circle>",
         Position(-3.2, 114.6)),
        ("<ca:civicAddress><ca:country>ID</ca:country></ca:civicAddress>", None),
    ],
)  # fmt: skip
def test_shapes(shape: str, position: Position | None) -> None:
    assert read_position(PIDF.format(shape=shape).encode()) == position


def test_a_polygon_becomes_the_circle_around_it() -> None:
    ring = "-3.0 114.0 -3.0 114.2 -3.2 114.2 -3.2 114.0 -3.0 114.0"
    shape = f"<Polygon><exterior><LinearRing><posList>{ring}</posList></LinearRing></exterior></Polygon>"
    found = read_position(PIDF.format(shape=shape).encode())
    assert found is not None
    assert found.latitude == pytest.approx(-3.1)
    assert found.longitude == pytest.approx(114.1)
    assert found.radius_m == pytest.approx(15_720, rel=0.01)  # half the diagonal of 22.2 x 22.2 km


@pytest.mark.parametrize(
    "document",
    [
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaa">]><Point><pos>-3 114</pos></Point>',
        b'<!DOCTYPE p [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;</p>',
        b'<!DOCTYPE p SYSTEM "file:///etc/passwd"><Point><pos>-3 114</pos></Point>',
        b'<?xml version="1.0" encoding="no-such-code"?><Point><pos>-3 114</pos></Point>',
        b"<a>" * 100 + b"<Point><pos>-3 114</pos></Point>",
        b"<p>" + b"<a/>" * 5000 + b"<Point><pos>-3 114</pos></Point></p>",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_bombs_and_rubbish_give_no_position(document: bytes) -> None:
    assert read_position(document) is None


def test_a_document_cut_after_its_shape_still_tells_the_place() -> None:
    document = pidf(CIRCLE)
    assert read_position(document[: document.index(b"</gp:location-info>")]) is not None


def test_a_geo_uri_in_the_header_is_a_position() -> None:
    assert read_geo_uri("geo:-3.2,114.6;crs=wgs84;u=50") == Position(-3.2, 114.6, 50.0)
    assert read_geo_uri("https://x") is None
    info = emergency_info(invite_with(b"", ("Geolocation", "<geo:-3.2,114.6>")))
    assert positions(info) == [Position(-3.2, 114.6)]


@given(st.binary(max_size=3000))
@settings(max_examples=300, deadline=None)
def test_any_body_is_survived(body: bytes) -> None:
    for content_type in (f"multipart/mixed;boundary={BOUNDARY}", "multipart/mixed", "application/pidf+xml"):
        emergency_info(invite_with(body, ("Geolocation", "<cid:a>"), content_type=content_type))
    emergency_info(invite_with(mixed(body, part("application/pidf+xml", body))))


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_header_is_survived(first: str, second: str) -> None:
    names = ("P-Asserted-Identity", "History-Info", "Diversion", "Call-Info", "Geolocation", "Content-ID")
    emergency_info(invite_with(b"", *[(name, value) for name in names for value in (first, second)]))


@pytest.mark.parametrize(
    "attack",
    [
        b"\r\n--batas" + b" " * 50_000,
        b"\r\n--batas" * 8_000,
        b"--batas\r\n" + b"a:b\r\n" * 10_000,
        (b"--batas\r\nContent-Type: multipart/mixed;boundary=batas\r\n\r\n") * 900,
        b"--batas\r\nContent-Type: application/pidf+xml\r\n\r\n" + b"<a " + b"b='c' " * 9_000,
        b"--batas\r\nContent-Type: application/pidf+xml\r\n\r\n<Point><pos>" + b"1 " * 30_000,
    ],
)
def test_twice_as_long_is_not_four_times_as_slow(attack: bytes) -> None:
    def seconds(body: bytes) -> float:
        best = 1e9
        for _ in range(5):  # the time of this thread: other work on the machine does not count
            start = time.thread_time()
            emergency_info(invite_with(body))
            best = min(best, time.thread_time() - start)
        return best

    half, whole = seconds(attack[: len(attack) // 2]), seconds(attack)
    assert whole < max(3.2 * half, 0.03)


def test_a_call_with_everything_rings_and_says_it_all(world: World) -> None:
    recorder = Recorder()
    world.agent("10.0.0.1", recorder)
    peer = world.peer()
    invite = peer.invite(b"", headers=(("Geolocation", "<cid:a@x>"), ("P-Asserted-Identity", "<tel:112233>")))
    invite.uri = "urn:service:sos.fire"
    invite.add("Content-Type", f"multipart/mixed;boundary={BOUNDARY}")
    invite.body = mixed(
        part("application/pidf+xml", pidf(CIRCLE), Content_ID="<a@x>"), part("application/sdp", sdp())
    )
    peer.send(invite)
    world.advance(0.1)
    leg = recorder.incoming[0]
    assert leg.remote_number == "112233"
    assert leg.emergency.service == "urn:service:sos.fire"
    assert positions(leg.emergency) == [Position(-2.9841, 114.7631, 85.5)]
    leg.answer()
    world.advance(0.1)
    assert leg.state is LegState.TALKING
    assert b"m=audio" in peer.last("200/INVITE").body


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ((("Remote-Party-ID", '"A" <sip:0813@pbx>;party=calling;privacy=full'),), "0813"),
        ((("Remote-Party-ID", "<sip:112@pbx>;party=called"),), "0811"),
        ((("P-Asserted-Identity", "<sip:0814@pbx>"), ("Privacy", "id;critical")), "0814"),
        ((("P-Asserted-Identity", "<sip:0814@pbx>"), ("Remote-Party-ID", "<sip:0813@pbx>")), "0814"),
    ],
)
def test_the_caller_is_who_the_network_says(
    headers: tuple[tuple[str, str], ...], number: str, world: World, recorder: Recorder
) -> None:
    agent: UserAgent = world.agent("10.0.0.1", recorder)
    peer: Peer = world.peer()
    peer.send(peer.invite(headers=headers))
    world.advance(0.1)
    assert recorder.incoming[0].remote_number == number
    assert len(agent.legs) == 1


@pytest.mark.parametrize("method", ["UPDATE", "INFO", "MESSAGE", "INVITE"])
def test_a_position_sent_later_is_the_first_from_then_on(
    method: str, world: World, recorder: Recorder
) -> None:
    world.agent("10.0.0.1", recorder)
    peer = world.peer()
    peer.send(peer.invite(headers=(("Geolocation", "<https://lis/1>"),)))
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    tag = peer.last("200/INVITE").to_address.tag
    peer.send(peer.request("ACK", to_tag=tag))
    world.advance(0.1)
    request = peer.request(method, cseq=2, to_tag=tag, headers=(("Geolocation", "<cid:now@x>"),))
    request.add("Content-Type", f"multipart/mixed;boundary={BOUNDARY}")
    request.body = mixed(
        part("application/pidf+xml", pidf(CIRCLE), Content_ID="<now@x>"), part("application/sdp", sdp())
    )
    peer.send(request)
    world.advance(0.1)
    assert peer.names[-1] == f"200/{method}"
    assert [document.uri for document in leg.emergency.locations] == ["cid:now@x", "https://lis/1"]
    assert ("talking", LegChange.LOCATION) in recorder.changes


@pytest.mark.expects_log
def test_a_fault_in_reading_extras_does_not_stop_the_ringing(
    world: World, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(invite: SIPRequest) -> EmergencyInfo:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(outside_requests, "emergency_info", broken)
    world.agent("10.0.0.1", recorder)
    peer = world.peer()
    peer.send(peer.invite())
    world.advance(0.1)
    assert peer.names == ["180/INVITE"]
    assert recorder.incoming[0].emergency == EmergencyInfo()
