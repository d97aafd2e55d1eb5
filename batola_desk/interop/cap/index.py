"""Reads the list of a feed: RSS 2.0 or Atom, each entry with the address of a CAP document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from batola_desk.interop.cap.document import plain
from batola_desk.interop.cap.safe_xml import CapFault, Node

ATOM: Final = "http://www.w3.org/2005/Atom"
ENTRIES_MAX: Final = 300  # LIMIT: a country with one entry for each province has forty
_ADDRESS_MAX: Final = 500
_CAP_TYPE: Final = "application/cap+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list; ``words``: title and summary, for choosing what to fetch first."""

    address: str
    words: str


def entries_of(root: Node, base: str) -> tuple[Entry, ...]:
    """The entries whose documents lie at the host of the list itself; others are nobody's we asked for.

    Raises:
        CapFault: ``cap_not_a_list``.
    """
    if root.name == "rss" and not root.namespace:
        channel = root.first("channel")
        if channel is None:
            raise CapFault("cap_not_a_list")
        found = [_rss(item) for item in channel.all("item")]
    elif root.name == "feed" and root.namespace == ATOM:
        found = [_atom(entry) for entry in root.all("entry")]
    else:
        raise CapFault("cap_not_a_list")
    entries: dict[str, Entry] = {}
    for address, words in found[:ENTRIES_MAX]:
        whole = _address(base, address)
        if whole:
            entries.setdefault(whole, Entry(whole, words))
    return tuple(entries.values())


def _rss(item: Node) -> tuple[str, str]:
    link = item.first("link")
    return (link.text if link is not None else ""), _words(item, "title", "description")


def _atom(entry: Node) -> tuple[str, str]:
    links = [
        link.attributes
        for link in entry.all("link")
        if link.attributes.get("rel", "alternate") == "alternate"
    ]
    links.sort(key=lambda link: link.get("type") != _CAP_TYPE)
    return (links[0].get("href", "") if links else ""), _words(entry, "title", "summary")


def _words(node: Node, *names: str) -> str:
    return " ".join(plain(child.text, 1_000) for name in names for child in node.all(name))


def _address(base: str, address: str) -> str:
    """The whole address; empty when it leads to another host or is none."""
    text = address.strip()
    if not text or len(text) > _ADDRESS_MAX or not text.isascii() or not text.isprintable() or " " in text:
        return ""
    try:
        whole = urljoin(base, text)
        here, there = urlsplit(base), urlsplit(whole)
        is_same = (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)
    except ValueError:
        return ""
    return whole if is_same and not there.username and not there.fragment else ""
