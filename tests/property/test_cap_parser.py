"""Whatever comes from the office's address or a file: a whole warning, or a refusal with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import example, given, settings
from hypothesis import strategies as st

from batola_desk.domain.weather import CERTAINTIES, SEVERITIES, URGENCIES, MessageKind, WarningMessage
from batola_desk.interop.cap.document import read_message
from batola_desk.interop.cap.index import entries_of
from batola_desk.interop.cap.safe_xml import CapFault, read_tree
from batola_desk.map.warned_places import WarnedPlaces
from tests.support.cap_documents import alert, area, atom, info, reference, rss
from tests.support.shipped import shipped_gazetteer

WHOLE = (
    alert(),
    alert(kind="Cancel", references=reference(), infos=""),
    alert(infos=info(areas=area("<circle>-3.1,114.6 5</circle>")) + info(language="en")),
)
PIECES = (
    b"<", b">", b"</info>", b"<info>", b"<area>", b"&amp;", b"&x;", b"\0", b"\xff", b"]]>", b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"-3.0,114.6 ", b"nan,inf", b"1e999", b"Cancel", b"Test",
    b"2025-02-30T25:00:00Z",
    b"9999-12-31T23:59:59-23:59", b"0001-01-01T00:00:00+23:59", "\u202e".encode(), b" xmlns=''", b"Extreme",
)  # fmt: skip
PLACES = WarnedPlaces(shipped_gazetteer(), regency="Barito Kuala", province="Kalimantan Selatan")

FARTHEST = timezone(timedelta(hours=14))


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A whole document with some places overwritten, cut out or filled in."""
    document = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(document)))
        end = begin + draw(st.integers(0, 40))
        put = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)))
        document = document[:begin] + put + document[end:]
    return document


@settings(max_examples=300, deadline=None)
@given(documents())
@example(b"")
@example(alert().replace(b"2025-", b"0001-"))
@example(alert().replace(b"2025-", b"9999-"))
@example(alert(infos=info(areas=area("<polygon>" + "-3,114 " * 9 + "</polygon>"))))
def test_a_document_is_a_whole_warning_or_a_refusal(document: bytes) -> None:
    try:
        message = read_message(document)
    except CapFault:
        return
    check(message)


def check(message: WarningMessage) -> None:
    assert message.sender and message.identifier
    assert message.infos or (message.kind is MessageKind.CANCEL and message.references)
    for part in message.infos:
        assert part.event
        for at_us in (message.sent_us, part.from_us, part.until_us or 0):
            assert datetime.fromtimestamp(at_us / 1e6, FARTHEST), (
                "every moment can be written, wherever the desk stands"
            )
        assert (part.severity in SEVERITIES, part.urgency in URGENCIES, part.certainty in CERTAINTIES) == (
            True,
        ) * 3
        for text in (part.event, part.headline, part.description, part.instruction, part.sender_name):
            assert "\n" not in text and "\u202e" not in text and "\0" not in text
        for place in PLACES.touched(part.areas):
            assert 0 <= place.desa_inside <= place.desa_count


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from((rss(("a.xml", "x"), ("https://else.example/b.xml", "y")), atom(("a.xml", "x")))),
    st.integers(0, 200),
    st.one_of(st.sampled_from(PIECES), st.binary(max_size=30)),
)
def test_a_list_leads_nowhere_but_to_its_own_host(page: bytes, at: int, put: bytes) -> None:
    try:
        entries = entries_of(read_tree(page[:at] + put + page[at:]), "https://office.example/alerts/id")
    except CapFault:
        return
    assert all(entry.address.startswith("https://office.example/") for entry in entries)
