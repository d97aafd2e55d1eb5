"""What the panes of this room need from the shell."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from batola_desk.domain.errors import OperatorError


class TaskRunner(Protocol):
    """Runs wishes of the operator; refusals become words in the message bar."""

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> object:
        """Start it and keep it alive; an ``OperatorError`` is shown, nothing is raised here."""

    def tell(self, error: OperatorError) -> None:
        """Show a refusal that came at once."""
