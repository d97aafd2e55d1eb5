"""Words and signs of the members of a call of several parties."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.services.views import CallView
from batola_desk.ui import labels

translate = QCoreApplication.translate

MEMBER_ROLES = {"talking": "ok", "calling": "info", "waiting": "warn", "apart": "info"}
SIGNS = {"talking": "●", "calling": "➜", "waiting": "○", "apart": "◇"}


def member_state(view: CallView, *, with_operator: bool) -> str:
    """``talking``, ``calling``, ``waiting`` or ``apart`` (speaks with the others, not with the operator)."""
    if view.call.answered_us is None:
        return "calling"
    if with_operator:
        return "talking"
    return "apart" if view.joined else "waiting"


def state_words(state: str) -> str:
    """What a member does, in a word or two."""
    return {
        "talking": translate("parties", "bicara"),
        "calling": translate("parties", "dipanggil …"),
        "waiting": translate("parties", "menunggu"),
        "apart": translate("parties", "tanpa Anda"),
    }[state]


def supervised_words(view: CallView) -> str:
    """The plain sign that a lead takes part."""
    return f"◉ {labels.word(labels.SUPERVISION, view.supervision)}: {view.supervisor}"
