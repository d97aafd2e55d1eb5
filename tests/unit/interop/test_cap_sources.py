"""Feed and folder: asked with patience, within limits, nothing that nobody asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.interop.cap.config import FeedSettings
from batola_desk.interop.cap.fetch import BusyFault, Fetched, Marks, fetch
from batola_desk.interop.cap.index import ENTRIES_MAX, entries_of
from batola_desk.interop.cap.safe_xml import DOCUMENT_BYTES_MAX, CapFault, read_tree
from batola_desk.interop.cap.sources import BACK_OFF_S_MAX, PACE_S, FeedReader, FolderReader, Step
from tests.support.cap_documents import alert, atom, rss
from tests.support.location_server import LocationServer, location_server

LIST = "https://office.example/alerts/id"
MINUTE = 60.0


class Office:
    """Answers like a server; remembers what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | CapFault] = {}
        self.asked: list[tuple[str, Marks]] = []
        self.etag = ""

    def ask(self, address: str, marks: Marks) -> Fetched:
        self.asked.append((address, marks))
        page = self.pages[address]
        if isinstance(page, CapFault):
            raise page
        if marks.etag and marks.etag == self.etag:
            return Fetched(None, marks)
        return Fetched(page, Marks(etag=self.etag) if address == LIST else Marks())

    def names(self) -> list[str]:
        return [address.rpartition("/")[2] for address, _ in self.asked]


@pytest.fixture
def office() -> Office:
    return Office()


def reader_of(office: Office) -> FeedReader:
    return FeedReader(FeedSettings(enabled=True, address=LIST), first="Kalimantan Selatan", ask=office.ask)


def run(reader: FeedReader, now_s: float, until_s: float) -> tuple[list[Step], float]:
    steps = []
    while now_s < until_s:
        steps.append(reader.step(now_s))
        now_s += steps[-1].wait_s
    return steps, now_s


def test_the_own_province_is_fetched_first_and_each_document_once(office: Office) -> None:
    office.pages = {
        LIST: rss(
            ("a.xml", "Hujan di Aceh"), ("b.xml", "Hujan di KALIMANTAN SELATAN"), ("/c.xml", "Hujan di Bali")
        ),
        "https://office.example/alerts/a.xml": alert("A"),
        "https://office.example/alerts/b.xml": alert("B"),
        "https://office.example/c.xml": alert("C"),
    }
    steps, now_s = run(reader := reader_of(office), 0.0, 5 * MINUTE)
    assert office.names() == ["id", "b.xml", "a.xml", "c.xml"]
    assert [m.identifier for step in steps for m in step.messages] == ["B", "A", "C"]
    assert steps[0].has_answered
    assert [step.wait_s for step in steps[:3]] == [PACE_S] * 3
    run(reader, now_s, 25 * MINUTE)
    assert office.names()[4:] == ["id"] * 4


def test_no_more_than_one_request_for_each_pace(office: Office) -> None:
    office.pages = {LIST: rss(*((f"{n}.xml", "x") for n in range(60)))}
    office.pages |= {f"https://office.example/alerts/{n}.xml": alert(f"A{n}") for n in range(60)}
    steps, _ = run(reader_of(office), 0.0, 20 * MINUTE)
    assert len(office.asked) <= 20 * MINUTE / PACE_S + 1
    assert len({m.identifier for step in steps for m in step.messages}) == 60


def test_an_unchanged_list_says_so_and_new_documents_are_seen(office: Office) -> None:
    office.etag = '"one"'
    office.pages = {LIST: rss(("a.xml", "x")), "https://office.example/alerts/a.xml": alert("A")}
    reader = reader_of(office)
    _, now_s = run(reader, 0.0, 5 * MINUTE)
    _, now_s = run(reader, now_s, 10 * MINUTE)
    assert [marks.etag for address, marks in office.asked if address == LIST] == ["", '"one"']
    office.etag = '"two"'
    office.pages[LIST] = rss(("a.xml", "x"), ("b.xml", "y"))
    office.pages["https://office.example/alerts/b.xml"] = alert("B")
    steps, _ = run(reader, now_s, 15 * MINUTE)
    assert [m.identifier for step in steps for m in step.messages] == ["B"]


def test_a_document_that_was_not_got_is_asked_for_again(office: Office) -> None:
    office.etag = '"one"'
    address = "https://office.example/alerts/a.xml"
    office.pages = {LIST: rss(("a.xml", "x")), address: CapFault("weather_late")}
    reader = reader_of(office)
    steps, now_s = run(reader, 0.0, 5 * MINUTE)
    assert [step.fault.code for step in steps if step.fault is not None] == ["weather_late"]
    office.pages[address] = alert("A")
    steps, _ = run(reader, now_s, 10 * MINUTE)
    assert [m.identifier for step in steps for m in step.messages] == ["A"]


def test_a_document_that_cannot_be_read_is_told_once_and_not_fetched_again(office: Office) -> None:
    office.pages = {LIST: rss(("a.xml", "x")), "https://office.example/alerts/a.xml": alert(status="Test")}
    reader = reader_of(office)
    steps, _ = run(reader, 0.0, 30 * MINUTE)
    assert [step.fault.code for step in steps if step.fault is not None] == ["cap_not_actual"]
    assert office.names().count("a.xml") == 1


def test_a_list_that_fails_is_asked_ever_more_seldom(office: Office) -> None:
    office.pages = {LIST: CapFault("weather_unreachable")}
    reader = reader_of(office)
    waits = []
    now_s = 0.0
    for _ in range(8):
        waits.append(reader.step(now_s).wait_s)
        now_s += waits[-1]
    assert waits == [300, 600, 1200, 2400, 3600, 3600, 3600, 3600] == sorted(waits)
    assert waits[-1] == BACK_OFF_S_MAX
    office.pages[LIST] = rss()
    assert reader.step(now_s).wait_s == 300


def test_a_server_that_asks_for_patience_gets_it(office: Office) -> None:
    office.pages = {LIST: BusyFault(429, 900.0)}
    assert reader_of(office).step(0.0).wait_s == 900.0


def test_a_feed_may_be_one_document(office: Office) -> None:
    office.pages = {LIST: alert("A")}
    step = reader_of(office).step(0.0)
    assert step.has_answered
    assert [m.identifier for m in step.messages] == ["A"]


def test_atom_is_read_like_rss_and_cap_links_are_preferred() -> None:
    root = read_tree(atom(("https://office.example/a.xml", "Hujan"), ("b.xml", "Angin")))
    assert [(e.address.rpartition("/")[2], e.words) for e in entries_of(root, LIST)] == [
        ("a.xml", "Hujan"),
        ("b.xml", "Angin"),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "https://else.example/a.xml",
        "http://office.example/a.xml",
        "https://office.example:8443/a.xml",
        "https://me@office.example/a.xml",
        "//else.example/a.xml",
        "file:///etc/passwd",
        "https://[broken/a.xml",
        "https://office.example/a b.xml",
        "",
    ],
)
def test_links_to_others_are_left_alone(link: str) -> None:
    assert entries_of(read_tree(rss((link, "x"))), LIST) == ()


def test_a_list_is_limited_and_something_else_is_no_list() -> None:
    long = rss(*((f"{n}.xml", "x") for n in range(ENTRIES_MAX + 50)))
    assert len(entries_of(read_tree(long), LIST)) == ENTRIES_MAX
    for page in (b"<html/>", b"<rss/>", b'<feed xmlns="urn:else"/>'):
        with pytest.raises(CapFault) as caught:
            entries_of(read_tree(page), LIST)
        assert caught.value.code == "cap_not_a_list"


def test_a_folder_is_read_once_for_each_change(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_bytes(alert("B"))
    (tmp_path / "a.CAP").write_bytes(alert("A"))
    (tmp_path / "notes.txt").write_bytes(alert("N"))
    (tmp_path / "bad.xml").write_text("tidak")
    reader = FolderReader(tmp_path)
    step = reader.step(0.0)
    assert [m.identifier for m in step.messages] == ["A", "B"]
    assert step.fault is not None and step.fault.code == "cap_not_xml"
    again = reader.step(0.0)
    assert (again.messages, again.fault, again.has_answered) == ((), None, True)
    (tmp_path / "b.xml").write_bytes(alert("B-changed"))
    assert [m.identifier for m in reader.step(0.0).messages] == ["B-changed"]


def test_a_folder_may_be_one_file_and_may_be_away(tmp_path: Path) -> None:
    path = tmp_path / "nowcast.xml"
    reader = FolderReader(path)
    step = reader.step(0.0)
    assert not step.has_answered
    assert step.fault is not None and step.fault.code == "weather_folder_unreadable"
    path.write_bytes(alert("A"))
    assert [m.identifier for m in reader.step(0.0).messages] == ["A"]


# ---------------------------------------------------------------- over TLS, on loopback


def get(server: LocationServer, marks: Marks = Marks()) -> Fetched:  # noqa: B008
    return fetch(f"https://{server.host}/alerts/id", authority=server.authority.ca_file, marks=marks)


def failing(server: LocationServer) -> CapFault:
    with pytest.raises(CapFault) as caught:
        get(server)
    return caught.value


def test_a_document_comes_with_its_marks(tmp_path: Path) -> None:
    with location_server(tmp_path) as server:
        server.document = rss()
        server.headers = {"ETag": '"7"', "Last-Modified": "Mon, 25 Aug 2025 05:00:00 GMT"}
        got = get(server)
        assert got.content == rss()
        assert got.marks == Marks('"7"', "Mon, 25 Aug 2025 05:00:00 GMT")
        server.status, server.document = 304, b""
        assert get(server, got.marks) == Fetched(None, got.marks)


def test_who_nobody_vouches_for_is_not_asked(tmp_path: Path) -> None:
    with location_server(tmp_path) as server:
        with pytest.raises(CapFault) as caught:
            fetch(f"https://{server.host}/alerts/id")
        assert caught.value.code == "weather_certificate"
        assert server.requests == []


@pytest.mark.parametrize("status", [301, 302, 404, 500])
def test_no_redirection_is_followed(tmp_path: Path, status: int) -> None:
    with location_server(tmp_path) as server:
        server.status = status
        server.headers = {"Location": f"https://{server.host}/else", "Retry-After": "120"}
        fault = failing(server)
        assert (fault.code, fault.values["status"]) == ("weather_refused", status)
        assert isinstance(fault, BusyFault) and fault.again_s == 120.0
        assert len(server.requests) == 1


def test_an_endless_document_is_left(tmp_path: Path) -> None:
    with location_server(tmp_path) as server:
        server.document = b"x" * (DOCUMENT_BYTES_MAX + 1)
        assert failing(server).code == "cap_too_large"


def test_a_server_that_drips_is_late(tmp_path: Path) -> None:
    """Time passes for the client only: each look at its clock is a second later."""
    seconds = iter(range(10_000))
    with location_server(tmp_path) as server:
        server.document, server.drip_s = b"x" * 200, 0.01
        with pytest.raises(CapFault) as caught:
            fetch(
                f"https://{server.host}/alerts/id",
                authority=server.authority.ca_file,
                now_s=lambda: float(next(seconds)),
            )
        assert caught.value.code == "weather_late"


def test_nobody_there_is_unreachable() -> None:
    for address in ("http://127.0.0.1:9/alerts", "https://" + "a" * 70 + ".example/"):
        with pytest.raises(CapFault) as caught:
            fetch(address)
        assert caught.value.code == "weather_unreachable"
