"""A changed copy of a state with many fields, quickly: every fact about anything makes one.

``dataclasses.replace`` calls ``__init__``, which sets each field of a frozen class through a slow path after
reading each by name: 12–16 µs for a call or an incident. Copying the slots takes 6 µs.
"""

from __future__ import annotations

import functools
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as evolve  # the same to the type checker, field names and all
else:

    def evolve(state: Any, **changes: Any) -> Any:
        """Return a copy of a frozen dataclass with slots and without ``__post_init__``, with some changes."""
        names, values_of = _fields_of(type(state))
        copy = object.__new__(type(state))
        for name, value in zip(names, values_of(state), strict=True):
            object.__setattr__(copy, name, value)
        for name, value in changes.items():
            object.__setattr__(copy, name, value)
        return copy


@functools.cache
def _fields_of(state_class: type[Any]) -> tuple[tuple[str, ...], attrgetter[Any]]:
    names = tuple(field.name for field in fields(state_class))
    return names, attrgetter(*names)


__all__ = ["evolve"]
