"""Who is in this call, what each does, and the keys that join, hand over, swap and return.

There only while there is more than the caller, or a shift lead takes part.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from batola_desk.domain.call import SupervisionMode
from batola_desk.services.views import CallView
from batola_desk.ui.command_book import CommandBook, key_text
from batola_desk.ui.incident.parts import ElidedLabel, button, label, set_role
from batola_desk.ui.line import party_words
from batola_desk.ui.line.party_view_model import PartyViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_words import clock_words
from batola_desk.ui.shell_parts import CommandButton

ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
MEMBERS_MAX = 9  # LIMIT: the caller and consultation.PARTIES_MAX others


class _Member(QWidget):
    """One line: sign, name, what it does, mute, drop."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"member_{number}")
        self.sign = label(self, "chip", f"member_sign_{number}")
        self.name = ElidedLabel(self)
        self.name.setObjectName(f"member_name_{number}")
        self.mute = button(self, "row_button", f"member_mute_{number}")
        self.drop = button(self, "row_button", f"member_drop_{number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.sign)
        row.addWidget(self.name, 1)
        for made in (self.mute, self.drop):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setProperty("number", number)
            row.addWidget(made)


class PartiesPane(QWidget):
    """Draws a ``PartyViewModel``.

    Signals:
        left: the keyboard goes back to the ticket.
    """

    left = Signal()

    def __init__(self, parties: PartyViewModel, pulse: Pulse, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key_text(book.command("members").key)
        self._parties = parties
        self.setObjectName("parties")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lead = label(self, "warn", "supervised")
        self._lead.setWordWrap(True)
        self._title = label(self, "heading", "parties_title")
        self._members: list[_Member] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self._wishes = {
            "join": CommandButton(book, "join", self, role="primary"),
            "hand_over": CommandButton(book, "hand_over", self),
            "swap": CommandButton(book, "swap", self),
            "back": CommandButton(book, "back", self),
        }
        self._modes = {mode: CommandButton(book, f"supervise_{mode.value}", self) for mode in SupervisionMode}
        grid = QGridLayout()
        grid.setSpacing(4)
        for number, made in enumerate((*self._wishes.values(), *self._modes.values())):
            grid.addWidget(made, number // 2, number % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self._lead)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)
        layout.addLayout(grid)
        parties.changed.connect(self.render_parties)
        pulse.fast.connect(self._tick)
        self.retranslate()

    def take_keys(self) -> bool:
        """Bring the keyboard to the members' buttons; False when there are none."""
        made = self._buttons()
        if made:
            made[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(made)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        """Arrows move between the buttons, Enter presses one, Esc goes back to the ticket."""
        made = self._buttons()
        at = next((number for number, one in enumerate(made) if one.hasFocus()), None)
        step = ARROWS.get(Qt.Key(qt_event.key()), 0)
        if qt_event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif at is not None and step:
            made[(at + step) % len(made)].setFocus(Qt.FocusReason.TabFocusReason)
        elif at is not None and qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            made[at].click()
        else:
            super().keyPressEvent(qt_event)

    def _buttons(self) -> list[QPushButton]:
        """Mute and drop of every member in sight."""
        rows = [(member.mute, member.drop) for member in self._members if not member.isHidden()]
        return [made for row in rows for made in row if not made.isHidden() and self.isVisible()]

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._wishes["join"].say(self.tr("Gabung"))
        self._wishes["hand_over"].say(self.tr("Serahkan"))
        self._wishes["swap"].say(self.tr("Ganti"))
        self._wishes["back"].say(self.tr("Kembali"))
        self._modes[SupervisionMode.LISTEN].say(self.tr("Dengar"))
        self._modes[SupervisionMode.WHISPER].say(self.tr("Bisik"))
        self._modes[SupervisionMode.BARGE].say(self.tr("Ikut"))
        for member in self._members:
            self._say_member_buttons(member, is_muted=False)
        self.render_parties()

    @Slot()
    def render_parties(self) -> None:
        """Show the call of now."""
        members, supervised = list(self._parties.members)[:MEMBERS_MAX], self._parties.supervised
        supervising = self._parties.supervising
        self.setVisible(bool(members) or supervised is not None or supervising is not None)
        self._lead.setVisible(supervised is not None)
        if supervised is not None:
            self._lead.setText(party_words.supervised_words(supervised))
        self._title.setVisible(bool(members) or supervising is not None)
        title = self._title_words(members, supervising)
        self._title.setText(f"{title}  {self._key}" if members and not self._is_handing(members) else title)
        while len(self._members) < len(members):
            self._add_member()
        for number, member in enumerate(self._members):
            member.setVisible(number < len(members))
        self._tick()
        aside = self._parties.aside
        self._wishes["join"].setEnabled(self._parties.can_join)
        self._wishes["hand_over"].setEnabled(self._parties.can_hand_over and not self._is_handing(members))
        self._wishes["swap"].setEnabled(aside is not None)
        self._wishes["back"].setEnabled(aside is not None)
        for name, wish in self._wishes.items():  # on a low window every row counts
            wish.setVisible(bool(members) and (aside is not None or name == "hand_over"))
        for mode, made in self._modes.items():
            made.setVisible(supervising is not None)
            set_role(made, "primary" if supervising is not None and supervising.supervision == mode else "")

    @Slot()
    def _tick(self) -> None:
        """The clocks of those who wait go on."""
        if self.isHidden():
            return
        members = list(self._parties.members)[:MEMBERS_MAX]
        shown = list(zip(self._members, members, strict=False))
        for member, view in shown:
            member.sign.setMinimumWidth(0)
            self._render_member(member, view, members)
        widest = max((member.sign.sizeHint().width() for member, _ in shown), default=0)
        for member, _ in shown:
            member.sign.setMinimumWidth(widest)  # so that the names stand below one another

    def _render_member(self, member: _Member, view: CallView, members: list[CallView]) -> None:
        room_is_here = any(other.in_headset and other.joined for other in members)
        state = party_words.member_state(
            view, with_operator=view.in_headset or (view.joined and room_is_here)
        )
        words, role = party_words.state_words(state), party_words.MEMBER_ROLES[state]
        if state == "waiting":
            words, role = self._waiting_words(view, words)
        member.sign.setText(f"{party_words.SIGNS[state]} {words}")
        set_role(member.sign, role)
        name = self._parties.name_of(view) if view.is_party else self.tr("Penelepon")
        if view.party_muted:
            name = self.tr("%1 · dibisukan").replace("%1", name)
        member.name.set_whole(name)
        self._say_member_buttons(member, is_muted=view.party_muted)
        member.mute.setVisible(view.joined and room_is_here)
        member.drop.setVisible(view.is_party)

    def _waiting_words(self, view: CallView, words: str) -> tuple[str, str]:
        """Who waits sees his limits: 30 s operator, 60 s shift lead. Source: domain.md §5.1."""
        limits, since_us = self._parties.desk.catalog.limits.call, view.call.held_since_us
        if since_us is None:
            return words, "warn"
        waited_s = max(0.0, (self._parties.desk.now_us() - since_us) / 1e6)
        shown = f"{words} {clock_words(waited_s)}"
        if waited_s >= limits.hold_lead_s:
            return f"■ {shown}", "late"
        return (f"▲ {shown}" if waited_s >= limits.hold_operator_s else shown), "warn"

    def _title_words(self, members: list[CallView], supervising: CallView | None) -> str:
        if supervising is not None and not members:
            return self.tr("Mendampingi %1").replace("%1", self._parties.name_of(supervising))
        if self._is_handing(members):
            return self.tr("Sedang diserahkan …")
        if any(view.handing_over == "bridged" for view in members):
            return self.tr("Tersambung lewat meja ini")
        words = self.tr("Konferensi") if any(view.joined for view in members) else self.tr("Konsultasi")
        return f"{words} · {len(members) + 1}"

    @staticmethod
    def _is_handing(members: list[CallView]) -> bool:
        return any(view.handing_over == "asked" for view in members)

    def _add_member(self) -> None:
        member = _Member(len(self._members), self)
        member.mute.clicked.connect(self._on_mute)
        member.drop.clicked.connect(self._on_drop)
        self._members.append(member)
        self._rows.addWidget(member)

    def _say_member_buttons(self, member: _Member, *, is_muted: bool) -> None:
        _say(member.mute, self.tr("Buka") if is_muted else self.tr("Bisukan"))
        _say(member.drop, self.tr("Lepas"))

    @Slot()
    def _on_mute(self) -> None:
        self._parties.toggle_mute(int(self.sender().property("number")))

    @Slot()
    def _on_drop(self) -> None:
        self._parties.drop(int(self.sender().property("number")))


def _say(target: QPushButton | QLabel, words: str) -> None:
    if target.text() != words:
        target.setText(words)
        target.setAccessibleName(words)
