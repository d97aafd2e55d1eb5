"""XML of strangers, handed over piece by piece: no document types, so no entities; depth and number limited.

What half a document is worth is the asker's to say: ``domain.pidf`` keeps the place that was found before the
end was missing, ``interop.cap.safe_xml`` refuses, because half a warning must not look like a warning.
"""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat


class XMLReader(Protocol):
    """Takes what a document holds. What it raises ends the reading and goes on to the asker."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        ...

    def text(self, data: str) -> None:
        """A piece of what stands in it."""
        ...

    def end(self, name: str) -> None:
        """It ends."""
        ...


class UnreadableXMLError(Exception):
    """The document was not read to its end: no XML, not whole, or more than is taken from strangers."""


def feed(
    document: bytes | str, reader: XMLReader, *, depth_max: int, elements_max: int, between: str | None = None
) -> None:
    """Hand a document to its reader.

    Args:
        between: stands between namespace and name of an element; None = names as they are written.

    Raises:
        UnreadableXMLError: what came before was handed over.
    """
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > depth_max or count > elements_max:
            raise UnreadableXMLError("too deep or too many")
        reader.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(name)

    parser = expat.ParserCreate(namespace_separator=between)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:  # ValueError, LookupError: of its encoding
        raise UnreadableXMLError("not XML, or not whole") from fault


def _refuse(*_declared: object) -> None:
    raise UnreadableXMLError("a document type")
