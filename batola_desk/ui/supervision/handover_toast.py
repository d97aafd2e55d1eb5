"""Says at once in the message bar when an incident comes or goes; the alert stays in its list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from batola_desk.domain.catalog import label_of
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.handover_notices import CODES
from batola_desk.ui.messages import MessageCenter
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.supervision.handover_words import handover_words


class HandoverToast(QObject):
    """Speaks each such alert once, when it is raised."""

    def __init__(
        self, desk: Desk, messages: MessageCenter, pulse: Pulse, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._said = {view.alarm_id for view in desk.session.status().alarms if view.cleared}
        pulse.changed.connect(self._on_change)
        self._speak()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "alarms" in change.what:
            self._speak()

    def _speak(self) -> None:
        language = str(self._desk.session.setting("screen.language"))
        for view in self._desk.session.status().alarms:
            if view.code not in CODES or view.alarm_id in self._said:
                continue
            self._said.add(view.alarm_id)
            if view.acknowledged or view.cleared:
                continue
            rule = self._desk.catalog.alerts.get(view.code)
            name = label_of(rule, language) if rule is not None else view.code
            words = handover_words(view.code, view.detail)
            self._messages.info(f"{name} · {words}" if words else name)
