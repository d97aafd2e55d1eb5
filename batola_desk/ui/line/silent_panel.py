"""The silent procedure on the screen: a calm amber banner, the clock, what to say, what is heard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from batola_desk.domain.procedures import SilentRule
from batola_desk.services.views import CallView
from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.line.silent_place import SilentPlace
from batola_desk.ui.line.silent_view_model import CheckLine, SilentViewModel
from batola_desk.ui.line.silent_words import answer_words, decision_words, pressed_words, sign_words
from batola_desk.ui.link_words import link_words
from batola_desk.ui.plain_tip import plain_button, plain_tip
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_words import clock_words
from batola_desk.ui.tasks import TaskRunner

REST_KEY = "0"
BOOST_KEY = "+"
STOP_KEY = " "
LINK_KEY = "/"
COLUMNS = 2
NAMED_MAX = 3


class SilentPanel(QWidget):
    """Single keys answer: the letter = heard, Shift and the letter = not heard, 0 = nothing else was heard;
    1 … play the recorded sentences to the caller, Space breaks off; + hears the caller louder or not;
    / sends him a location link, whose answers and position appear here; Enter makes his position the place
    of the incident, Ctrl+Enter does what the centre's rules advise.

    Signals:
        link_requested: this caller gets a location link (call key).
        left: Esc: the panel is away, the keyboard may go elsewhere; F9 brings it back.
    """

    link_requested = Signal(str)
    left = Signal()

    def __init__(self, silent: SilentViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._silent = silent
        self._place: SilentPlace | None = None
        self.setObjectName("silent_panel")
        self.setProperty("role", "silent")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._banner = label(self, "warn", "silent_banner")
        self._clock = label(self, "clock", "silent_clock")
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._is_folded = False
        self._page = QWidget(self)
        self._prompts = [label(self._page, "muted", f"prompt_{n}") for n, _ in enumerate(silent.prompts)]
        self._plays: list[QPushButton] = []
        for number, _ in enumerate(silent.prompts):
            made = button(self._page, "check", f"play_{number}")
            made.setProperty("prompt_number", number)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(self._on_play)
            self._plays.append(made)
        self._digits = label(self, "info", "silent_digits")
        self._answers = label(self, "info", "silent_answers")
        self._link = label(self, "small", "silent_link")
        self._tapped = label(self, "info", "silent_tapped")
        self._missing = label(self._page, "warn", "silent_missing")
        self._keys = label(self, "small")
        for words in (
            *(*self._prompts, self._digits, self._answers, self._link, self._tapped),
            *(self._missing, self._keys, self._banner),
        ):
            words.setWordWrap(True)
        self._checks: dict[str, QPushButton] = {}
        for line in silent.checklist:
            made = button(self._page, "check", f"check_{line.code}")
            made.setProperty("check_key", line.key)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(self._on_check)
            self._checks[line.code] = made
        self._rest = button(self._page, "quiet", "check_rest")
        self._rest.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rest.clicked.connect(silent.nothing_else_heard)
        self._decide = button(self, "check", "silent_decide")
        self._decide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._decide.clicked.connect(silent.follow_advice)
        self._boost = button(self._page, "check", "silent_boost")
        self._boost.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._boost.clicked.connect(silent.toggle_boost)
        self._send_link = button(self._page, "check", "silent_send_link")
        self._send_link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._send_link.clicked.connect(self.send_link)
        self._lay_out()
        silent.changed.connect(self._render)
        silent.ticked.connect(self._tick)
        self.retranslate()

    def add_place(self, tasks: TaskRunner, pulse: Pulse) -> SilentPlace:
        """Where the caller is said to be stands above the sentences; Enter makes it the place."""
        self._place = SilentPlace(self._silent, tasks, pulse, self)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self._page), self._place)
        return self._place

    @Slot()
    def take_keys(self) -> None:
        """Bring the keyboard to the checklist."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_folded(self, folded: bool) -> None:
        """Name, clock and the caller's keys alone while others or written words need the room; F9 opens."""
        if folded != self._is_folded:
            self._is_folded = folded
            self._render_focus()

    @Slot()
    def send_link(self) -> None:
        """Ask the silent caller for his position, whatever else has the keyboard."""
        view = self._silent.view
        if view is not None and self._silent.desk.links.is_on:
            self.link_requested.emit(view.key)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Escape:
            self._silent.put_away()
            self.left.emit()
            return
        is_enter = qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and qt_event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._silent.follow_advice()
            return
        if is_enter and self._place is not None and self._place.confirm():
            return
        typed = qt_event.text()
        if typed == REST_KEY:
            self._silent.nothing_else_heard()
            return
        if typed == BOOST_KEY:
            self._silent.toggle_boost()
            return
        if typed == LINK_KEY:
            self.send_link()
            return
        if typed == STOP_KEY and self._silent.stop_prompt():
            return
        if typed.isdecimal() and self._silent.play_prompt(int(typed) - 1):
            return
        is_shifted = bool(qt_event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if typed.isalpha() and self._silent.press(typed, heard=not is_shifted):
            return
        super().keyPressEvent(qt_event)

    def focusInEvent(self, qt_event: QFocusEvent) -> None:
        super().focusInEvent(qt_event)
        self._render_focus()

    def focusOutEvent(self, qt_event: QFocusEvent) -> None:
        super().focusOutEvent(qt_event)
        self._render_focus()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._rest.setText(self.tr("0  Sisanya tidak terdengar"))
        self._render_focus()
        self._render()

    def _render_focus(self) -> None:
        has_keys = self.hasFocus()
        self._page.setVisible(has_keys or not self._is_folded)
        set_role(self, "silent_active" if has_keys else "silent")
        if has_keys:
            self._keys.setText(
                self.tr(
                    "Huruf = terdengar · Shift+huruf = tidak · 1–4 putar kalimat · Spasi henti · Esc keluar"
                )
            )
        elif self._is_folded:
            self._keys.setText(self.tr("F9 membuka kalimat dan daftar"))
        else:
            self._keys.setText(self.tr("F9 mengisi daftar dengan tombol"))

    @Slot()
    def _render(self) -> None:
        view = self._silent.view
        self.setVisible(view is not None)
        if view is None:
            return
        self._banner.setText(self.tr("▲ PANGGILAN SENYAP"))
        for line in self._silent.checklist:
            self._show_check(self._checks[line.code], line)
        is_boosted = self._silent.is_boosted
        self._boost.setVisible(view.call.is_live)
        self._boost.setText(self.tr("+  Suara diperkuat") if is_boosted else self.tr("+  Perkuat suara"))
        set_role(self._boost, "check_yes" if is_boosted else "check")
        digits = [f"{digit} {meaning}".strip() for digit, meaning in self._silent.digits]
        self._digits.setVisible(bool(digits))
        self._digits.setText(self.tr("Penelepon menekan: %1").replace("%1", " · ".join(digits)))
        self._render_link(view)
        self._tick()

    def _show_check(self, made: QPushButton, line: CheckLine) -> None:
        sign = {None: "☐", True: "☑", False: "☒"}[line.heard]
        word = {None: "", True: self.tr("ya"), False: self.tr("tidak")}[line.heard]
        made.setText(plain_button(f"{sign} {line.key}  {line.text}  {word}".rstrip()))
        role = "check" if line.heard is None else "check_no"
        if line.heard:
            role = "check_danger" if line.danger else "check_yes"
        set_role(made, role)

    @Slot()
    def _tick(self) -> None:
        if not self._silent.is_active:
            return
        listened_s, least_s = self._silent.listened_s, self._silent.listen_min_s
        self._clock.setText(f"{clock_words(listened_s)} / {clock_words(least_s)}")
        self._progress.setRange(0, int(least_s * 10))
        self._progress.setValue(min(int(least_s * 10), int(listened_s * 10)))
        view = self._silent.view
        is_live = view is not None and view.call.is_live
        for words, prompt in zip(self._prompts, self._silent.prompts, strict=True):
            sign = "➜" if prompt.is_due else "✓" if prompt.is_past else "·"
            words.setText(f"{sign} {prompt.at_s:.0f} s  {prompt.text}")
            words.setToolTip(plain_tip(prompt.meaning))
            set_role(words, "prompt_due" if prompt.is_due else "muted")
            words.setVisible(is_live and not prompt.is_past)  # nobody hears them any more
        for number, (made, prompt) in enumerate(zip(self._plays, self._silent.prompts, strict=True), start=1):
            sign = "■" if prompt.is_playing else "▶"
            made.setText(f"{sign} {number}")
            made.setAccessibleName(prompt.text)
            made.setToolTip(plain_tip(prompt.meaning or prompt.text))
            made.setVisible(is_live and prompt.can_play)
            set_role(made, "check_yes" if prompt.is_playing else "check")
        self._render_answers()
        self._render_missing()

    def _render_link(self, view: CallView) -> None:
        """How far the link got, and what he tapped or wrote there."""
        desk, offset_min = self._silent.desk, self._silent.desk.catalog.centre.utc_offset_min
        links = desk.links.of_call(view.key)
        _show(self._link, *link_words(links, desk.now_us(), offset_min))
        self._link.setVisible(bool(links))
        tapped = answer_words(view.call, desk.catalog)
        self._tapped.setVisible(bool(tapped))
        self._tapped.setText(self.tr("Lewat tautan: %1").replace("%1", tapped))
        self._send_link.setVisible(desk.links.is_on)
        again = self.tr("/  Kirim tautan lokasi lagi")
        self._send_link.setText(again if links else self.tr("/  Kirim tautan lokasi (tanpa suara)"))

    def _render_answers(self) -> None:
        """Yes and no by keys, from the moment the caller was asked for them."""
        catalog, pressed = self._silent.desk.catalog, self._silent.pressed
        self._answers.setVisible(self._silent.is_asking_yes_no)
        said = pressed_words(pressed, catalog) if pressed else self.tr("belum ada")
        self._answers.setText(self.tr("Jawaban (1× ya, 2× tidak): %1").replace("%1", said))

    def _render_missing(self) -> None:
        advice, danger = self._silent.advice, self._silent.danger_heard
        self._render_advice(advice)
        signs = ", ".join((*danger, *(digit for digit, _ in self._silent.digits)))
        if advice is not None and advice.type_code:
            text = self.tr("▲ %1. Jangan ditutup; kirim bantuan (F7).")
            words = sign_words(advice) + (f": {signs}" if signs else "")
            _show(self._missing, text.replace("%1", words), "late")
        elif advice is not None and not advice.waits:
            _show(self._missing, sign_words(advice), "info")
        elif signs:
            text = self.tr("Ada tanda: %1. Jangan ditutup; buat tiket (F6), kirim bantuan (F7).")
            _show(self._missing, text.replace("%1", signs), "late")
        elif self._silent.is_complete:
            _show(self._missing, self.tr("Prosedur lengkap: boleh Ghost (F10 lalu G)."), "ok")
        else:
            parts = []
            if self._silent.missing:
                missing = list(self._silent.missing)
                words = ", ".join(missing[:NAMED_MAX])
                if len(missing) > NAMED_MAX:
                    words += " " + self.tr("dan %1 lagi").replace("%1", str(len(missing) - NAMED_MAX))
                parts.append(self.tr("belum dijawab: %1").replace("%1", words))
            if self._silent.seconds_left > 0:
                left = str(int(self._silent.seconds_left) + 1)
                parts.append(self.tr("dengarkan %1 detik lagi").replace("%1", left))
            _show(self._missing, self.tr("Sebelum Ghost: %1.").replace("%1", "; ".join(parts)), "warn")

    def _render_advice(self, advice: SilentRule | None) -> None:
        """What the rules make of it, by one key."""
        view = self._silent.view
        self._decide.setVisible(advice is not None and view is not None)
        if advice is None or view is None:
            return
        language = str(self._silent.desk.session.setting("screen.language"))
        words = decision_words(advice, self._silent.desk.catalog, language)
        if advice.call_class:
            text = self.tr("Ctrl+Enter  Kelas %1")
        elif view.call.incident_ids:
            text = self.tr("Ctrl+Enter  Buka tiket panggilan ini")
        else:
            text = self.tr("Ctrl+Enter  Buat tiket %1")
        self._decide.setText(plain_button(text.replace("%1", words)))
        set_role(self._decide, "check_danger" if advice.type_code and not advice.waits else "check_yes")

    @Slot()
    def _on_play(self) -> None:
        self._silent.play_prompt(int(self.sender().property("prompt_number")))

    @Slot()
    def _on_check(self) -> None:
        """A click goes round: heard, not heard."""
        key = str(self.sender().property("check_key"))
        line = next(line for line in self._silent.checklist if line.key == key)
        self._silent.press(key, heard=not line.heard)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._banner, 1)
        head.addWidget(self._clock)
        grid = QGridLayout()
        grid.setSpacing(3)
        for number, made in enumerate(self._checks.values()):
            grid.addWidget(made, number // COLUMNS, number % COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._progress)
        for part in (
            self._digits,
            self._answers,
            self._link,
            self._tapped,
            self._decide,
        ):  # where no low window hides them
            layout.addWidget(part)
        layout.addWidget(self._page)
        layout.addWidget(self._keys)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        for words in self._prompts:
            page.addWidget(words)
        plays = QHBoxLayout()
        plays.setSpacing(3)
        for made in self._plays:
            plays.addWidget(made)
        page.addLayout(plays)
        page.addLayout(grid)
        for part in (self._rest, self._boost, self._send_link, self._missing):
            page.addWidget(part)


def _show(target: QLabel, words: str, role: str) -> None:
    target.setText(words)
    set_role(target, role)
