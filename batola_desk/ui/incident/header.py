"""The head of the form: which ticket, in what state, how urgent, what runs out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from batola_desk.domain.incident import IncidentState
from batola_desk.services.views import IncidentView
from batola_desk.ui import labels
from batola_desk.ui.incident.clocks_row import ClocksRow
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import (
    ElidedChip,
    ElidedLabel,
    button,
    label,
    priority_role,
    priority_words,
    set_role,
    short_ticket,
)
from batola_desk.ui.incident.presence import PresenceLabel
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.supervision.handover_words import place_words
from batola_desk.ui.wrapping_row import WrappingRow

CLOSE_KEY = "Alt+T"
VERIFY_KEY = "Alt+V"
STATE_KEY = "Alt+S"
LADDER_MIN_PX = 540  # below it the state in words has to do
LADDER = (
    IncidentState.DRAFT,
    IncidentState.VERIFIED,
    IncidentState.FORWARDED,
    IncidentState.ACKNOWLEDGED,
    IncidentState.EN_ROUTE,
    IncidentState.ON_SCENE,
    IncidentState.UNDER_CONTROL,
    IncidentState.FIELD_DONE,
    IncidentState.CLOSED,
)


class TicketLabel(ElidedLabel):
    """The whole ticket number, or the part that people say (A0007) when there is no room for it."""

    def _fit(self) -> None:
        super()._fit()
        if self.text() != self.whole:
            self.setText(short_ticket(self.whole))


class FormHeader(QWidget):
    """Draws the head; its buttons only say what is wished.

    Signals:
        close_requested, state_requested, reopen_requested: sheets of the form.
        new_requested: an empty ticket.
    """

    close_requested = Signal()
    state_requested = Signal()
    reopen_requested = Signal()
    new_requested = Signal()

    def __init__(self, vm: IncidentFormViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.ticket = TicketLabel(self)
        self.ticket.setObjectName("ticket_number")
        set_role(self.ticket, "title")
        self.ticket.setMinimumWidth(70)
        self.state = label(self, "chip", "ticket_state")
        self.priority = label(self, "chip", "priority_badge")
        self.training = label(self, "training", "training_chip")
        self.unsaved = label(self, "late", "unsaved_chip")
        self.conflict = label(self, "warn", "conflict_chip")
        self.owner = ElidedChip(self, "warn", "owner_chip")
        self.ladder = label(self, "small", "state_ladder")
        self.presence = PresenceLabel(vm.presence, self)
        self.clocks = ClocksRow(self)
        self.verify = button(self, "", "verify")
        self.more = button(self, "", "other_states")
        self.close_ticket = button(self, "primary", "close_ticket")
        self.reopen = button(self, "primary", "reopen_ticket")
        self.new = button(self, "", "new_ticket")
        self.hint = label(self, "small", "new_ticket_hint")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.pages = QStackedWidget(self)  # as high without a ticket as with one: no field jumps away
        self._build()
        self.verify.clicked.connect(vm.verify)
        self.more.clicked.connect(self.state_requested)
        self.close_ticket.clicked.connect(self.close_requested)
        self.reopen.clicked.connect(self.reopen_requested)
        self.new.clicked.connect(self.new_requested)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.priority)
        top.addWidget(self.ticket, 1)
        for part in (self.owner, self.state, self.training, self.unsaved, self.conflict):
            top.addWidget(part)
        kept = self.state.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the row is as high without chips as with them
        self.state.setSizePolicy(kept)
        steps = QHBoxLayout()
        steps.setSpacing(6)
        steps.addWidget(self.ladder)
        steps.addWidget(self.presence, 1)  # has the room that nobody needs; nothing moves when it speaks
        acts = WrappingRow()
        for made in (self.verify, self.more, self.close_ticket, self.reopen, self.new):
            acts.addWidget(made)
        steps.addLayout(acts)
        page = QWidget(self.pages)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.clocks)
        rows.addLayout(steps)
        self.pages.addWidget(self.hint)
        self.pages.addWidget(page)
        self.pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.pages)

    @Slot()
    def render_now(self) -> None:
        """Draw everything anew."""
        view = self._vm.view
        for part in (self.priority, self.state):
            part.setVisible(view is not None)
        self.pages.setCurrentIndex(0 if view is None else 1)
        self.ladder.setVisible(view is not None and self.width() >= LADDER_MIN_PX)
        is_open = view is None or view.incident.is_open
        self.verify.setVisible(is_open and (view is None or view.incident.verified_us is None))
        self.more.setVisible(is_open)
        self.close_ticket.setVisible(is_open)
        self.reopen.setVisible(view is not None and not is_open)
        self.new.setVisible(view is not None and not is_open)
        self.training.setVisible(view is not None and view.incident.training)
        self.unsaved.setVisible(view is not None and view.unsaved)
        self.conflict.setVisible(self._vm.has_conflict)
        self.owner.setVisible(False)
        if view is None:
            self.ticket.set_whole(self.tr("Tiket baru"))
            return
        self._render_view(view)

    def _render_view(self, view: IncidentView) -> None:
        incident = view.incident
        language = str(self._vm.desk.session.setting("screen.language"))
        self.ticket.set_whole(incident.ticket_number)
        self.state.setText(labels.word(labels.INCIDENT_STATES, incident.state.value))
        set_role(self.state, "chip" if incident.is_open else "info")
        self.priority.setVisible(bool(view.priority))
        self.priority.setText(priority_words(self._vm.desk.catalog, view.priority, language))
        self.priority.setToolTip(plain_tip(incident.priority_reason))
        set_role(self.priority, priority_role(view.priority))
        self._render_owner(view)
        self._render_ladder(incident.state)
        self.tick()

    def _render_ladder(self, state: IncidentState) -> None:
        """How far the ticket came: named before the dots, every step in the hint, said whole to a reader."""
        dots = _ladder_text(state)
        self.ladder.setText(self.tr("Tahap %1").replace("%1", dots) if dots else "")
        signs = self.tr("● sudah dilewati   ◉ sekarang   ○ belum")
        steps = [
            f"{dot}  {labels.word(labels.INCIDENT_STATES, step.value)}"
            for dot, step in zip(dots, LADDER, strict=False)
        ]
        self.ladder.setToolTip(plain_tip("\n".join((signs, *steps)) if dots else ""))
        said = self.tr("Tahap tiket: {state}, {at} dari {all}")
        at = LADDER.index(state) + 1 if dots else 0
        self.ladder.setAccessibleName(
            said.format(state=self.state.text(), at=at, all=len(LADDER)) if dots else self.state.text()
        )

    def _render_owner(self, view: IncidentView) -> None:
        """Whose it is, when it is not one's own or not settled yet: nobody works on another's by mistake."""
        incident = view.incident
        is_mine = self._vm.desk.ownership.is_mine(incident)
        self.owner.setVisible(incident.is_open and (not is_mine or bool(view.claim)))
        words = place_words(incident.owner_desk, view.owner_name)
        match view.claim:
            case "waiting":
                words = self.tr("… {owner}").format(owner=words)
                tip = self.tr("Menunggu kata ruangan.")
            case "provisional":
                words = self.tr("▲ {owner}, sementara").format(owner=words)
                tip = self.tr("Ruangan belum menjawab; meja lain mungkin lebih dulu.")
            case _:
                tip = self.tr("Kejadian ini ditangani petugas lain. Ctrl+Shift+A mengambil alih.")
        self.owner.set_whole(words)
        self.owner.setToolTip(plain_tip(f"{words}\n{tip}"))

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen the clocks take one line."""
        self.clocks.set_compact(is_compact=is_compact)

    @Slot()
    def tick(self) -> None:
        """A second passed."""
        view = self._vm.view
        if view is not None:
            self.clocks.show_clocks(view.clocks, self._vm.desk.now_us())

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self.ladder.setVisible(self._vm.view is not None and self.width() >= LADDER_MIN_PX)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.training.setText(self.tr("LATIHAN"))
        self.unsaved.setText(self.tr("✖ belum tersimpan"))
        self.unsaved.setToolTip(self.tr("Disk menolak; isian tetap di layar dan dicoba lagi."))
        self.conflict.setText(self.tr("▲ isian berbeda"))
        self.verify.setText(self.tr("Verifikasi") + f"  {VERIFY_KEY}")
        self.more.setText(self.tr("Status lain…") + f"  {STATE_KEY}")
        self.close_ticket.setText(self.tr("Tutup tiket…") + f"  {CLOSE_KEY}")
        self.hint.setText(
            self.tr(
                "Huruf pertama membuka draf. Enter mengambil saran; Enter sekali lagi maju ke isian berikut."
            )
        )
        self.reopen.setText(self.tr("Buka kembali…"))
        self.new.setText(self.tr("Tiket baru"))


def _ladder_text(state: IncidentState) -> str:
    """``●●◉○○``: how far it came, readable without colour; another state stands alone."""
    if state not in LADDER:
        return ""
    reached = LADDER.index(state)
    dots = ["●" if at < reached else "◉" if at == reached else "○" for at in range(len(LADDER))]
    return "".join(dots)
