"""The quiet band under the strip: the worst weather warning that holds here, with its source."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import ElidedLabel, button, set_role
from batola_desk.ui.weather.weather_view_model import WeatherViewModel
from batola_desk.ui.weather.weather_words import SEVERITY_ROLES, head_words, source_words

LIST_KEY = "Alt+Shift+C"


class WeatherBanner(QFrame):
    """Takes no room while nothing holds, or when it was put away; never takes the keyboard."""

    def __init__(self, vm: WeatherViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = vm
        self.setObjectName("weather_banner")
        self.head = ElidedLabel(self)
        self.head.setObjectName("weather_head")
        self.source = ElidedLabel(self)
        self.source.setObjectName("weather_source")
        self.away = button(self, "", "weather_away")
        self.away.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a space typed elsewhere must not hide it
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.head)
        words.addWidget(self.source)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self.away)
        self.away.clicked.connect(vm.put_away)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Say the first one, and how many more there are."""
        banner = self._vm.banner
        self.setVisible(bool(banner))
        if not banner:
            return
        first, offset_min, now_us = banner[0], self._vm.offset_min, self._vm.now_us
        set_role(self, SEVERITY_ROLES.get(first.severity, "info"))
        more = len(banner) - 1
        key = self.tr("{count} lagi di {key}") if more else self.tr("isi: {key}")
        tail = key.format(count=more, key=LIST_KEY)
        self.head.set_whole(f"{head_words(first, offset_min, now_us)} · {tail}")
        self.source.set_whole(source_words(first, self._vm.credit, offset_min, now_us))
        self.away.setText(self.tr("Sembunyikan"))
        self.setAccessibleName(f"{self.head.whole}. {self.source.whole}")

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "away"):
            self.render_now()
