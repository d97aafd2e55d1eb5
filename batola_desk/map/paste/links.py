"""Positions inside links of map services and ``geo:`` URIs, without asking the internet.

What a service puts into its links is known by their parameters; a marked point goes before the middle of the
view. Short links hold no position: that is said, with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import SplitResult, parse_qsl, unquote, unquote_plus, urlsplit

from batola_desk.map.paste.codes import geohash_position, osm_short_position
from batola_desk.map.paste.reading import Doubt, Reading, Sort, Trouble, is_on_earth

LINK = re.compile(
    r"(?:https?://|geo:|google\.navigation:|comgooglemaps://|waze://|om://|maps://)[^\s<>\"]+"
    r"|(?<![\w@.])(?:www\.|maps\.|goo\.gl/|osm\.org/|openstreetmap\.org/|waze\.com/|w3w\.co/)[^\s<>\"]+",
    re.IGNORECASE,
)
LINK_LETTERS_MAX = 2_000  # LIMIT: longer ones are no link to a place
PAIRS_MAX = 8

_SHORT_HOSTS = ("maps.app.goo.gl", "goo.gl", "g.co", "bit.ly", "s.id", "tinyurl.com", "maps.apple", "g.page")
_WORD_HOSTS = ("what3words.com", "w3w.co")
_KNOWN_HOSTS = (
    "google.com", "google.co.id", "openstreetmap.org", "osm.org", "apple.com", "waze.com", "bing.com",
    "here.com", "osmand.net", "organicmaps.app", "omaps.app", "petalmaps.com", "yandex.com", "whatsapp.com",
    "mapy.com", "mapy.cz", "plus.codes",
)  # fmt: skip
_PIN_NAMES = (
    "q", "query", "ll", "loc", "location", "daddr", "destination", "to", "pin", "coordinate", "coordinates",
    "marker", "markers", "point", "address", "whatshere[point]",
)  # fmt: skip
_VIEW_NAMES = ("center", "centre", "map", "sll", "cp", "cbll", "viewpoint", "c", "at", "saddr", "origin")
_PAIR = re.compile(
    r"([-+]?\d{1,3}(?:\.\d{1,17})?)\s{0,2}(?:,|~|/|\s|;)\s{0,2}([-+]?\d{1,3}(?:\.\d{1,17})?)(?![\d.])"
)
_AT = re.compile(r"@([-+]?\d{1,2}(?:\.\d{1,17})?),([-+]?\d{1,3}(?:\.\d{1,17})?)")
_PLACE_PIN = re.compile(r"!3d([-+]?\d{1,2}(?:\.\d{1,17})?)!4d([-+]?\d{1,3}(?:\.\d{1,17})?)")
_OSM_VIEW = re.compile(r"map=\d{1,2}(?:\.\d+)?/([-+]?\d{1,2}(?:\.\d{1,17})?)/([-+]?\d{1,3}(?:\.\d{1,17})?)")
_GEO = re.compile(
    r"geo:([-+]?\d{1,3}(?:\.\d{1,17})?),([-+]?\d{1,3}(?:\.\d{1,17})?)(?:,[-+]?\d+(?:\.\d+)?)?"
    r"((?:;[^;?#]*)*)(?:\?([^#]*))?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\(([^()]{1,80})\)\s*$")


@dataclass
class LinkFound:
    """What one link holds.

    Attributes:
        texts: words in it that may name a place, or spell a position in degrees or codes; they count when
            there is no marked point.
    """

    readings: list[Reading] = field(default_factory=list)
    trouble: Trouble | None = None
    texts: list[str] = field(default_factory=list)


def read_link(link: str, *, is_carried: bool = False) -> LinkFound:
    """Read one link as it stands in a text.

    Args:
        is_carried: it stood in another link, which somebody shared; what it carries itself is not read.
    """
    link = link[:LINK_LETTERS_MAX].rstrip(".,;:!?]}>*_" if "(" in link else ".,;:!?)]}>*_")
    if link.lower().startswith("geo:"):
        return _read_geo(link)
    try:
        parts = urlsplit(link if "://" in link or ":" in link.partition("/")[0] else f"https://{link}")
    except ValueError:  # brackets that are no address
        return LinkFound(trouble=Trouble.LINK_WITHOUT_POINT)
    host = (parts.netloc.rpartition("@")[2].partition(":")[0]).lower().removeprefix("www.")
    found = LinkFound()
    if any(host == name or host.endswith(f".{name}") for name in _WORD_HOSTS):
        found.trouble = Trouble.THREE_WORDS
        return found
    values = _values_of(parts)
    found.readings = _pins(parts, host, values) or _views(parts, values)
    carried = next((inner for _, value in values if (inner := LINK.search(value))), None)
    if not found.readings and carried is not None and not is_carried:
        return read_link(carried.group(), is_carried=True)
    is_known = parts.scheme not in ("http", "https") or _is_known(host)
    if not is_known:
        found.readings = [_doubted(reading, Doubt.SITE) for reading in found.readings]
    found.texts = _texts(parts, values) if is_known else []
    if not found.readings:
        is_short = any(host == name or host.endswith(f".{name}") for name in _SHORT_HOSTS)
        found.trouble = Trouble.SHORT_LINK if is_short else Trouble.LINK_WITHOUT_POINT
    return found


def _is_known(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _KNOWN_HOSTS) or ".google." in f".{host}"


def _values_of(parts: SplitResult) -> list[tuple[str, str]]:
    """Parameters of the query and of what stands behind the #."""
    opaque = parts.path if not parts.netloc and "=" in parts.path else ""  # google.navigation:q=…
    pairs = [pair for text in (parts.query, parts.fragment, opaque) for pair in parse_qsl(text)]
    return [(name.lower(), value.strip()) for name, value in pairs]


def _pins(parts: SplitResult, host: str, values: list[tuple[str, str]]) -> list[Reading]:
    """Points that somebody marked."""
    named = dict(values)
    path = unquote_plus(parts.path)
    positions: list[tuple[float, float]] = []
    for lat_name, lon_name in (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude")):
        if lat_name in named and lon_name in named:
            positions += _pair_in(f"{named[lat_name]},{named[lon_name]}")
    positions += [(float(lat), float(lon)) for lat, lon in _PLACE_PIN.findall(path)[-1:]]
    if not positions:
        for name, value in values:
            if name in _PIN_NAMES:
                positions += _pair_in(value.removeprefix("ll.").removeprefix("loc:"))
    if not positions and "/@" not in path.partition("/maps/")[2]:
        positions += [pair for part in path.split("/") for pair in _pair_in(part.lstrip("@"), whole=True)]
    if not positions and "/dir/" in path:
        positions += [
            pair for part in path.partition("/@")[0].split("/") for pair in _pair_in(part, whole=True)
        ]
    if not positions:
        code = path.rstrip("/").rpartition("/")[2]
        if host.endswith("waze.com") and code.startswith("h"):
            positions += [position for position in (geohash_position(code[1:]),) if position]
        if "/go/" in path and host in ("osm.org", "openstreetmap.org"):
            positions += [position for position in (osm_short_position(code),) if position]
    return _as_readings(positions, ())


def _views(parts: SplitResult, values: list[tuple[str, str]]) -> list[Reading]:
    """The middle of what somebody looked at: near what was meant, not it."""
    whole = unquote(parts.path + "#" + parts.fragment)
    positions = [
        (float(lat), float(lon)) for found in (_AT, _OSM_VIEW) for lat, lon in found.findall(whole)[:1]
    ]
    for name, value in values:
        if name in _VIEW_NAMES:
            positions += _pair_in(
                value.partition("/")[2] if name == "map" and value.count("/") == 2 else value
            )
    return _as_readings(positions[:1], (Doubt.VIEW,))


def _pair_in(text: str, *, whole: bool = False) -> list[tuple[float, float]]:
    text = text.strip()
    match = _PAIR.match(text) if whole else _PAIR.search(text)
    if match is None or (whole and match.end() != len(text)) or "." not in match[1] + match[2]:
        return []
    return [(float(match[1]), float(match[2]))]


def _as_readings(positions: list[tuple[float, float]], doubts: tuple[Doubt, ...]) -> list[Reading]:
    distinct = list(dict.fromkeys(positions))[:PAIRS_MAX]
    found = []
    for lat, lon in distinct:
        if is_on_earth(lat, lon):
            found.append(Reading(lat, lon, Sort.LINK, doubts=doubts))
        elif is_on_earth(lon, lat):
            found.append(Reading(lon, lat, Sort.LINK, doubts=(*doubts, Doubt.ORDER)))
    return found


def _texts(parts: SplitResult, values: list[tuple[str, str]]) -> list[str]:
    """Names and written positions in a link without a plain pair."""
    named = [value for name, value in values if name in _PIN_NAMES]
    steps = unquote_plus(parts.path).split("/")
    after = {"place", "search", "dir"}
    named += [step for before, step in pairwise(steps) if before in after]
    if parts.netloc.lower().endswith("plus.codes"):
        named += [step for step in steps if "+" in step] or [unquote(parts.path).strip("/")]
    return [text for text in named if text and not text.startswith("@")][:4]


def _read_geo(link: str) -> LinkFound:
    """Source: RFC 5870 §3.3, §3.4; Android's ``?q=`` beside it ("Google Maps Intents")."""
    match = _GEO.match(link)
    if match is None:
        return LinkFound(trouble=Trouble.LINK_WITHOUT_POINT)
    values = {
        name.lower(): value
        for name, _, value in (part.partition("=") for part in match[3].split(";") if part)
    }
    if values.get("crs", "wgs84").lower() != "wgs84":
        return LinkFound(trouble=Trouble.FOREIGN_DATUM)
    uncertainty_m = _plain_number(values.get("u", ""))
    query = dict(parse_qsl(match[4] or ""))
    asked = query.get("q", "")
    label = _LABEL.search(asked)
    pairs = _pair_in(asked) or [(float(match[1]), float(match[2]))]
    if pairs == [(0.0, 0.0)]:  # geo:0,0?q=… asks for a name
        return LinkFound(trouble=Trouble.LINK_WITHOUT_POINT, texts=[asked] if asked else [])
    found = LinkFound()
    for lat, lon in pairs:
        if is_on_earth(lat, lon):
            found.readings.append(
                Reading(lat, lon, Sort.GEO_URI, uncertainty_m, label=label[1] if label else "")
            )
    if not found.readings:
        found.trouble = Trouble.LINK_WITHOUT_POINT
    return found


def _plain_number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", text) else 0.0


def _doubted(reading: Reading, doubt: Doubt) -> Reading:
    return Reading(
        reading.lat, reading.lon, reading.sort, reading.uncertainty_m, (*reading.doubts, doubt), reading.label
    )


def links_in(text: str) -> Iterator[re.Match[str]]:
    """Links in a text, in order."""
    return LINK.finditer(text)
