"""What is asked before an action of a task that needs words: a name, a reason, a report."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui import labels
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

TASK_QUESTIONS: Mapping[str, str] = {
    "acknowledge": QT_TRANSLATE_NOOP("labels", "{agency}: siapa nama petugas yang menerima?"),
    "correct_name": QT_TRANSLATE_NOOP("labels", "{agency}: nama yang benar dari petugas yang menerima?"),
    "reject": QT_TRANSLATE_NOOP("labels", "{agency}: alasan menolak?"),
    "cancel": QT_TRANSLATE_NOOP("labels", "{agency}: alasan membatalkan?"),
    "report": QT_TRANSLATE_NOOP("labels", "{agency}: laporan akhir"),
}


def words_title(action: str, agency: str) -> str:
    """The question for an action, in the operator's language."""
    return labels.word(TASK_QUESTIONS, action).format(agency=agency)
