"""Steps that lift the body of an older event version to the next one.

Key: (stored kind, version the body has). Value: body → body of version + 1. An event class may only raise its
``VERSION`` together with its step here. No event has changed its meaning yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

UPCASTS: Final[Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]] = MappingProxyType({})
