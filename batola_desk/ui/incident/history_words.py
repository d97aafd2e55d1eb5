"""Facts of a ticket as sentences for the history tab."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.call import PartyRole
from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.timeline import TimelineEntry
from batola_desk.ui import labels
from batola_desk.ui.link_words import channel_word, reason_word, state_word
from batola_desk.ui.mail_error_texts import MAIL_REASONS
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

CONTEXT = "history"

_OWNERS: Mapping[str, str] = {
    "incident.reassigned": QT_TRANSLATE_NOOP(
        "history", "Dilimpahkan ke Meja {to_desk} {to_operator}: {reason}"
    ),
    "incident.reassign_requested": QT_TRANSLATE_NOOP(
        "history", "Diminta dilimpahkan ke Meja {to_desk} {to_operator}: {reason}"
    ),
    "incident.reassign_declined": QT_TRANSLATE_NOOP("history", "Permintaan pelimpahan ditolak: {reason}"),
}
_LINKS: Mapping[str, str] = {
    "call.location_requested": QT_TRANSLATE_NOOP("history", "Tautan lokasi dibuat ({channel_word})"),
    "call.location_request_changed": QT_TRANSLATE_NOOP(
        "history", "Tautan lokasi: {link_state} {link_reason}"
    ),
}
KINDS: Mapping[str, str] = {
    **_OWNERS,
    **_LINKS,
    "incident.opened": QT_TRANSLATE_NOOP("history", "Tiket {ticket_number} dibuka {via}"),
    "incident.field_set": QT_TRANSLATE_NOOP("history", "{field}: {value}"),
    "incident.location_set": QT_TRANSLATE_NOOP("history", "Titik lokasi: {label} ({source})"),
    "incident.location_cleared": QT_TRANSLATE_NOOP("history", "Titik lokasi dihapus"),
    "incident.priority_set": QT_TRANSLATE_NOOP("history", "Prioritas {priority} {reason}"),
    "incident.triage_answered": QT_TRANSLATE_NOOP("history", "Triase: {question} {triage}"),
    "incident.note_added": QT_TRANSLATE_NOOP("history", "Kronologi: {text}"),
    "incident.similar_judged": QT_TRANSLATE_NOOP("history", "{similar} {other_label}"),
    "incident.merged": QT_TRANSLATE_NOOP("history", "Digabung: {child_ticket} ke {parent_ticket}"),
    "incident.unmerged": QT_TRANSLATE_NOOP(
        "history", "Dipisah: {child_ticket} dari {parent_ticket} {reason}"
    ),
    "incident.related": QT_TRANSLATE_NOOP("history", "{relation}: {first_ticket} dan {second_ticket}"),
    "incident.verified": QT_TRANSLATE_NOOP("history", "Diverifikasi {how}"),
    "incident.state_set": QT_TRANSLATE_NOOP("history", "Status: {state} {reason} {reference}"),
    "incident.referral_answered": QT_TRANSLATE_NOOP("history", "Jawaban rujukan: {answer}"),
    "incident.closed": QT_TRANSLATE_NOOP("history", "Ditutup: {disposition}; pelapor: {caller_informed}"),
    "incident.reopened": QT_TRANSLATE_NOOP("history", "Dibuka kembali: {reason}"),
    "agency_task.drafted": QT_TRANSLATE_NOOP("history", "{agency_code}: disposisi disusun"),
    "agency_task.sending": QT_TRANSLATE_NOOP("history", "{agency_code}: {channel} mulai dikirim"),
    "agency_task.sent": QT_TRANSLATE_NOOP("history", "{agency_code}: dikirim lewat {channel} {contact}"),
    "agency_task.unreached": QT_TRANSLATE_NOOP(
        "history", "{agency_code}: lewat {channel} tidak tersambung, {unreached}"
    ),
    "agency_task.delivered": QT_TRANSLATE_NOOP("history", "{agency_code}: pesan sampai"),
    "agency_task.acknowledged": QT_TRANSLATE_NOOP("history", "{agency_code}: diterima oleh {person_name}"),
    "agency_task.name_corrected": QT_TRANSLATE_NOOP(
        "history", "{agency_code}: nama penerima dibetulkan, {person_name}"
    ),
    "agency_task.rejected": QT_TRANSLATE_NOOP("history", "{agency_code}: ditolak, {reason}"),
    "agency_task.escalated": QT_TRANSLATE_NOOP("history", "{agency_code}: eskalasi tingkat {level}"),
    "agency_task.started": QT_TRANSLATE_NOOP("history", "{agency_code}: mulai bekerja"),
    "agency_task.reported": QT_TRANSLATE_NOOP("history", "{agency_code}: laporan akhir, {text}"),
    "agency_task.completed": QT_TRANSLATE_NOOP("history", "{agency_code}: selesai"),
    "agency_task.cancelled": QT_TRANSLATE_NOOP("history", "{agency_code}: dibatalkan, {reason}"),
    "unit.dispatched": QT_TRANSLATE_NOOP("history", "Satuan {unit_id} dikirim"),
    "unit.report_taken_back": QT_TRANSLATE_NOOP(
        "history", "Satuan {unit_id}: laporan tadi keliru, kembali ke {unit_state}"
    ),
    "unit.status": QT_TRANSLATE_NOOP("history", "Satuan {unit_id}: {unit_state} {reason}"),
    "unit.released": QT_TRANSLATE_NOOP("history", "Satuan {unit_id} dilepas {reason}"),
    "conflict.seen": QT_TRANSLATE_NOOP("history", "Konflik sudah dilihat: {note}"),
    "conflict.noted": QT_TRANSLATE_NOOP("history", "Putusan server: {before} → {after}"),
    "map_feature.drawn": QT_TRANSLATE_NOOP("history", "{feature} digambar di peta {name}"),
    "map_feature.changed": QT_TRANSLATE_NOOP("history", "Objek peta diubah {name}"),
    "map_feature.removed": QT_TRANSLATE_NOOP("history", "Objek peta dihapus {reason}"),
    "map_feature.restored": QT_TRANSLATE_NOOP("history", "Objek peta dikembalikan"),
    "call.located": QT_TRANSLATE_NOOP("history", "Posisi penelepon: {source} {reach}"),
    "desk.position_received": QT_TRANSLATE_NOOP("history", "Posisi penelepon: {source} {reach}"),
    "call.text_received": QT_TRANSLATE_NOOP("history", "Penelepon menulis: {text}"),
    "call.text_sent": QT_TRANSLATE_NOOP("history", "Ditulis ke penelepon: {text}"),
    "call.linked": QT_TRANSLATE_NOOP("history", "Panggilan dikaitkan"),
    "call.unlinked": QT_TRANSLATE_NOOP("history", "Kaitan panggilan dilepas: {reason}"),
    "call.party_added": QT_TRANSLATE_NOOP("history", "{party} dihubungi untuk penelepon"),
    "call.conference_started": QT_TRANSLATE_NOOP("history", "Konferensi: semua pihak saling mendengar"),
    "call.transferred": QT_TRANSLATE_NOOP("history", "Diserahkan ke {party}: {result}; alasan: {reason}"),
    "call.supervised": QT_TRANSLATE_NOOP("history", "{mode}: {lead} (meja {desk}) {phase}"),
}  # fmt: skip
_SIMILAR: Mapping[str, str] = {
    "False": QT_TRANSLATE_NOOP("history", "Bukan kejadian yang sama dengan laporan lain"),
    "True": QT_TRANSLATE_NOOP("history", "Mungkin tetap sama dengan laporan lain"),
}
_MOVED_BY: Mapping[str, str] = {  # why a priority moved without a person's own reason
    "triage": QT_TRANSLATE_NOOP("history", "oleh jawaban triase"),
    "undo": QT_TRANSLATE_NOOP("history", "(dikembalikan)"),
}
_RELATIONS: Mapping[str, str] = {
    "True": QT_TRANSLATE_NOOP("history", "Tiket dikaitkan"),
    "False": QT_TRANSLATE_NOOP("history", "Kaitan tiket dilepas"),
}
VERDICTS: Mapping[str, str] = {
    "lost": QT_TRANSLATE_NOOP("history", "kalah cepat dari meja lain"),
    "contested": QT_TRANSLATE_NOOP("history", "bentrok dengan meja lain"),
    "denied": QT_TRANSLATE_NOOP("history", "tidak berwenang"),
    "invalid": QT_TRANSLATE_NOOP("history", "tidak sah"),
    "unknown_kind": QT_TRANSLATE_NOOP("history", "belum dikenal server"),
}
_REPORT_TAKEN_BACK = "unit.report_taken_back"
_NAME_CORRECTED = "agency_task.name_corrected"  # no kind of its own: an acceptance that corrects one
_UNKNOWN = QT_TRANSLATE_NOOP("history", "Catatan dari versi lain: {kind}")


def sentence(
    entry: TimelineEntry,
    catalog: Catalog,
    language: str,
    *,
    task_agencies: Mapping[str, str],
    call_signs: Mapping[str, str],
) -> str:
    """Return one fact in words.

    Args:
        task_agencies: task id → agency code, for facts that name only the task.
        call_signs: unit id → call sign.
    """
    values = dict(entry.values)
    values["kind"] = entry.kind
    for name in ("before", "after"):
        if values.get(name, "") in VERDICTS:
            values[name] = QCoreApplication.translate(CONTEXT, VERDICTS[values[name]])
    agency_code = values.get("agency_code") or task_agencies.get(values.get("task_id", ""), "")
    agency = catalog.agencies.get(agency_code)
    values["agency_code"] = label_of(agency, language) if agency is not None else agency_code
    values["unit_id"] = call_signs.get(values.get("unit_id", ""), values.get("unit_id", ""))
    state = values.get("state", "")
    values["unit_state"] = labels.word(labels.UNIT_STATES, state)
    values["state"] = labels.word(labels.INCIDENT_STATES, state)
    channel = catalog.channels.get(values.get("channel", ""))
    values["channel"] = label_of(channel, language) if channel is not None else values.get("channel", "")
    radius_m = values.get("radius_m", "None")
    values["reach"] = f"±{float(radius_m):.0f} m" if radius_m != "None" else ""
    via = catalog.sources.get(values.get("source", ""))
    values["via"] = f"({label_of(via, language)})" if via is not None else ""
    values["unreached"] = _unreached(values)
    values["source"] = labels.word(labels.SOURCES, values.get("source", ""))
    values["caller_informed"] = labels.word(labels.CALLER_INFORMED, values.get("caller_informed", ""))
    outcome = catalog.dispositions.get(values.get("disposition", ""))
    values["disposition"] = (
        label_of(outcome, language) if outcome is not None else values.get("disposition", "")
    )
    if entry.kind == "incident.priority_set" and values.get("reason", "") in _MOVED_BY:
        values["reason"] = QCoreApplication.translate(CONTEXT, _MOVED_BY[values["reason"]])
    kind = entry.kind
    if kind == "agency_task.acknowledged" and values.get("corrects", "") == "True":
        kind = _NAME_CORRECTED
    elif kind == "unit.status" and values.get("takes_back_us", "None") != "None":
        kind = _REPORT_TAKEN_BACK
    if entry.kind == "incident.triage_answered":
        _triage_words(values, catalog, language)
    if values.get("is_same", "") in _SIMILAR:
        values["similar"] = QCoreApplication.translate(CONTEXT, _SIMILAR[values["is_same"]])
    if entry.kind == "incident.related":
        values["relation"] = QCoreApplication.translate(CONTEXT, _RELATIONS[values.get("is_on", "")])
    _field_words(values, catalog, language)
    values["feature"] = labels.word(labels.FEATURE_KINDS, dict(entry.values).get("kind", ""))
    if entry.kind.startswith("call.location_request"):
        values["link_state"] = state_word(state)
        values["link_reason"] = reason_word(values.get("reason", ""))
        values["channel_word"] = channel_word(dict(entry.values).get("channel", ""))
    elif entry.kind.startswith("call."):
        _party_words(values, catalog, language)
    text = QCoreApplication.translate(CONTEXT, KINDS.get(kind, _UNKNOWN))
    shown = " ".join(text.format_map(_Gaps(values)).split())
    doubt = QCoreApplication.translate(CONTEXT, VERDICTS[entry.verdict]) if entry.verdict in VERDICTS else ""
    return f"▲ {doubt}: {shown}" if doubt else shown


def _field_words(values: dict[str, str], catalog: Catalog, language: str) -> None:
    field, value = values.get("field", ""), values.get("value", "")
    if field == "type_code" and value in catalog.types:
        value = f"{value} {label_of(catalog.types[value], language)}"
    elif field == "access":
        value = labels.word(labels.ACCESS, value)
    values["field"] = labels.word(labels.FIELDS, field)
    values["value"] = value or "–"


def _triage_words(values: dict[str, str], catalog: Catalog, language: str) -> None:
    """The question in the reader's language as far as it is still asked; an answer taken back says so."""
    entry = catalog.triage.get(values.get("set_code", ""))
    asked = values.get("question", "")
    known = next((one for one in entry.questions if one.text == asked), None) if entry is not None else None
    if known is not None and language == "en" and known.text_en:
        values["question"] = known.text_en
    answer = values.get("answer", "")
    if known is None or known.kind == "yes_no" or answer == "?":
        answer = labels.word(labels.TRIAGE_ANSWERS, answer)
    gone = QT_TRANSLATE_NOOP("history", "jawaban dicabut")
    values["triage"] = answer or QCoreApplication.translate(CONTEXT, gone)


def _party_words(values: dict[str, str], catalog: Catalog, language: str) -> None:
    """Who was added, how a transfer went, how a lead took part."""
    code = values.get("code", "")
    agency, desk = catalog.agencies.get(code), catalog.desks.get(code)
    if values.get("role") == PartyRole.DESK and desk is not None:
        values["party"] = label_of(desk, language)
    else:
        values["party"] = label_of(agency, language) if agency is not None else values.get("number", "")
    values["result"] = labels.word(labels.HANDED_OVER, values.get("result", ""))
    values["reason"] = labels.word(labels.HANDED_OVER, values.get("reason", ""))
    values["mode"] = labels.word(labels.SUPERVISION, values.get("mode", ""))
    is_over = values.get("until_us", "None") != "None"
    ended, began = QT_TRANSLATE_NOOP("history", "selesai"), QT_TRANSLATE_NOOP("history", "mulai")
    values["phase"] = QCoreApplication.translate(CONTEXT, ended if is_over else began)


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _unreached(values: Mapping[str, str]) -> str:
    """Why nobody was reached; a mail server's own words stand behind ours."""
    reason, detail = values.get("reason", ""), values.get("detail", "")
    known = MAIL_REASONS if reason in MAIL_REASONS else labels.END_CAUSES
    words = labels.word(known, reason)
    return f"{words}: {detail}" if detail and known is MAIL_REASONS else words
