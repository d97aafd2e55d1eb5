"""What the window has of location links: the key, the word, where the text goes, what is told."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from batola_desk.services.link_views import MadeLink
from batola_desk.services.why_dialled import CALLBACK
from batola_desk.ui.keyed_list import KEY_ROLE
from batola_desk.ui.link_words import channel_word, reason_word
from batola_desk.ui.queue.callback_list import CallbackListView

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

CHANNELS = {
    "sms": "sms",
    "wa": "whatsapp",
    "whatsapp": "whatsapp",
    "salin": "paste",
    "tempel": "paste",
}


class LinkDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {"location_link": self._request}

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"location_link": self._request_by}

    @Slot()
    def _request(self) -> None:
        self._request_by("")

    @Slot(str)
    def ask(self, call_key: str) -> None:
        """Ask the other side of this call, wherever the keyboard is."""
        wish = self._window.desk.links.request(call_key)
        self._window.tasks.run(wish, "location-link", done=self._tell)

    def _request_by(self, words: str) -> None:
        typed = words.strip().casefold()
        channel = CHANNELS.get(typed, typed)
        self._window.tasks.run(self._wish(channel), "location-link", done=self._tell)

    def _wish(self, channel: str) -> Coroutine[object, object, MadeLink]:
        """The caller of a call-back line when the keyboard is there, else of the line, else of the ticket.

        A number dialled by hand is asked only when the ticket has nobody to ask: it may be an agency's.
        """
        links = self._window.desk.links
        focus = self._window.focusWidget()
        if isinstance(focus, CallbackListView) and focus.currentIndex().isValid():
            return links.request_for_callback(str(focus.currentIndex().data(KEY_ROLE)), channel)
        view, incident_id = self._window.line.subject, self._window.form.incident_id
        if view is not None and (view.call.direction == "inbound" or view.call.purpose == CALLBACK):
            return links.request(view.key, channel)
        ticket = self._window.desk.incidents.view(incident_id) if incident_id else None
        has_somebody = ticket is not None and (
            links.call_of_incident(incident_id) or ticket.incident.text("callback_number")
        )
        if view is not None and not has_somebody:
            return links.request(view.key, channel)
        return links.request_for_incident(incident_id, channel)

    def _tell(self, made: MadeLink) -> None:
        """What was not sent is on the clipboard: the operator passes it on."""
        messages = self._window.messages
        if made.was_sent:
            sent = self.tr("Tautan lokasi dikirim ke {number} lewat {channel}. Minta penelepon membukanya.")
            messages.info(sent.format(number=made.number_display, channel=channel_word(made.channel)))
            return
        QGuiApplication.clipboard().setText(made.text)
        if made.code:
            failed = self.tr(
                "Tautan lokasi TIDAK terkirim: {reason}. Teksnya disalin; tempel dan kirim sendiri."
            )
            messages.info(failed.format(reason=reason_word(made.code)))
        else:
            messages.info(self.tr("Teks dengan tautan lokasi disalin. Tempel di SMS atau WhatsApp (Ctrl+V)."))
