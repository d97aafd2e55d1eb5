"""What the pointer and Space do on the map while a tool is in the hand, and what is dragged without one."""

from __future__ import annotations

from typing import Protocol

from batola_desk.map.coordinates import LatLon


class MapTool(Protocol):
    """Takes points instead of opening marks; dragging, wheel and arrows still move the map.

    ``MapCanvas.set_tool`` puts it into the hand and takes it out again; what it shows is an overlay.
    """

    def click(self, position: LatLon) -> None:
        """Left button, or Space in the middle of the map."""

    def move(self, position: LatLon) -> None:
        """The pointer (or the middle of the map, while keys lead) is here now."""

    def finish(self) -> None:
        """Double click or Enter."""

    def undo(self) -> None:
        """Backspace: the last point again."""

    def cancel(self) -> None:
        """Esc, or another tool was taken."""


class MapGrip(Protocol):
    """Something on the map that is dragged to another place; dragging anything else moves the map."""

    def holds(self, x_px: float, y_px: float) -> bool:
        """Whether it lies under this point of the window and may be moved."""

    def move(self, position: LatLon) -> None:
        """It follows the pointer."""

    def drop(self, position: LatLon) -> None:
        """It belongs here from now on."""

    def cancel(self) -> None:
        """It goes back to where it was."""
