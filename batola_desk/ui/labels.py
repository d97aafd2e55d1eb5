"""Words for every code the screen may show. Source language Indonesian; one context for the translators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from batola_desk.ui.error_texts import ERROR_TEXTS, FALLBACK
from batola_desk.ui.line_error_texts import CALL_REFUSALS
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.system_words import in_own_words

CONTEXT = "labels"


def translated(text: str) -> str:
    """Return a source text in the language of the screen."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""


CALL_STATES: Mapping[str, str] = {
    "dialling": QT_TRANSLATE_NOOP("labels", "Memanggil"),
    "ringing": QT_TRANSLATE_NOOP("labels", "Berdering"),
    "overflowing": QT_TRANSLATE_NOOP("labels", "Meluap"),
    "abandoned": QT_TRANSLATE_NOOP("labels", "Terputus di antrean"),
    "answered_elsewhere": QT_TRANSLATE_NOOP("labels", "Dijawab meja lain"),
    "talking": QT_TRANSLATE_NOOP("labels", "Bicara"),
    "silent_check": QT_TRANSLATE_NOOP("labels", "Periksa senyap"),
    "on_hold": QT_TRANSLATE_NOOP("labels", "Ditahan"),
    "consulting": QT_TRANSLATE_NOOP("labels", "Konsultasi"),
    "conference": QT_TRANSLATE_NOOP("labels", "Konferensi"),
    "transferred": QT_TRANSLATE_NOOP("labels", "Dialihkan"),
    "dropped": QT_TRANSLATE_NOOP("labels", "Terputus saat bicara"),
    "wrap_up": QT_TRANSLATE_NOOP("labels", "Catatan"),
    "classified": QT_TRANSLATE_NOOP("labels", "Terklasifikasi"),
    "failed": QT_TRANSLATE_NOOP("labels", "Gagal tersambung"),
}
INCIDENT_STATES: Mapping[str, str] = {
    "draft": QT_TRANSLATE_NOOP("labels", "Draf"),
    "verified": QT_TRANSLATE_NOOP("labels", "Terverifikasi"),
    "forwarded": QT_TRANSLATE_NOOP("labels", "Diteruskan"),
    "acknowledged": QT_TRANSLATE_NOOP("labels", "Diterima"),
    "en_route": QT_TRANSLATE_NOOP("labels", "Menuju"),
    "on_scene": QT_TRANSLATE_NOOP("labels", "Di lokasi"),
    "under_control": QT_TRANSLATE_NOOP("labels", "Terkendali"),
    "field_done": QT_TRANSLATE_NOOP("labels", "Selesai lapangan"),
    "suspended": QT_TRANSLATE_NOOP("labels", "Ditunda"),
    "referred": QT_TRANSLATE_NOOP("labels", "Dirujuk"),
    "merged": QT_TRANSLATE_NOOP("labels", "Digabung"),
    "cancelled": QT_TRANSLATE_NOOP("labels", "Dibatalkan"),
    "moved_region": QT_TRANSLATE_NOOP("labels", "Dialihkan wilayah"),
    "false_report": QT_TRANSLATE_NOOP("labels", "Laporan palsu"),
    "closed": QT_TRANSLATE_NOOP("labels", "Ditutup"),
    "reopened": QT_TRANSLATE_NOOP("labels", "Dibuka kembali"),
}
TASK_STATES: Mapping[str, str] = {
    "drafted": QT_TRANSLATE_NOOP("labels", "Disusun"),
    "sent": QT_TRANSLATE_NOOP("labels", "Dikirim"),
    "delivered": QT_TRANSLATE_NOOP("labels", "Sampai"),
    "acknowledged": QT_TRANSLATE_NOOP("labels", "Diterima"),
    "working": QT_TRANSLATE_NOOP("labels", "Bekerja"),
    "reported": QT_TRANSLATE_NOOP("labels", "Laporan akhir"),
    "completed": QT_TRANSLATE_NOOP("labels", "Selesai"),
    "rejected": QT_TRANSLATE_NOOP("labels", "Ditolak"),
    "escalated_1": QT_TRANSLATE_NOOP("labels", "Eskalasi 1: ulangi dan telepon"),
    "escalated_2": QT_TRANSLATE_NOOP("labels", "Eskalasi 2: kontak lain"),
    "escalated_3": QT_TRANSLATE_NOOP("labels", "Eskalasi 3: ketua regu dan pimpinan"),
    "cancelled": QT_TRANSLATE_NOOP("labels", "Dibatalkan"),
}
TASK_ACTIONS: Mapping[str, str] = {
    "deliver": QT_TRANSLATE_NOOP("labels", "Sampai"),
    "acknowledge": QT_TRANSLATE_NOOP("labels", "Diterima oleh…"),
    "reject": QT_TRANSLATE_NOOP("labels", "Ditolak…"),
    "escalate": QT_TRANSLATE_NOOP("labels", "Eskalasi"),
    "start": QT_TRANSLATE_NOOP("labels", "Mulai bekerja"),
    "report": QT_TRANSLATE_NOOP("labels", "Laporan akhir…"),
    "complete": QT_TRANSLATE_NOOP("labels", "Selesai"),
    "cancel": QT_TRANSLATE_NOOP("labels", "Batalkan…"),
    "correct_name": QT_TRANSLATE_NOOP("labels", "Betulkan nama…"),
}
UNIT_STATES: Mapping[str, str] = {
    "available": QT_TRANSLATE_NOOP("labels", "Siap"),
    "assigned": QT_TRANSLATE_NOOP("labels", "Dialokasikan"),
    "en_route": QT_TRANSLATE_NOOP("labels", "Menuju"),
    "on_scene": QT_TRANSLATE_NOOP("labels", "Tiba"),
    "transporting": QT_TRANSLATE_NOOP("labels", "Transport"),
    "at_facility": QT_TRANSLATE_NOOP("labels", "Di faskes"),
    "returning": QT_TRANSLATE_NOOP("labels", "Kembali"),
    "staged": QT_TRANSLATE_NOOP("labels", "Siaga"),
    "out_of_service": QT_TRANSLATE_NOOP("labels", "Tidak siap"),
    "emergency": QT_TRANSLATE_NOOP("labels", "DARURAT"),
}
FEATURE_KINDS: Mapping[str, str] = {
    "landmark": QT_TRANSLATE_NOOP("labels", "Patokan"),
    "jetty": QT_TRANSLATE_NOOP("labels", "Dermaga"),
    "pump": QT_TRANSLATE_NOOP("labels", "Titik pompa"),
    "post": QT_TRANSLATE_NOOP("labels", "Pos"),
    "closed_road": QT_TRANSLATE_NOOP("labels", "Jalan ditutup"),
    "danger_area": QT_TRANSLATE_NOOP("labels", "Zona bahaya"),
}
FEATURE_FIELDS: Mapping[str, str] = {
    "geometry": QT_TRANSLATE_NOOP("labels", "Letak"),
    "name": QT_TRANSLATE_NOOP("labels", "Nama"),
    "variants": QT_TRANSLATE_NOOP("labels", "Sebutan lain"),
    "note": QT_TRANSLATE_NOOP("labels", "Catatan"),
    "valid_until_us": QT_TRANSLATE_NOOP("labels", "Masa berlaku"),
    "tide": QT_TRANSLATE_NOOP("labels", "Batas pasang"),
    "incident_id": QT_TRANSLATE_NOOP("labels", "Tiket"),
    "stays_after_us": QT_TRANSLATE_NOOP("labels", "Tetap sesudah tiket selesai"),
    "presence": QT_TRANSLATE_NOOP("labels", "Keberadaan"),
}
OPERATOR_STATES: Mapping[str, str] = {
    "offline": QT_TRANSLATE_NOOP("labels", "Luring"),
    "available": QT_TRANSLATE_NOOP("labels", "Siap"),
    "ringing": QT_TRANSLATE_NOOP("labels", "Berdering"),
    "talking": QT_TRANSLATE_NOOP("labels", "Bicara"),
    "wrap_up": QT_TRANSLATE_NOOP("labels", "Catatan"),
    "paused": QT_TRANSLATE_NOOP("labels", "Jeda"),
    "training": QT_TRANSLATE_NOOP("labels", "Pelatihan"),
    "listening": QT_TRANSLATE_NOOP("labels", "Mendampingi"),
}
DESK_MODES: Mapping[str, str] = {
    "standalone": QT_TRANSLATE_NOOP("labels", "Meja tunggal"),
    "synced": QT_TRANSLATE_NOOP("labels", "Sinkron"),
    "delayed": QT_TRANSLATE_NOOP("labels", "Tertunda"),
    "offline": QT_TRANSLATE_NOOP("labels", "Luring"),
    "catching_up": QT_TRANSLATE_NOOP("labels", "Menyusul"),
}
END_CAUSES: Mapping[str, str] = {
    "caller_hung_up": QT_TRANSLATE_NOOP("labels", "ditutup penelepon"),
    "operator_hung_up": QT_TRANSLATE_NOOP("labels", "ditutup petugas"),
    "cancelled": QT_TRANSLATE_NOOP("labels", "penelepon batal"),
    "answered_elsewhere": QT_TRANSLATE_NOOP("labels", "dijawab meja lain"),
    "rejected": QT_TRANSLATE_NOOP("labels", "ditolak"),
    "busy": QT_TRANSLATE_NOOP("labels", "sibuk"),
    "no_answer": QT_TRANSLATE_NOOP("labels", "tidak dijawab"),
    "failed": QT_TRANSLATE_NOOP("labels", "gagal tersambung"),
    "lost": QT_TRANSLATE_NOOP("labels", "sambungan hilang"),
    "engine_lost": QT_TRANSLATE_NOOP("labels", "saluran meja ini terhenti"),
    "unusable_offer": QT_TRANSLATE_NOOP("labels", "tanpa kodek yang cocok"),
    "transferred": QT_TRANSLATE_NOOP("labels", "dialihkan"),
    "replaced": QT_TRANSLATE_NOOP("labels", "diteruskan ke sambungan lain"),
}
SUPERVISION: Mapping[str, str] = {
    "listen": QT_TRANSLATE_NOOP("labels", "Ketua regu mendengarkan"),
    "whisper": QT_TRANSLATE_NOOP("labels", "Ketua regu berbisik kepada Anda"),
    "barge": QT_TRANSLATE_NOOP("labels", "Ketua regu ikut bicara"),
}
HANDED_OVER: Mapping[str, str] = {
    "handed_to_agency": QT_TRANSLATE_NOOP("labels", "diserahkan kepada instansi"),
    "handed_to_desk": QT_TRANSLATE_NOOP("labels", "diserahkan kepada meja lain"),
    "bridged": QT_TRANSLATE_NOOP("labels", "tersambung lewat meja ini"),
    "completed": QT_TRANSLATE_NOOP("labels", "selesai"),
    "refused": QT_TRANSLATE_NOOP("labels", "ditolak sentral"),
    "asked": QT_TRANSLATE_NOOP("labels", "sedang diserahkan"),
}
LINE_MODES: Mapping[str, str] = {
    "direct": QT_TRANSLATE_NOOP("labels", "Saluran siap (langsung)"),
    "registered": QT_TRANSLATE_NOOP("labels", "Saluran siap"),
    "registering": QT_TRANSLATE_NOOP("labels", "Mendaftar …"),
    "failed": QT_TRANSLATE_NOOP("labels", "Saluran gagal"),
    "engine_lost": QT_TRANSLATE_NOOP("labels", "Saluran dihidupkan ulang"),
    "starting": QT_TRANSLATE_NOOP("labels", "Saluran dinyalakan"),
}
ACCOUNT_MODES: Mapping[str, str] = {
    "direct": QT_TRANSLATE_NOOP("labels", "tanpa pendaftaran"),
    "registered": QT_TRANSLATE_NOOP("labels", "terdaftar"),
    "registering": QT_TRANSLATE_NOOP("labels", "sedang mendaftar"),
    "failed": QT_TRANSLATE_NOOP("labels", "GAGAL"),
}
JOURNAL_STATES: Mapping[str, str] = {
    "ok": QT_TRANSLATE_NOOP("labels", "Tersimpan"),
    "retrying": QT_TRANSLATE_NOOP("labels", "Disk menolak, dicoba lagi"),
    "read_only": QT_TRANSLATE_NOOP("labels", "HANYA BACA"),
    "failed": QT_TRANSLATE_NOOP("labels", "Tidak bisa menyimpan"),
}
AUDIO_PROBLEMS: Mapping[str, str] = {
    "portaudio_missing": QT_TRANSLATE_NOOP("labels", "pustaka suara (PortAudio) tidak ada"),
    "no_output": QT_TRANSLATE_NOOP("labels", "tidak ada perangkat suara"),
    "no_input": QT_TRANSLATE_NOOP("labels", "tidak ada mikrofon"),
    "headset_missing": QT_TRANSLATE_NOOP("labels", "headset yang dipilih tidak ada"),
    "microphone_missing": QT_TRANSLATE_NOOP("labels", "mikrofon yang dipilih tidak ada"),
    "loudspeaker_missing": QT_TRANSLATE_NOOP("labels", "pengeras suara tidak ada"),
    "second_headset_missing": QT_TRANSLATE_NOOP("labels", "headset kedua tidak ada"),
    "open_failed": QT_TRANSLATE_NOOP("labels", "perangkat suara tidak bisa dibuka"),
    "device_lost": QT_TRANSLATE_NOOP("labels", "perangkat suara baru saja hilang"),
    "audio_stuck": QT_TRANSLATE_NOOP("labels", "penggerak suara macet"),
    "not_used": QT_TRANSLATE_NOOP("labels", "perangkat suara dimatikan lewat konfigurasi"),
    "no_headset": QT_TRANSLATE_NOOP("labels", "tidak ada headset"),
    "no_microphone": QT_TRANSLATE_NOOP("labels", "tidak ada mikrofon"),
    "no_loudspeaker": QT_TRANSLATE_NOOP("labels", "tidak ada pengeras suara"),
}
CLOCKS: Mapping[str, str] = {
    "ringing": QT_TRANSLATE_NOOP("labels", "berdering"),
    "answered": QT_TRANSLATE_NOOP("labels", "sejak dijawab"),
    "forwarded": QT_TRANSLATE_NOOP("labels", "sejak diteruskan"),
    "acknowledged": QT_TRANSLATE_NOOP("labels", "sejak diterima"),
    "on_scene": QT_TRANSLATE_NOOP("labels", "sejak tiba"),
    "task_ack": QT_TRANSLATE_NOOP("labels", "menunggu nama"),
    "task_accepted": QT_TRANSLATE_NOOP("labels", "sejak diterima instansi"),
    "task_work": QT_TRANSLATE_NOOP("labels", "bekerja"),
    "task_report": QT_TRANSLATE_NOOP("labels", "sejak laporan akhir"),
    "unit_assigned": QT_TRANSLATE_NOOP("labels", "dialokasikan"),
    "unit_en_route": QT_TRANSLATE_NOOP("labels", "menuju"),
    "unit_on_scene": QT_TRANSLATE_NOOP("labels", "di lokasi"),
}
CLOCK_LEVELS: Mapping[str, str] = {
    "ok": QT_TRANSLATE_NOOP("labels", "dalam batas"),
    "warn": QT_TRANSLATE_NOOP("labels", "hampir lewat"),
    "late": QT_TRANSLATE_NOOP("labels", "LEWAT BATAS"),
}
SOS_SERVICES: Mapping[str, str] = {  # Source: RFC 5031 §4.2, RFC 8147 §9 (eCall)
    "sos": QT_TRANSLATE_NOOP("labels", "darurat"),
    "sos.ambulance": QT_TRANSLATE_NOOP("labels", "ambulans"),
    "sos.animal-control": QT_TRANSLATE_NOOP("labels", "gangguan hewan"),
    "sos.ecall.automatic": QT_TRANSLATE_NOOP("labels", "kecelakaan (otomatis dari mobil)"),
    "sos.ecall.manual": QT_TRANSLATE_NOOP("labels", "darurat dari mobil"),
    "sos.fire": QT_TRANSLATE_NOOP("labels", "pemadam kebakaran"),
    "sos.gas": QT_TRANSLATE_NOOP("labels", "kebocoran gas"),
    "sos.marine": QT_TRANSLATE_NOOP("labels", "penyelamatan di laut"),
    "sos.mountain": QT_TRANSLATE_NOOP("labels", "penyelamatan di gunung"),
    "sos.physician": QT_TRANSLATE_NOOP("labels", "dokter"),
    "sos.poison": QT_TRANSLATE_NOOP("labels", "keracunan"),
    "sos.police": QT_TRANSLATE_NOOP("labels", "polisi"),
}
SUPERVISION_REFUSALS: Mapping[str, str] = {
    "not_set_up": QT_TRANSLATE_NOOP("labels", "meja ini belum disiapkan untuk didampingi"),
    "unreadable": QT_TRANSLATE_NOOP("labels", "permintaan tidak terbaca"),
    "unsigned": QT_TRANSLATE_NOOP("labels", "tanda tangan tidak cocok: supervision_secret berbeda"),
    "old": QT_TRANSLATE_NOOP("labels", "permintaan lama, atau jam kedua meja berbeda"),
    "other_desk": QT_TRANSLATE_NOOP("labels", "permintaan untuk meja lain"),
    "repeated": QT_TRANSLATE_NOOP("labels", "permintaan yang sama dikirim dua kali"),
    "other_lead": QT_TRANSLATE_NOOP("labels", "nama pendamping berganti di tengah panggilan"),
}
CALL_PRIORITIES: Mapping[str, str] = {  # Source: RFC 3261 §20.26, RFC 7090 §4; normal ones are not said
    "emergency": QT_TRANSLATE_NOOP("labels", "ditandai darurat"),
    "urgent": QT_TRANSLATE_NOOP("labels", "ditandai mendesak"),
    "psap-callback": QT_TRANSLATE_NOOP("labels", "pusat darurat lain menelepon balik"),
}
RING_STEPS: Mapping[str, str] = {
    "0": QT_TRANSLATE_NOOP("labels", "baru"),
    "1": QT_TRANSLATE_NOOP("labels", "semua meja"),
    "2": QT_TRANSLATE_NOOP("labels", "ketua regu"),
    "3": QT_TRANSLATE_NOOP("labels", "MELUAP"),
}
CALLBACK_REASONS: Mapping[str, str] = {
    "abandoned": QT_TRANSLATE_NOOP("labels", "terputus di antrean"),
    "dropped": QT_TRANSLATE_NOOP("labels", "terputus saat bicara"),
    "silent": QT_TRANSLATE_NOOP("labels", "senyap"),
    "repeated": QT_TRANSLATE_NOOP("labels", "berulang cepat"),
    "near_incident": QT_TRANSLATE_NOOP("labels", "dekat kejadian terbuka"),
    "night": QT_TRANSLATE_NOOP("labels", "malam hari"),
    "pranks": QT_TRANSLATE_NOOP("labels", "sering iseng"),
    "second_due": QT_TRANSLATE_NOOP("labels", "coba sekali lagi"),
    "text_sent": QT_TRANSLATE_NOOP("labels", "teks terkirim"),
    "exhausted": QT_TRANSLATE_NOOP("labels", "semua percobaan gagal"),
}
CALLBACK_CLOSE_REASONS: Mapping[str, str] = {
    "reached": QT_TRANSLATE_NOOP("labels", "sudah terhubung"),
    "called_again": QT_TRANSLATE_NOOP("labels", "penelepon menelepon lagi"),
    "unreachable": QT_TRANSLATE_NOOP("labels", "tidak tersambung"),
    "accidental": QT_TRANSLATE_NOOP("labels", "salah pencet"),
    "other": QT_TRANSLATE_NOOP("labels", "lain-lain"),
}
CALLER_INFORMED: Mapping[str, str] = {
    "yes": QT_TRANSLATE_NOOP("labels", "ya"),
    "unreachable": QT_TRANSLATE_NOOP("labels", "tidak bisa dihubungi"),
    "not_needed": QT_TRANSLATE_NOOP("labels", "tidak perlu"),
}
MISSING_TO_CLOSE: Mapping[str, str] = {
    "disposition": QT_TRANSLATE_NOOP("labels", "hasil akhir belum dipilih"),
    "caller_informed": QT_TRANSLATE_NOOP("labels", "pelapor belum diberi tahu"),
    "open_tasks": QT_TRANSLATE_NOOP("labels", "masih ada instansi yang bekerja"),
}
ACCESS: Mapping[str, str] = {
    "road": QT_TRANSLATE_NOOP("labels", "Jalan"),
    "water": QT_TRANSLATE_NOOP("labels", "Air"),
    "both": QT_TRANSLATE_NOOP("labels", "Jalan dan air"),
}
MEDIA: Mapping[str, str] = {
    "road": QT_TRANSLATE_NOOP("labels", "darat"),
    "water": QT_TRANSLATE_NOOP("labels", "air"),
    "both": QT_TRANSLATE_NOOP("labels", "darat dan air"),
}
FIELDS: Mapping[str, str] = {
    "place_text": QT_TRANSLATE_NOOP("labels", "Tempat"),
    "place_code": QT_TRANSLATE_NOOP("labels", "Desa / kelurahan"),
    "type_code": QT_TRANSLATE_NOOP("labels", "Jenis kejadian"),
    "victims_injured": QT_TRANSLATE_NOOP("labels", "Luka"),
    "victims_trapped": QT_TRANSLATE_NOOP("labels", "Terjebak"),
    "victims_missing": QT_TRANSLATE_NOOP("labels", "Hilang"),
    "victims_dead": QT_TRANSLATE_NOOP("labels", "Meninggal"),
    "caller_name": QT_TRANSLATE_NOOP("labels", "Nama pelapor"),
    "callback_number": QT_TRANSLATE_NOOP("labels", "Nomor hubungi balik"),
    "access": QT_TRANSLATE_NOOP("labels", "Akses"),
    "landmark": QT_TRANSLATE_NOOP("labels", "Patokan"),
    "location": QT_TRANSLATE_NOOP("labels", "Titik lokasi"),
    "priority": QT_TRANSLATE_NOOP("labels", "Prioritas"),
    "note": QT_TRANSLATE_NOOP("labels", "Kronologi"),
    "link": QT_TRANSLATE_NOOP("labels", "Kaitan panggilan"),
    "merge": QT_TRANSLATE_NOOP("labels", "Penggabungan tiket"),
    "relate": QT_TRANSLATE_NOOP("labels", "Kaitan tiket"),
    "unrelate": QT_TRANSLATE_NOOP("labels", "Pelepasan kaitan tiket"),
    "split": QT_TRANSLATE_NOOP("labels", "Pemisahan panggilan"),
    "similar": QT_TRANSLATE_NOOP("labels", "Penilaian laporan mirip"),
    "triage": QT_TRANSLATE_NOOP("labels", "Jawaban triase"),
    "unit_report": QT_TRANSLATE_NOOP("labels", "Laporan satuan"),
}
TRIAGE_ANSWERS: Mapping[str, str] = {
    "Y": QT_TRANSLATE_NOOP("labels", "Ya"),
    "T": QT_TRANSLATE_NOOP("labels", "Tidak"),
    "?": QT_TRANSLATE_NOOP("labels", "Tidak tahu"),
}
SOURCES: Mapping[str, str] = {
    "gazetteer": QT_TRANSLATE_NOOP("labels", "daftar desa"),
    "map_click": QT_TRANSLATE_NOOP("labels", "klik peta"),
    "coordinates": QT_TRANSLATE_NOOP("labels", "koordinat"),
    "unit": QT_TRANSLATE_NOOP("labels", "satuan"),
    "call": QT_TRANSLATE_NOOP("labels", "panggilan"),
    "manual": QT_TRANSLATE_NOOP("labels", "dibuat petugas"),
    "slip": QT_TRANSLATE_NOOP("labels", "slip cetak"),
    "post": QT_TRANSLATE_NOOP("labels", "pos"),
    "sip_body": QT_TRANSLATE_NOOP("labels", "dari panggilan"),
    "sip_reference": QT_TRANSLATE_NOOP("labels", "dari panggilan"),
    "held": QT_TRANSLATE_NOOP("labels", "server posisi"),
    "aml_sms": QT_TRANSLATE_NOOP("labels", "AML (SMS)"),
    "aml_https": QT_TRANSLATE_NOOP("labels", "AML"),
    "link": QT_TRANSLATE_NOOP("labels", "tautan"),
}
PRIORITY_CLASSES: Mapping[str, str] = {
    "high": QT_TRANSLATE_NOOP("labels", "PENTING"),
    "medium": QT_TRANSLATE_NOOP("labels", "Sedang"),
    "low": QT_TRANSLATE_NOOP("labels", "Info"),
}


def word(table: Mapping[str, str], code: str) -> str:
    """Return the word for a code; a code nobody knows is shown as it is rather than hidden."""
    return translated(table[code]) if code in table else code


def refusal(sip_code: int) -> str:
    """Why a call we dialled did not come about; empty for a code without words of its own."""
    text = CALL_REFUSALS.get(sip_code, "")
    return translated(text) if text else ""


def error_words(code: str, values: Mapping[str, object]) -> tuple[str, str, str]:
    """Return what happened, what still works and what to do next, for an error code."""
    happened, works, next_step = sentences(ERROR_TEXTS.get(code, FALLBACK), code, values)
    return happened, works, next_step


def error_line(code: str, values: Mapping[str, object]) -> str:
    """Return the same in one line, for a place beside what was refused."""
    return " ".join(part for part in error_words(code, values) if part)


def sentences(texts: Sequence[str], code: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return source texts in the language of the screen, with the values in their places."""
    shown = {"code": code, **{key: _plain(value) for key, value in values.items()}}
    return tuple(_filled(translated(text), shown) for text in texts)


_OF_THE_MACHINE = {
    "secretariat_password": "secretariat_machine_password",
    "secretariat_no_role": "secretariat_not_a_machine",
}


def machine_code(code: str) -> str:
    """Return the code to say when the machine itself was refused: nobody can type its password again."""
    return _OF_THE_MACHINE.get(code, code)


def _plain(value: object) -> str:
    if isinstance(value, tuple | list | frozenset | set):
        return ", ".join(str(part) for part in value)
    return in_own_words(str(value))


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(_Gaps(values)) if "{" in text else text
