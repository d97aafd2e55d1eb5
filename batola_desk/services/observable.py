"""The one way services tell the screen that something changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger("batola.services")

Payload = TypeVar("Payload")


class Observable(Generic[Payload]):
    """A list of listeners called in order on the screen's loop.

    One listener's fault never keeps the others from hearing. Thread: the desk's event loop only.
    """

    def __init__(self) -> None:
        self._listeners: list[Callable[[Payload], None]] = []

    def subscribe(self, listener: Callable[[Payload], None]) -> Callable[[], None]:
        """Add a listener; the returned function removes it again."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, payload: Payload) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            try:
                listener(payload)
            except Exception:
                log.exception("a listener broke")
