"""What the map says about its ground: whose data it is, how old, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, QObject, Qt

from batola_desk.ui.map.base_keeper import BaseChoice, BaseState


class BaseWords(QObject):
    """Words for the state of the base, in the operator's language."""

    def note(self, state: BaseState) -> str:
        """The line that always stands on the map."""
        if state.meta is not None:
            return " · ".join(state.meta.attribution) or state.meta.name
        if state.fault == "map_pack_gone":
            return self.tr("Peta skematik – paket peta tidak ada lagi")
        if state.fault == "map_pack_newer":
            return self.tr("Peta skematik – paket peta butuh program lebih baru")
        if state.fault:
            return self.tr("Peta skematik – paket peta rusak")
        if state.choice is BaseChoice.SCHEMATIC:
            return self.tr("Peta skematik (dipilih)")
        return self.tr("Peta skematik – belum ada paket peta")

    def whole(self, state: BaseState) -> str:
        """Everything about the data, for the pointer that rests on the note."""
        if state.meta is None:
            return self.note(state) if state.fault else ""
        lines = [state.meta.name]
        for source in state.meta.sources:
            day = self._day(source.date)
            parts = (source.attribution, source.file, self.tr("data {day}").format(day=day) if day else "")
            lines.append(" · ".join(part for part in parts if part))
        return "\n".join(lines)

    def age(self, state: BaseState) -> str:
        """The line of the legend: how old the data is; "" without a pack."""
        if state.meta is None:
            return ""
        days = [source.date for source in state.meta.sources if source.date]
        return self.tr("Data peta {day}").format(day=self._day(min(days))) if days else ""

    def _day(self, iso: str) -> str:
        day = QDate.fromString(iso[:10], Qt.DateFormat.ISODate)
        return QLocale().toString(day, "d MMM yyyy") if day.isValid() else iso
