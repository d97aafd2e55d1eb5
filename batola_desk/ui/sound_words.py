"""What a sound test found, in words an operator can act on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from batola_desk.services.seat_views import DoseView, SoundCheckView, SoundResultView
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

ROLES: Mapping[str, str] = {
    "ear": QT_TRANSLATE_NOOP("sound", "Headset"),
    "microphone": QT_TRANSLATE_NOOP("sound", "Mikrofon"),
    "loudspeaker": QT_TRANSLATE_NOOP("sound", "Pengeras suara"),
    "second_ear": QT_TRANSLATE_NOOP("sound", "Headset kedua"),
    "second_microphone": QT_TRANSLATE_NOOP("sound", "Mikrofon kedua"),
}
RESULTS: Mapping[str, str] = {
    "microphone_good": QT_TRANSLATE_NOOP("sound", "Mikrofon baik ({level} dBFS)."),
    "microphone_soft": QT_TRANSLATE_NOOP(
        "sound", "Suara Anda terlalu pelan ({level} dBFS). Dekatkan mikrofon ke mulut, lalu ulangi."
    ),
    "microphone_clipped": QT_TRANSLATE_NOOP(
        "sound", "Suara Anda terlalu keras dan pecah. Jauhkan mikrofon atau turunkan penguatan mikrofon."
    ),
    "microphone_dead": QT_TRANSLATE_NOOP(
        "sound",
        "Mikrofon mati: tidak ada suara. Periksa tombol bisu pada kabel dan mikrofon yang dipilih.",
    ),
    "loop_good": QT_TRANSLATE_NOOP(
        "sound", "{role}: nada terdengar kembali setelah {delay} ms ({level} dB). Perangkat ini benar."
    ),
    "loop_slow": QT_TRANSLATE_NOOP(
        "sound",
        "{role}: nada baru terdengar setelah {delay} ms: terlalu lambat. Pakai kabel.",
    ),
    "loop_silent": QT_TRANSLATE_NOOP(
        "sound",
        "{role}: nada tidak sampai ke mikrofon. Tempelkan mikrofon ke bantalan telinga, lalu ulangi.",
    ),
    "echo_strong": QT_TRANSLATE_NOOP(
        "sound",
        "{role} menggema di mikrofon ({level} dB, {delay} ms). Jauhkan atau kecilkan pengeras suara.",
    ),
    "echo_weak": QT_TRANSLATE_NOOP("sound", "{role} terdengar lemah di mikrofon ({level} dB): baik."),
    "echo_none": QT_TRANSLATE_NOOP(
        "sound", "{role}: tidak ada gema di mikrofon. Pastikan telinga Anda mendengar nada tadi."
    ),
    "tone_played": QT_TRANSLATE_NOOP(
        "sound", "{role}: nada sudah diputar. Terdengar di perangkat yang benar?"
    ),
}
PHASES: Mapping[str, str] = {
    "echo recording": QT_TRANSLATE_NOOP("sound", "Bicaralah sekarang, direkam lima detik …"),
    "echo playing": QT_TRANSLATE_NOOP("sound", "Dengarkan: ini suara Anda …"),
    "loop playing": QT_TRANSLATE_NOOP("sound", "Nada diputar dan dicari di mikrofon. Jangan bicara …"),
    "tone playing": QT_TRANSLATE_NOOP("sound", "Nada diputar …"),
    "stopped": QT_TRANSLATE_NOOP("sound", "Uji dihentikan."),
}
STAGES: Mapping[str, str] = {
    "": QT_TRANSLATE_NOOP("sound", "aman"),
    "low": QT_TRANSLATE_NOOP("sound", "di atas 80 dB(A): kecilkan volume"),
    "high": QT_TRANSLATE_NOOP("sound", "di atas 85 dB(A): kecilkan volume dan bergantian"),
    "limit": QT_TRANSLATE_NOOP("sound", "di atas batas 87 dB(A): bergantilah sekarang"),
}


def _say(text: str) -> str:
    return QCoreApplication.translate("sound", text)


def role_words(role: str) -> str:
    """Name of a device's role."""
    return _say(ROLES[role]) if role in ROLES else role


def result_words(result: SoundResultView) -> str:
    """One finding as a sentence."""
    if result.code not in RESULTS:
        return result.code
    return _say(RESULTS[result.code]).format(
        role=role_words(result.role),
        level="–" if result.level_db is None else f"{result.level_db:.0f}",
        delay="–" if result.delay_ms is None else f"{result.delay_ms:.0f}",
    )


def check_words(check: SoundCheckView) -> str:
    """What a test does now, or all it found."""
    if check.phase == "done":
        return "\n".join(result_words(result) for result in check.results)
    known = PHASES.get(check.phase) or PHASES.get(f"{check.kind} {check.phase}")
    return _say(known) if known is not None else ""


def dose_words(dose: DoseView) -> str:
    """The dose of the ear in one or two lines."""
    assumed = _say(
        QT_TRANSLATE_NOOP(
            "sound", "Taksiran dengan anggapan {full} dB(A) pada sinyal penuh (headset_dba_full_scale)."
        )
    ).format(full=f"{dose.full_scale_dba:.0f}")
    if dose.daily_dba is None or dose.mean_dba is None:
        return (
            _say(QT_TRANSLATE_NOOP("sound", "Belum ada suara di telinga pada giliran ini.")) + "\n" + assumed
        )
    hours, minutes = divmod(int(dose.seconds) // 60, 60)
    line = _say(
        QT_TRANSLATE_NOOP(
            "sound",
            "Setara 8 jam: {daily} dB(A), {stage}. Rata-rata {mean} dB(A), {hours} j {minutes} m.",
        )
    ).format(
        daily=f"{dose.daily_dba:.0f}",
        stage=_say(STAGES.get(dose.stage, STAGES[""])),
        mean=f"{dose.mean_dba:.0f}",
        hours=hours,
        minutes=minutes,
    )
    return f"{line}\n{assumed}"
