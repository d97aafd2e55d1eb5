"""A unit's position in words: how old, from whom, how fast, how sure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.services.views import UnitView
from batola_desk.ui import labels
from batola_desk.ui.map.direction_words import direction_text
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

POSITION_SOURCES = {
    "operator": QT_TRANSLATE_NOOP("labels", "diletakkan petugas"),
    "post": QT_TRANSLATE_NOOP("labels", "posnya"),
    "traccar": QT_TRANSLATE_NOOP("labels", "Traccar"),
    "owntracks": QT_TRANSLATE_NOOP("labels", "OwnTracks"),
    "file": QT_TRANSLATE_NOOP("labels", "berkas jalur"),
}
_KMH = 3.6


def age_words(age_s: float | None) -> str:
    """Seconds while they matter, then minutes, hours, days."""
    if age_s is None:
        return QCoreApplication.translate("UnitWords", "tanpa posisi")
    if age_s < 90:
        return QCoreApplication.translate("UnitWords", "{count} dtk").format(count=max(0, int(age_s)))
    if age_s < 5400:
        return QCoreApplication.translate("UnitWords", "{count} mnt").format(count=int(age_s // 60))
    if age_s < 48 * 3600:
        return QCoreApplication.translate("UnitWords", "{count} jam").format(count=int(age_s // 3600))
    days = int(age_s // 86400)
    return QCoreApplication.translate("UnitWords", "%n hari", "", days)


def position_words(view: UnitView, live: UnitPosition | None, stale_after_s: float) -> str:
    """One line: state, speed and direction, source, age; what is doubtful is said."""
    unit = view.unit
    parts = [unit.call_sign, labels.word(labels.UNIT_STATES, unit.state.value)]
    if live is not None and live.speed_mps is not None:
        speed = QCoreApplication.translate("UnitWords", "{speed} km/j").format(
            speed=round(live.speed_mps * _KMH)
        )
        heading = f" {direction_text(live.heading_deg)}" if live.heading_deg is not None else ""
        parts.append(speed + heading)
    if view.position_age_s is not None:
        parts.append(labels.word(POSITION_SOURCES, unit.position_source))
        if live is not None and live.accuracy_m is not None:
            parts.append(f"±{live.accuracy_m:.0f} m")
    age = age_words(view.position_age_s)
    if view.position_age_s is not None and view.position_age_s >= stale_after_s:
        age = "▲ " + age + " " + QCoreApplication.translate("UnitWords", "(basi)")
    parts.append(age)
    if live is not None and live.is_doubtful:
        parts.append("▲ " + QCoreApplication.translate("UnitWords", "melompat, diragukan"))
    return " · ".join(part for part in parts if part)
