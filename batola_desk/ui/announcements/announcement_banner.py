"""The band under the strip: the message that has to be read here first, until a person says so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from batola_desk.ui.announcements.announcement_view_model import AnnouncementViewModel
from batola_desk.ui.announcements.announcement_words import LEVEL_ROLES, head_words
from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.plain_tip import plain_tip

READ_KEY = "Ctrl+Shift+M"
LIST_KEY = "Ctrl+Shift+I"
LINES_MAX = 3  # LIMIT: of the text; the sheet shows the whole


class AnnouncementBanner(QFrame):
    """Takes no room while nothing stands."""

    def __init__(self, vm: AnnouncementViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setObjectName("announcement_banner")
        self.head = label(self, "", "announcement_head")
        self.text = QLabel(self)
        self.text.setObjectName("announcement_text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.read = button(self, "", "announcement_read")
        self.read.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a space typed elsewhere must not mark it as read
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.head)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self.read, 0, Qt.AlignmentFlag.AlignVCenter)
        self.read.clicked.connect(vm.read_first)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the first one that stands, and how many more."""
        standing = self._vm.standing
        self.setVisible(bool(standing))
        if not standing:
            return
        first = standing[0]
        set_role(self, LEVEL_ROLES.get(first.level, "warn"))
        head = head_words(first, self._vm.offset_min)
        if len(standing) > 1:
            head += " · " + self.tr("{count} lagi di {key}").format(count=len(standing) - 1, key=LIST_KEY)
        self.head.setText(head)
        self.text.setText(first.text)
        self._limit_height()
        self.text.setToolTip(plain_tip(first.text))
        self.read.setText(self.tr("Sudah saya baca") + f"  {READ_KEY}")
        self.setAccessibleName(f"{head}. {first.text}")

    def _limit_height(self) -> None:
        """Letters may have become larger: the limit is in lines."""
        self.text.setMaximumHeight(self.text.fontMetrics().lineSpacing() * LINES_MAX + 2)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if not hasattr(self, "read"):
            return
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
        elif qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._limit_height()
