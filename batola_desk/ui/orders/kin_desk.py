"""Words for tickets that belong together: ``satukan A0007``, ``kaitkan A0007``, ``pisahkan``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from batola_desk.services.orders.matching import squeeze

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class KinDesk(QObject):
    """Finds the other ticket by its number. Owned by the window."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the bare words do."""
        return {"kin_merge": self._ask_merge, "kin_relate": self._ask_relate, "kin_split": self._split}

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words do with a ticket number."""
        return {"kin_merge": self._merge, "kin_relate": self._relate}

    def _ask_merge(self) -> None:
        self._window.commands.ask_on_line(
            "kin_merge", self.tr("Tulis nomor tiket, lalu Enter. Contoh: satukan A0007")
        )

    def _ask_relate(self) -> None:
        self._window.commands.ask_on_line(
            "kin_relate", self.tr("Tulis nomor tiket, lalu Enter. Contoh: kaitkan A0007")
        )

    def _merge(self, typed: str) -> None:
        other = self._other(typed)
        if other:
            self._window.form.vm.merge_with(other)

    def _relate(self, typed: str) -> None:
        other, vm = self._other(typed), self._window.form.vm
        if other:
            done = self.tr("Tiket dikaitkan. Ctrl+Z melepasnya.")
            self._window.tasks.run(
                self._window.desk.kinship.relate(vm.incident_id, other),
                "relate",
                done=lambda _none: self._window.messages.info(done),
            )

    def _split(self) -> None:
        """The newest call of the ticket tells of another happening."""
        vm = self._window.form.vm
        if vm.view is None:
            self._window.messages.error("no_ticket_open")
            return
        keys = vm.view.incident.call_keys
        wish = self._window.desk.kinship.split(vm.incident_id, keys[-1] if keys else "")
        self._window.tasks.run(wish, "split", done=self._window.open_incident)

    def _other(self, typed: str) -> str:
        """The open ticket that is meant; empty, and said why, when none or several are."""
        if not self._window.form.incident_id:
            self._window.messages.error("no_ticket_open")
            return ""
        key = squeeze(typed)
        rows = self._window.desk.incidents.board()
        found = [row.incident_id for row in rows if key and squeeze(row.ticket_number).endswith(key)]
        if len(found) == 1:
            return found[0]
        self._window.messages.error("kin_unclear", {"typed": typed})
        return ""
