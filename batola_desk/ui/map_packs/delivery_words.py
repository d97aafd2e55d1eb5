"""What is said of a map pack in the secretariat: a line for the map, sentences for the sheet."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject

from batola_desk.services.map_pack_views import DeliveryView
from batola_desk.ui import labels
from batola_desk.ui.numbers import decimal

MEGABYTE = 2**20


class DeliveryWords(QObject):
    """Words for a newer pack in the secretariat, in the operator's language."""

    def in_short(self, view: DeliveryView | None) -> str:
        """The line on the map; "" = nothing to say."""
        if view is None:
            return ""
        if view.phase == "offered":
            return self.tr("Ada peta baru di sekretariat")
        if view.phase == "checking":
            return self.tr("Peta baru dari sekretariat: diperiksa")
        if view.phase == "failed":
            return self.tr("Peta baru dari sekretariat: gagal")
        return self.tr("Peta baru dari sekretariat: {percent} %").format(percent=percent(view))

    def whole(self, view: DeliveryView) -> str:
        """What it is, how far it is, why it does not come."""
        what = self.tr("{name}, dibuat {date}, {size} MB, diterbitkan {by}").format(
            name=view.name,
            date=f"{dt.datetime.fromtimestamp(view.created_us / 1e6, dt.UTC):%Y-%m-%d}",
            size=decimal(view.size_bytes / MEGABYTE),
            by=view.published_by,
        )
        return "\n".join((what, *self._state(view)))

    def _state(self, view: DeliveryView) -> tuple[str, ...]:
        done = self.tr("{percent} % sudah di sini ({done} MB); peta yang ada dipakai sampai lengkap.").format(
            percent=percent(view), done=decimal(view.done_bytes / MEGABYTE)
        )
        if view.code:
            words = labels.error_words(view.code, view.values)
            told = tuple(part for part in (words[0], words[2], words[1]) if part)
            return (*told, done) if view.phase == "waiting" else told
        if view.phase == "offered":
            return (self.tr("Belum diambil: meja ini menunggu sampai seseorang memilihnya."),)
        if view.phase == "checking":
            return (self.tr("Lengkap; sedang diperiksa sebelum dipakai."),)
        if view.phase == "waiting":
            return (self.tr("Meja lain sedang mengambilnya; meja ini menyusul sendiri."), done)
        return (done,)


def percent(view: DeliveryView) -> int:
    """Return how much of it is here."""
    return min(100, 100 * view.done_bytes // max(1, view.size_bytes))
