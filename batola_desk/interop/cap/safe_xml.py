"""XML from strangers as a small tree: no document types, so no entities; size, depth and number are limited.

Unlike ``domain.pidf``, which takes what it can from half a document, this one refuses what is not whole: half
a warning must not look like a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from batola_desk.domain.errors import EnvironmentFault

DOCUMENT_BYTES_MAX: Final = 2 << 20  # LIMIT: a province with some hundred outlines has about 300 kB
_DEPTH_MAX: Final = 32
_ELEMENTS_MAX: Final = 20_000
_BETWEEN: Final = "\n"  # of namespace and name; cannot stand in either


class CapFault(EnvironmentFault):
    """A document or a source that cannot be used.

    ``code``: cap_not_xml, cap_too_large, cap_not_cap, cap_version (``found``), cap_incomplete (``element``),
    cap_value (``element``, ``found``), cap_not_actual (``status``), cap_not_a_warning (``kind``),
    cap_not_a_list; of a source: weather_unreachable, weather_certificate, weather_late,
    weather_refused (``status``), weather_folder_unreadable.
    """


@dataclass(slots=True)
class Node:
    """One element."""

    namespace: str
    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in it, outside its children."""
        return "".join(self.pieces)

    def all(self, name: str) -> Iterator[Node]:
        """Children of this name in the namespace of this element."""
        return (child for child in self.children if (child.namespace, child.name) == (self.namespace, name))

    def first(self, name: str) -> Node | None:
        """The first of them."""
        return next(self.all(name), None)


class _RefusedError(Exception):
    """Stop reading."""


def read_tree(document: bytes) -> Node:
    """The root of a whole document.

    Raises:
        CapFault: ``cap_too_large``, ``cap_not_xml``.
    """
    if len(document) > DOCUMENT_BYTES_MAX:
        raise CapFault("cap_too_large")
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, ValueError, LookupError, _RefusedError) as fault:
        raise CapFault("cap_not_xml") from fault
    assert builder.root is not None, "expat takes no document without a root"
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._path: list[Node] = []
        self._count = 0

    def refuse(self, *_arguments: object) -> None:
        raise _RefusedError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_BETWEEN)
        self._count += 1
        if len(self._path) >= _DEPTH_MAX or self._count > _ELEMENTS_MAX:
            raise _RefusedError
        node = Node(namespace, local, attributes)
        if self._path:
            self._path[-1].children.append(node)
        else:
            self.root = node
        self._path.append(node)

    def text(self, data: str) -> None:
        self._path[-1].pieces.append(data)

    def end(self, _name: str) -> None:
        self._path.pop()
