"""CAP documents and feeds as a weather office would write them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.support.desk_double import NOON_US

HOUR_US = 3_600_000_000
SENDER = "bmkg@example.go.id"
NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MARABAHAN = "-2.95,114.70 -2.95,114.85 -3.05,114.85 -3.05,114.70 -2.95,114.70"  # and what is round it
JAVA = "-6.90,107.50 -6.90,107.70 -7.10,107.70 -7.10,107.50 -6.90,107.50"


def stamp(at_us: int) -> str:
    return datetime.fromtimestamp(at_us / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def area(shape: str = f"<polygon>{MARABAHAN}</polygon>", words: str = "Kalimantan Selatan") -> str:
    return f"<area><areaDesc>{words}</areaDesc>{shape}</area>"


def info(
    *,
    language: str = "id",
    event: str = "Hujan Lebat disertai Petir",
    severity: str = "Moderate",
    from_us: int = NOON_US,
    until_us: int = NOON_US + 2 * HOUR_US,
    areas: str | None = None,
    more: str = "",
) -> str:
    return (
        f"<info><language>{language}</language><category>Met</category><event>{event}</event>"
        f"<urgency>Immediate</urgency><severity>{severity}</severity><certainty>Observed</certainty>"
        f"<effective>{stamp(from_us)}</effective><expires>{stamp(until_us)}</expires>"
        f"<senderName>BMKG Kalimantan Selatan</senderName>{more}{area() if areas is None else areas}</info>"
    )


def alert(
    identifier: str = "2.49.0.1.360.0.1",
    *,
    kind: str = "Alert",
    status: str = "Actual",
    sender: str = SENDER,
    sent_us: int = NOON_US - 60_000_000,
    references: str = "",
    infos: str | None = None,
    namespace: str = NAMESPACE,
) -> bytes:
    named = f"<references>{references}</references>" if references else ""
    inner = info() if infos is None else infos
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alert xmlns="{namespace}">'
        f"<identifier>{identifier}</identifier><sender>{sender}</sender><sent>{stamp(sent_us)}</sent>"
        f"<status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>{named}{inner}</alert>"
    ).encode()


def reference(identifier: str = "2.49.0.1.360.0.1", *, sender: str = SENDER) -> str:
    return f"{sender},{identifier},{stamp(NOON_US - 60_000_000)}"


def rss(*items: tuple[str, str]) -> bytes:
    """(address, title) of each."""
    inner = "".join(f"<item><title>{title}</title><link>{link}</link></item>" for link, title in items)
    return f'<rss version="2.0"><channel><title>Peringatan</title>{inner}</channel></rss>'.encode()


def atom(*items: tuple[str, str]) -> bytes:
    inner = "".join(
        f'<entry><title>{title}</title><link rel="alternate" type="text/html" href="/page"/>'
        f'<link type="application/cap+xml" href="{link}"/></entry>'
        for link, title in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{inner}</feed>'.encode()
