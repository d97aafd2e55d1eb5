"""Writing a message: words, level, for whom, how long. Enter sends."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from batola_desk.domain.announcement import TEXT_MAX
from batola_desk.ui import labels
from batola_desk.ui.announcements.announcement_view_model import (
    LASTS_H,
    LASTS_USUAL_H,
    AnnouncementViewModel,
)
from batola_desk.ui.announcements.announcement_words import AUDIENCES, LEVELS
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.wrapping_row import WrappingRow


class WriteRow(QFrame):
    """Hidden for those who may write to nobody."""

    def __init__(self, vm: AnnouncementViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self._audiences: tuple[str, ...] = ()
        self.setProperty("role", "card")
        self.text = QLineEdit(self)
        self.text.setObjectName("announce_text")
        self.text.setMaxLength(TEXT_MAX)
        self.level = ChoiceBox(self)
        self.level.setObjectName("announce_level")
        self.audience = ChoiceBox(self)
        self.audience.setObjectName("announce_audience")
        self.lasts = ChoiceBox(self)
        self.lasts.setObjectName("announce_lasts")
        self.send = button(self, "primary", "announce_send")
        self._captions = [label(self, "small") for _ in range(3)]
        below = WrappingRow()
        for caption, choice in zip(self._captions, (self.audience, self.level, self.lasts), strict=True):
            pair = QWidget(self)
            beside = QHBoxLayout(pair)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addWidget(caption)
            beside.addWidget(choice)
            below.addWidget(pair)
        below.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.text)
        column.addLayout(below)
        for code in LEVELS:
            self.level.addItem("", code)
        for hours in LASTS_H:
            self.lasts.addItem("", hours)
        self.lasts.setCurrentIndex(LASTS_H.index(LASTS_USUAL_H))
        self.text.returnPressed.connect(self._on_send)
        self.send.clicked.connect(self._on_send)
        vm.sent.connect(self._on_sent)
        vm.changed.connect(self.render_now)
        self.retranslate()

    def begin(self, text: str = "") -> None:
        """The keyboard is here; words may come from the command line."""
        self.render_now()
        if text:
            self.text.setText(text)
        if not self.isHidden():
            self.text.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def render_now(self) -> None:
        """Offer those whom the person here may write to."""
        audiences = tuple(self._vm.audiences)
        self.setVisible(bool(audiences))
        if audiences == self._audiences:
            return
        self._audiences = audiences
        self.audience.clear()
        for code in audiences:
            self.audience.addItem(labels.word(AUDIENCES, code), code)

    @Slot()
    def _on_send(self) -> None:
        self._vm.send(
            self.text.text(),
            level=str(self.level.currentData()),
            audience=str(self.audience.currentData()),
            hours=int(self.lasts.currentData()),
        )

    @Slot()
    def _on_sent(self) -> None:
        self.text.clear()
        self.level.setCurrentIndex(0)  # the next one is not urgent because the last one was

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_captions"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.text.setPlaceholderText(self.tr("Tulis pengumuman, Enter mengirim"))
        self.text.setAccessibleName(self.tr("Isi pengumuman"))
        self.send.setText(self.tr("Kirim") + "  Enter")
        names = (self.tr("Untuk"), self.tr("Tingkat"), self.tr("Berlaku"))
        for caption, name, choice in zip(
            self._captions, names, (self.audience, self.level, self.lasts), strict=True
        ):
            caption.setText(name)
            choice.setAccessibleName(name)
        _say(self.level, LEVELS)
        _say(self.audience, AUDIENCES)
        for at, hours in enumerate(LASTS_H):
            self.lasts.setItemText(at, self.tr("{hours} jam").format(hours=hours))
        self.render_now()


def _say(choice: ChoiceBox, words: Mapping[str, str]) -> None:
    for at in range(choice.count()):
        choice.setItemText(at, labels.word(words, str(choice.itemData(at))))
