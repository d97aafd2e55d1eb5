"""CAP 1.2 is read strictly: what is shown is whole, real, and in words that cannot disguise themselves."""

from __future__ import annotations

import pytest

from batola_desk.domain.weather import MessageKind
from batola_desk.interop.cap.document import read_message
from batola_desk.interop.cap.safe_xml import DOCUMENT_BYTES_MAX, CapFault
from tests.support.cap_documents import HOUR_US, NAMESPACE, SENDER, alert, area, info, reference
from tests.support.desk_double import NOON_US

MINUTE_US = 60_000_000


def refusal(document: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(CapFault) as caught:
        read_message(document)
    return caught.value.code, caught.value.values


def test_a_warning_says_what_when_where_and_who() -> None:
    shapes = "<polygon>-3,114 -3,115 -4,115 -3,114</polygon><circle>-3.1,114.6 7.5</circle>"
    codes = "<geocode><valueName>kode</valueName><value>63.04.01</value></geocode>"
    more = "<headline>Waspada</headline><description>Hujan\n  deras</description>"
    more += "<instruction>Berteduh</instruction>"
    message = read_message(alert(infos=info(severity="Severe", areas=area(shapes + codes), more=more)))
    assert (message.sender, message.identifier, message.kind) == (
        SENDER,
        "2.49.0.1.360.0.1",
        MessageKind.ALERT,
    )
    assert message.sent_us == NOON_US - MINUTE_US
    (part,) = message.infos
    assert (part.event, part.severity, part.urgency) == ("Hujan Lebat disertai Petir", "Severe", "Immediate")
    assert (part.from_us, part.until_us) == (NOON_US, NOON_US + 2 * HOUR_US)
    assert (part.headline, part.description, part.instruction) == ("Waspada", "Hujan deras", "Berteduh")
    assert part.sender_name == "BMKG Kalimantan Selatan"
    (place,) = part.areas
    assert place.polygons == (((-3.0, 114.0), (-3.0, 115.0), (-4.0, 115.0)),)
    assert place.circles == ((-3.1, 114.6, 7_500.0),)
    assert place.geocodes == (("kode", "63.04.01"),)


def test_onset_counts_before_effective_and_sent_where_nothing_is_said() -> None:
    onset = info(more="<onset>2025-08-25T13:30:00+08:00</onset>")
    assert read_message(alert(infos=onset)).infos[0].from_us == NOON_US + 30 * MINUTE_US
    bare = info().replace(info().split("<effective>")[1].split("</effective>")[0], "X")
    bare = bare.replace("<effective>X</effective>", "")
    assert read_message(alert(infos=bare)).infos[0].from_us == NOON_US - MINUTE_US


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        (("en-US", "id-ID"), "id-ID"),
        (("en", "ID"), "ID"),
        (("in", "en"), "in"),
        (("en", "fr"), "en"),
        (("fr", "en"), "fr"),
    ],
)
def test_indonesian_is_read_first(languages: tuple[str, ...], chosen: str) -> None:
    infos = "".join(info(language=word, event=f"Event {word}") for word in languages)
    assert [part.event for part in read_message(alert(infos=infos)).infos] == [f"Event {chosen}"]


def test_all_parts_of_one_language_are_kept() -> None:
    infos = info(event="Hujan") + info(language="en", event="Rain") + info(event="Angin")
    assert [part.event for part in read_message(alert(infos=infos)).infos] == ["Hujan", "Angin"]


@pytest.mark.parametrize("status", ["Exercise", "System", "Test", "Draft"])
def test_what_is_not_actual_is_refused_with_its_word(status: str) -> None:
    assert refusal(alert(status=status)) == ("cap_not_actual", {"status": status})


@pytest.mark.parametrize("kind", ["Ack", "Error", "alert", "Warnung"])
def test_talk_between_machines_is_no_warning(kind: str) -> None:
    assert refusal(alert(kind=kind)) == ("cap_not_a_warning", {"kind": kind})


def test_update_and_cancel_name_what_they_are_about() -> None:
    two = f"{reference('A')} {reference('B')}"
    assert read_message(alert(kind="Update", references=two)).references == ((SENDER, "A"), (SENDER, "B"))
    cancel = read_message(alert(kind="Cancel", references=reference("A"), infos=""))
    assert (cancel.kind, cancel.infos) == (MessageKind.CANCEL, ())
    assert refusal(alert(kind="Cancel", infos="")) == ("cap_incomplete", {"element": "references"})
    assert refusal(alert(kind="Update", references="A,B"))[0] == "cap_value"
    assert refusal(alert(infos="")) == ("cap_incomplete", {"element": "info"})


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "cap_not_xml"),
        (b"Peringatan: hujan", "cap_not_xml"),
        (alert()[:-9], "cap_not_xml"),
        (alert().replace(b"UTF-8", b"KLINGON"), "cap_not_xml"),
        (alert().replace(b"Lebat", b"\xff\xfe"), "cap_not_xml"),
        (b"<html><body/></html>", "cap_not_cap"),
        (alert(namespace="urn:example:else"), "cap_not_cap"),
        (alert().replace(f' xmlns="{NAMESPACE}"'.encode(), b""), "cap_not_cap"),
        (alert(namespace="urn:oasis:names:tc:emergency:cap:1.1"), "cap_version"),
        (alert(namespace="http://www.incident.com/cap/1.0"), "cap_not_cap"),
        (alert() + b" " * DOCUMENT_BYTES_MAX, "cap_too_large"),
    ],
)
def test_what_is_no_whole_cap_1_2_is_refused(document: bytes, code: str) -> None:
    assert refusal(document)[0] == code


def test_entities_and_outside_references_are_never_expanded() -> None:
    head, _, tail = alert().partition(b"<alert")
    laughs = b'<!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/x.dtd">'
    secret = b'<!DOCTYPE alert [<!ENTITY s SYSTEM "file:///etc/passwd">]>'
    for doctype in (laughs, outside, secret):
        whole = head + doctype + b"<alert" + tail.replace(b"Hujan", b"&b;" if doctype is laughs else b"Hujan")
        assert refusal(whole)[0] == "cap_not_xml"


def test_depth_and_number_of_elements_are_limited() -> None:
    deep = b"<p>" * 40 + b"</p>" * 40
    many = b"<p/>" * 30_000
    for inner in (deep, many):
        assert refusal(alert().replace(b"<info>", b"<info>" + inner))[0] == "cap_not_xml"
    shapes = "".join(f"<circle>-3,114 {number}</circle>" for number in range(601))
    assert refusal(alert(infos=info(areas=area(shapes))))[0] == "cap_too_large"
    corners = " ".join(f"-3.{number:04},114.5" for number in range(2001))
    assert refusal(alert(infos=info(areas=area(f"<polygon>{corners}</polygon>"))))[0] == "cap_too_large"


@pytest.mark.parametrize(
    ("found", "put", "element"),
    [
        ("<severity>Moderate</severity>", "<severity>Sedang</severity>", "severity"),
        ("<urgency>Immediate</urgency>", "<urgency>now</urgency>", "urgency"),
        ("<certainty>Observed</certainty>", "<certainty>sure</certainty>", "certainty"),
        ("<sender>bmkg@example.go.id</sender>", "<sender>bmkg pusat</sender>", "sender"),
        ("<identifier>2.49.0.1.360.0.1</identifier>", "<identifier>a,b</identifier>", "identifier"),
    ],
)
def test_a_wrong_value_is_named(found: str, put: str, element: str) -> None:
    code, values = refusal(alert().replace(found.encode(), put.encode()))
    assert (code, values["element"]) == ("cap_value", element)


@pytest.mark.parametrize(
    "time",
    [
        "2025-08-25T13:00:00",
        "2025-08-25 13:00:00+08:00",
        "25 Agustus",
        "2025-13-25T13:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:59Z",
    ],
)
def test_a_time_without_a_zone_or_beyond_all_clocks_is_no_time(time: str) -> None:
    head, _, rest = alert().partition(b"<expires>")
    whole = head + b"<expires>" + time.encode() + b"<" + rest.partition(b"<")[2]
    assert refusal(whole) == ("cap_value", {"element": "expires", "found": time})


@pytest.mark.parametrize(
    "shape",
    [
        "<polygon>-3,114 -3,115 -3,114</polygon>",
        "<polygon>114.5,-3 115,-3 115,-4 114.5,-3</polygon>",
        "<polygon>-3 114 -4 115</polygon>",
        "<polygon>-3,nan -3,115 -4,115 -3,nan</polygon>",
        "<polygon>-3,1_14 -3,115 -4,115 -3,1_14</polygon>",
        "<polygon></polygon>",
        "<circle>-3,114</circle>",
        "<circle>-3,114 -1</circle>",
        "<circle>-3,114 inf</circle>",
        "<circle>-91,114 5</circle>",
    ],
)
def test_a_wrong_shape_refuses_the_document(shape: str) -> None:
    assert refusal(alert(infos=info(areas=area(shape))))[0] == "cap_value"


def test_an_open_outline_is_closed_and_a_missing_end_is_no_fault() -> None:
    opened = area("<polygon>-3,114 -3,115 -4,115</polygon>")
    assert len(read_message(alert(infos=info(areas=opened))).infos[0].areas[0].polygons[0]) == 3
    endless = info().replace("<expires>", "<x>").replace("</expires>", "</x>")
    assert read_message(alert(infos=endless)).infos[0].until_us is None


def test_texts_cannot_dress_up() -> None:
    told = "Hujan \u202egnajrk\u202c\u200b  &lt;b&gt;x&lt;/b&gt;\n" + "a" * 500
    event = read_message(alert(infos=info(event=told))).infos[0].event
    assert event.startswith("Hujan gnajrk <b>x</b> aaa")
    assert event.isprintable()
    assert len(event) == 200


def test_a_foreign_element_of_the_same_name_counts_for_nothing() -> None:
    foreign = b'<x:severity xmlns:x="urn:else">Extreme</x:severity><urgency>'
    message = read_message(alert().replace(b"<urgency>", foreign))
    assert message.infos[0].severity == "Moderate"
