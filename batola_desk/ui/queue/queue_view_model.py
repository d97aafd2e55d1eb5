"""What waits: ringing calls, numbers to call back, ended calls without a class. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from batola_desk.services.api import Desk
from batola_desk.services.callback_texts import OutgoingText
from batola_desk.services.change import Change
from batola_desk.services.views import CallbackView, CallView
from batola_desk.ui.keyed_list import KeyedListModel
from batola_desk.ui.link_words import channel_word, reason_word
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue import queue_words
from batola_desk.ui.queue.queue_words import MORE_KEY, MoreCallbacks
from batola_desk.ui.tasks import TaskRunner

TWICE_US = 600_000  # LIMIT: a finger that bounces is quicker than this, a decision is not


class QueueViewModel(QObject):
    """The three lists of the queue column and what may be done with a line of them.

    Signals:
        counts_changed: the number of lines of a list changed.
        classify_requested: this ended call wants its class (call key).
    """

    counts_changed = Signal()
    classify_requested = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self._pulse = pulse
        self.ringing = KeyedListModel(self._describe_ringing, self)
        self.callbacks = KeyedListModel(queue_words.callback_line, self)
        self.unclassified = KeyedListModel(self._describe_ended, self)
        self._answering: set[str] = set()
        self.callback_count = 0
        self._shows_all = False
        pulse.changed.connect(self._on_change)
        pulse.fast.connect(self._refresh_ringing)
        self._refresh_ringing()
        self._refresh_rest()

    # ---------------------------------------------------------------- wishes

    @Slot()
    def answer_longest(self) -> None:
        """Answer the call that waits longest; a key pressed twice does not put the caller on hold."""
        current = next((view for view in self.desk.calls.live() if view.in_headset), None)
        answered_us = current.call.answered_us if current is not None else None
        if answered_us is not None and self.desk.now_us() - answered_us < TWICE_US:
            return
        waiting = self.ringing.keys
        self.answer(waiting[0] if waiting else "")

    @Slot(str)
    def answer(self, call_key: str) -> None:
        """Answer this ringing call; a repeated key does not answer twice."""
        if call_key in self._answering:
            return
        if call_key:
            self._answering.add(call_key)
        self._tasks.run(self._answer(call_key), "answer")

    @Slot(str)
    def call_back(self, callback_id: str) -> None:
        """Dial a lost number."""
        self._tasks.run(self.desk.callbacks.call_back(callback_id), "call-back")

    @Slot(str)
    def call_back_by_force(self, callback_id: str) -> None:
        """Dial a lost number although another desk has it (a lead's right)."""
        self._tasks.run(self.desk.callbacks.call_back(callback_id, force=True), "call-back")

    @Slot(str)
    def text_caller(self, callback_id: str) -> None:
        """Send or copy the prepared text for a lost number; it counts as sent."""
        self._tasks.run(self.desk.callbacks.text(callback_id), "callback-text", done=self._tell_text)

    @Slot()
    def toggle_all(self) -> None:
        """Open or close the line that stands for the less urgent numbers."""
        self._shows_all = not self._shows_all
        self._refresh_callbacks()
        self.counts_changed.emit()

    @Slot(str)
    def claim_or_release(self, callback_id: str) -> None:
        """Take a line on without dialling yet, or let it go again."""
        item: CallbackView | None = self.callbacks.item(callback_id)
        if self.desk.session.status().room is None:
            self._tasks.messages.info(self.tr("Meja ini berdiri sendiri: tidak ada yang perlu diberi tahu."))
        elif item is not None and item.claimed_desk and not item.is_held_elsewhere:
            self.desk.callbacks.release(callback_id)
        else:
            self._tasks.run(self.desk.callbacks.take(callback_id), "claim-callback")

    def call_back_caller(self, call_key: str) -> None:
        """Dial whoever an ended call was with."""
        self._tasks.run(self.desk.callbacks.call_back_caller(call_key), "call-back")

    def call_back_next(self) -> None:
        """Dial the lost number that stands first."""
        self._tasks.run(self.desk.callbacks.call_back_next(), "call-back")

    @Slot(str, str, str)
    def close_callback(self, callback_id: str, reason: str, note: str) -> None:
        """This number needs no call any more."""
        self._tasks.run(self.desk.callbacks.close(callback_id, reason=reason, note=note), "close-callback")

    @Slot(str)
    def choose_unclassified(self, call_key: str) -> None:
        """Bring an ended call to the class keys."""
        self.classify_requested.emit(call_key)

    def retranslate(self) -> None:
        """The language changed."""
        for model in (self.ringing, self.callbacks, self.unclassified):
            model.retranslate()

    # ---------------------------------------------------------------- inner parts

    def _tell_text(self, outgoing: OutgoingText) -> None:
        """What was not sent is on the clipboard: the operator passes it on."""
        if outgoing.was_sent:
            words = self.tr("Teks untuk %1 dikirim lewat %2.").replace("%2", channel_word(outgoing.channel))
        else:
            QGuiApplication.clipboard().setText(outgoing.text)
            words = self.tr("Teks untuk %1 disalin: tempel di SMS atau WhatsApp (Ctrl+V).")
            if outgoing.code:
                failed = self.tr(
                    "Teks untuk %1 TIDAK terkirim: %2. Teksnya disalin; tempel dan kirim sendiri."
                )
                words = failed.replace("%2", reason_word(outgoing.code))
        self._tasks.messages.info(words.replace("%1", outgoing.number_display))

    async def _answer(self, call_key: str) -> None:
        try:
            await self.desk.calls.answer(call_key or None)
        finally:
            self._answering.discard(call_key)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.call_keys or "status" in change.what:
            self._refresh_ringing()
        if change.call_keys or change.callback_ids:
            self._refresh_rest()

    @Slot()
    def _refresh_ringing(self) -> None:
        before = self.ringing.rowCount()
        self.ringing.show_items([(view.key, view) for view in self.desk.calls.ringing()])
        self._pulse.want_fast("queue", wanted=self.ringing.rowCount() > 0)
        if self.ringing.rowCount() != before:
            self.counts_changed.emit()

    def _refresh_rest(self) -> None:
        before = (self.callback_count, self.unclassified.rowCount())
        self._refresh_callbacks()
        self.unclassified.show_items([(view.key, view) for view in self.desk.calls.to_classify()])
        if (self.callback_count, self.unclassified.rowCount()) != before:
            self.counts_changed.emit()

    def _refresh_callbacks(self) -> None:
        """The most urgent numbers, and one line for the rest: a bad day must not bury them."""
        ranked: list[CallbackView] = list(self.desk.callbacks.open_items())
        self.callback_count = len(ranked)
        most = self.desk.catalog.limits.callback.lines_max
        shown = ranked if self._shows_all or len(ranked) <= most else ranked[: most - 1]
        items: list[tuple[str, object]] = [(item.callback_id, item) for item in shown]
        if len(ranked) > most:
            more = MoreCallbacks(count=len(ranked) - len(shown), is_open=self._shows_all)
            items.append((MORE_KEY, more))
        self.callbacks.show_items(items)

    def _describe_ringing(self, view: CallView) -> str:
        return queue_words.ringing_line(view, self.desk.catalog, self.desk.now_us())

    def _describe_ended(self, view: CallView) -> str:
        return queue_words.ended_line(view, self.desk.catalog)
