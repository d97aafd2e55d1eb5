"""XML from strangers as a small tree, whole or refused: half a warning must not look like a warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.hardened_xml import UnreadableXMLError, feed

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


def read_tree(document: bytes) -> Node:
    """The root of a whole document.

    Raises:
        CapFault: ``cap_too_large``, ``cap_not_xml``.
    """
    if len(document) > DOCUMENT_BYTES_MAX:
        raise CapFault("cap_too_large")
    builder = _Builder()
    try:
        feed(document, builder, depth_max=_DEPTH_MAX, elements_max=_ELEMENTS_MAX, between=_BETWEEN)
    except UnreadableXMLError as fault:
        raise CapFault("cap_not_xml") from fault
    assert builder.root is not None, "expat takes no document without a root"
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._path: list[Node] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_BETWEEN)
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
