"""A conflict in words: who did what where and when, and what the room made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from batola_desk.domain import phone_number
from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.conflicts import ConflictKind
from batola_desk.domain.map_feature import PRESENCE
from batola_desk.services.conflict_views import ConflictView, SideView
from batola_desk.ui import labels
from batola_desk.ui.incident.history_words import VERDICTS
from batola_desk.ui.map_features.feature_words import feature_value_words
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.queue.queue_words import day_words, local_time

CONTEXT: Final = "conflicts"

KINDS: Final[Mapping[str, str]] = {
    ConflictKind.FIELD: QT_TRANSLATE_NOOP("conflicts", "Isian berbeda"),
    ConflictKind.UNIT: QT_TRANSLATE_NOOP("conflicts", "Satuan ganda"),
    ConflictKind.OPENED_TWICE: QT_TRANSLATE_NOOP("conflicts", "Tiket ganda"),
    ConflictKind.SENT_TWICE: QT_TRANSLATE_NOOP("conflicts", "Surel ganda"),
    ConflictKind.LOST: QT_TRANSLATE_NOOP("conflicts", "Kalah cepat"),
    ConflictKind.CONTESTED: QT_TRANSLATE_NOOP("conflicts", "Diragukan"),
    ConflictKind.DENIED: QT_TRANSLATE_NOOP("conflicts", "Tidak berwenang"),
    ConflictKind.INVALID: QT_TRANSLATE_NOOP("conflicts", "Tidak terbaca"),
    ConflictKind.UNKNOWN_KIND: QT_TRANSLATE_NOOP("conflicts", "Server terlalu lama"),
    ConflictKind.TURNED: QT_TRANSLATE_NOOP("conflicts", "Putusan berubah"),
}
_SENTENCES: Final[Mapping[str, str]] = {
    ConflictKind.FIELD: QT_TRANSLATE_NOOP("conflicts", "{field} tiket {thing} ditulis berbeda oleh {all}"),
    ConflictKind.UNIT: QT_TRANSLATE_NOOP("conflicts", "Satuan {thing} dikirim oleh {all}"),
    ConflictKind.OPENED_TWICE: QT_TRANSLATE_NOOP(
        "conflicts", "Tiket untuk panggilan {thing} dibuka oleh {all}"
    ),
    ConflictKind.SENT_TWICE: QT_TRANSLATE_NOOP(
        "conflicts", "Surel yang sama ke {agency}, tiket {thing}, dikirim oleh {all}"
    ),
    ConflictKind.LOST: QT_TRANSLATE_NOOP("conflicts", "{act} oleh {last} kalah cepat dari {first}"),
    ConflictKind.CONTESTED: QT_TRANSLATE_NOOP("conflicts", "{act} oleh {last} bertentangan dengan {first}"),
    ConflictKind.DENIED: QT_TRANSLATE_NOOP(
        "conflicts", "{act} oleh {last} tidak berlaku: bukan wewenangnya menurut server"
    ),
    ConflictKind.INVALID: QT_TRANSLATE_NOOP(
        "conflicts", "{act} oleh {last} tidak berlaku: server tidak bisa membacanya"
    ),
    ConflictKind.UNKNOWN_KIND: QT_TRANSLATE_NOOP(
        "conflicts", "{act} oleh {last} tidak berlaku: server lebih lama dari meja ini"
    ),
    ConflictKind.TURNED: QT_TRANSLATE_NOOP(
        "conflicts", "Putusan server berubah untuk {act} oleh {last}: {before}, sekarang {after}"
    ),
}
_FEATURE: Final = QT_TRANSLATE_NOOP("conflicts", "{field} objek peta {thing} ditulis berbeda oleh {all}")
_FEATURE_GONE: Final = QT_TRANSLATE_NOOP(
    "conflicts", "Objek peta {thing} dihapus dan diubah bersamaan oleh {all}; tetap berlaku sampai dipilih"
)
_NOBODY: Final[Mapping[str, str]] = {
    ConflictKind.LOST: QT_TRANSLATE_NOOP("conflicts", "{act} oleh {last} kalah cepat dari meja lain"),
    ConflictKind.CONTESTED: QT_TRANSLATE_NOOP(
        "conflicts", "{act} oleh {last} berlaku, tetapi server meminta orang melihatnya"
    ),
}
ACTS: Final[Mapping[str, str]] = {
    "incident.opened": QT_TRANSLATE_NOOP("conflicts", "Pembukaan tiket"),
    "incident.closed": QT_TRANSLATE_NOOP("conflicts", "Penutupan tiket"),
    "incident.reopened": QT_TRANSLATE_NOOP("conflicts", "Pembukaan kembali tiket"),
    "incident.state_set": QT_TRANSLATE_NOOP("conflicts", "Status tiket"),
    "incident.field_set": QT_TRANSLATE_NOOP("conflicts", "Isian tiket"),
    "incident.note_added": QT_TRANSLATE_NOOP("conflicts", "Baris kronologi"),
    "incident.reassigned": QT_TRANSLATE_NOOP("conflicts", "Pengalihan tiket"),
    "call.answered": QT_TRANSLATE_NOOP("conflicts", "Jawaban panggilan"),
    "call.classified": QT_TRANSLATE_NOOP("conflicts", "Klasifikasi panggilan"),
    "call.claimed": QT_TRANSLATE_NOOP("conflicts", "Pengambilan panggilan balik"),
    "call.linked": QT_TRANSLATE_NOOP("conflicts", "Kaitan panggilan"),
    "map_feature.removed": QT_TRANSLATE_NOOP("conflicts", "Penghapusan objek peta"),
    "map_feature.drawn": QT_TRANSLATE_NOOP("conflicts", "Penggambaran objek peta"),
    "unit.dispatched": QT_TRANSLATE_NOOP("conflicts", "Pengiriman satuan"),
}
_OK: Final = QT_TRANSLATE_NOOP("conflicts", "berlaku")
_ANOTHER: Final = QT_TRANSLATE_NOOP("conflicts", "Catatan ({kind})")
_WHO: Final = QT_TRANSLATE_NOOP("conflicts", "Meja {desk} ({person}, {time})")
_AND: Final = QT_TRANSLATE_NOOP("conflicts", "{left} dan {right}")
_SEEN: Final = QT_TRANSLATE_NOOP("conflicts", "Dilihat oleh {person} (Meja {desk}, {time})")


def kind_words(view: ConflictView) -> str:
    """One or two words for the list."""
    return kind_name(view.conflict.kind)


def kind_name(code: str) -> str:
    """The same by the code of the kind; a code nobody knows as it is."""
    return _said(KINDS[code]) if code in KINDS else code


def sentence(view: ConflictView, catalog: Catalog, now_us: int) -> str:
    """Return what happened, as one sentence."""
    kind = view.conflict.kind
    sides = [who(side, catalog, now_us) for side in view.sides]
    text = _NOBODY[kind] if len(sides) == 1 and kind in _NOBODY else _SENTENCES[kind]
    thing = phone_number.display(view.thing) if view.call_key else view.thing
    field = labels.word(labels.FIELDS, view.conflict.detail)
    if view.feature_kind:
        thing = view.thing or labels.word(labels.FEATURE_KINDS, view.feature_kind)
        field = labels.word(labels.FEATURE_FIELDS, view.conflict.detail)
        if kind is ConflictKind.FIELD:
            text = _FEATURE_GONE if view.conflict.detail == PRESENCE else _FEATURE
    before, _, after = view.sides[-1].side.value.partition(">")
    act = ACTS.get(view.conflict.detail, "")
    return _said(
        text,
        all=_joined(sides),
        first=sides[0],
        last=sides[-1],
        thing=thing or "–",
        field=field,
        agency=_agency(view, catalog),
        act=_said(act) if act else _said(_ANOTHER, kind=view.conflict.detail),
        before=_verdict(before),
        after=_verdict(after),
    )


def _agency(view: ConflictView, catalog: Catalog) -> str:
    known = catalog.agencies.get(view.conflict.detail)
    return known.label if known is not None else view.conflict.detail


def who(side: SideView, catalog: Catalog, now_us: int) -> str:
    """Desk, person, time."""
    return _said(_WHO, desk=side.side.desk, person=side.person, time=when(side.side.at_us, catalog, now_us))


def when(at_us: int, catalog: Catalog, now_us: int) -> str:
    """The time, with its day when that is not today."""
    moment = local_time(at_us, catalog)
    time = f"{moment:%H:%M}"
    is_today = moment.date() == local_time(now_us, catalog).date()
    return time if is_today else f"{day_words(at_us, catalog)} {time}"


def value_words(view: ConflictView, side: SideView, catalog: Catalog, language: str) -> str:
    """What this side says: the field's value, or the ticket."""
    value, field = side.side.value, view.conflict.detail
    if view.feature_kind and view.conflict.kind is ConflictKind.FIELD:
        return feature_value_words(field, value, lambda at_us: when(at_us, catalog, 0))
    if view.conflict.kind is ConflictKind.FIELD:
        if field == "type_code" and value in catalog.types:
            return f"{value} {label_of(catalog.types[value], language)}"
        return labels.word(labels.ACCESS, value) if field == "access" else value
    if view.conflict.kind in {ConflictKind.UNIT, ConflictKind.OPENED_TWICE}:
        return " · ".join(part for part in (side.ticket_number, side.place) if part)
    act = ACTS.get(side.side.kind, "")
    return _said(act) if act else side.side.kind


def seen_words(view: ConflictView, catalog: Catalog, now_us: int) -> str:
    """Who looked at it, when, and what he noted; empty while nobody did."""
    conflict = view.conflict
    if conflict.is_open or conflict.seen_us is None:
        return ""
    time = when(conflict.seen_us, catalog, now_us)
    words = _said(_SEEN, person=view.seen_by, desk=conflict.seen_desk, time=time)
    return f"{words}: {conflict.note}" if conflict.note else words


def _verdict(code: str) -> str:
    if code == "ok":
        return _said(_OK)
    return QCoreApplication.translate("history", VERDICTS[code]) if code in VERDICTS else code


def _joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _said(_AND, left=", ".join(parts[:-1]), right=parts[-1])


def _said(text: str, **values: object) -> str:
    return QCoreApplication.translate(CONTEXT, text).format(**values)
