"""The page of conflicts over form and map: the list, both sides beside each other, all by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from batola_desk.services.conflict_views import ConflictView
from batola_desk.ui.conflicts.conflicts_view_model import ConflictsViewModel
from batola_desk.ui.conflicts.side_card import SideCard
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.keyed_list import ITEM_ROLE
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.shell_parts import EmptyLabel

CARDS_MAX = 4  # LIMIT: beside each other; the sentence names every side
SIDES_PX = 230


class ConflictsSheet(Sheet):
    """Draws a ``ConflictsViewModel``.

    Signals:
        incident_activated: a ticket is to be opened (incident id).
    """

    incident_activated = Signal(str)
    width_max_px = 1300

    def __init__(self, vm: ConflictsViewModel, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("conflicts_sheet")
        self._vm = vm
        self._cards: list[SideCard] = []
        self._armed = ""  # fact whose dispatch is taken back by the next press
        self._shown: ConflictView | None = None
        self.filter = button(self, "", "conflicts_filter")
        self.counted = label(self, "muted", "conflicts_counted")
        self.list = QListView(self)
        self.list.setObjectName("conflicts_list")
        self.list.setModel(vm.model)
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyLabel(self)
        self.what = label(self, "title", "conflicts_what")
        self.what.setWordWrap(True)
        self.seen_by = label(self, "ok", "conflicts_seen_by")
        self.sides = QWidget(self)
        self.note = QLineEdit(self)
        self.note.setObjectName("conflicts_note")
        self.note.setMaxLength(500)
        self.mark = button(self, "primary", "conflicts_seen")
        self.hint = label(self, "small", "conflicts_keys")
        self.hint.setWordWrap(True)
        for part in (self.filter, self.mark):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the list
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.counted, 1)
        top.addWidget(self.filter)
        self.sides_row = QHBoxLayout(self.sides)
        self.sides_row.setContentsMargins(0, 0, 0, 0)
        self.sides_row.setSpacing(10)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.mark)
        self.detail = QWidget(self)
        detail = QVBoxLayout(self.detail)
        detail.setContentsMargins(0, 4, 0, 0)
        detail.setSpacing(8)
        detail.addWidget(self.what)
        detail.addWidget(self.seen_by)
        detail.addWidget(self.sides, 1)
        detail.addLayout(below)
        self.sides.setMinimumHeight(SIDES_PX // 2)
        self.body.addLayout(top)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.hint)

    def _connect(self) -> None:
        self._vm.changed.connect(self.render_now)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(self._on_double_click)
        self.filter.clicked.connect(self._vm.toggle_filter)
        self.mark.clicked.connect(self._mark_seen)
        self.note.returnPressed.connect(self._mark_seen)
        self.closed.connect(self._on_closed)

    # ---------------------------------------------------------------- showing

    @Slot()
    def bring_up(self) -> None:
        """Read the list, show it, and give it the keyboard."""
        self._vm.watch(is_watched=True)
        super().bring_up()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def current(self) -> ConflictView | None:
        """The conflict under the cursor."""
        view = self.list.currentIndex().data(ITEM_ROLE)
        return view if isinstance(view, ConflictView) else None

    @Slot()
    def render_now(self) -> None:
        """Draw what the view-model has."""
        count = self._vm.model.rowCount()
        if count and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._vm.model.index(0, 0))
        has_keyboard = self.focusWidget() is not None and self.isVisible()
        self.list.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        if count and has_keyboard and not self._is_typing():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not count and self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_state()
        self._render_detail()

    def _is_typing(self) -> bool:
        return self.note.hasFocus()

    def _render_detail(self) -> None:
        view = self.current
        self.detail.setVisible(view is not None)
        if view is None:
            self._shown = None
            return
        self.what.setText(self._vm.sentence(view))
        seen = self._vm.seen(view)
        self.seen_by.setText(f"✓ {seen}")
        self.seen_by.setVisible(bool(seen))
        for part in (self.note, self.mark):
            part.setVisible(view.conflict.is_open or bool(self._vm.marked))
        if view != self._shown:
            self._shown = view
            self._armed = ""
            self._make_cards(view)

    def _make_cards(self, view: ConflictView) -> None:
        for card in self._cards:
            self.sides_row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for number, side in enumerate(view.sides[:CARDS_MAX], start=1):
            card = SideCard(self._vm, view, side, number, self.sides)
            card.settled.connect(self._on_settled)
            card.opened.connect(self._open)
            self.sides_row.addWidget(card, 1)
            self._cards.append(card)

    def _say_state(self) -> None:
        self.counted.setText(self.tr("{count} terbuka").format(count=self._vm.desk.conflicts.count()))
        words = self.tr("Yang terbuka saja") if self._vm.everything else self.tr("Semua, juga yang dilihat")
        self.filter.setText(f"{words}  T")
        marked = len(self._vm.marked)
        seen = self.tr("Tandai {count} dilihat").format(count=marked) if marked else self.tr("Sudah dilihat")
        self.mark.setText(f"{seen}  L")
        self.empty.setText(
            self.tr("Belum pernah ada konflik antara meja.")
            if self._vm.everything
            else self.tr("Tidak ada konflik yang terbuka. Bila dua meja berselisih, muncul di sini.")
        )

    # ---------------------------------------------------------------- keys

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        is_key = watched is self.list and qt_event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(qt_event, QKeyEvent) and self._obey(qt_event):
            return True
        return super().eventFilter(watched, qt_event)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if self._is_typing():  # what the field leaves over is not meant for the list
            if qt_event.key() == Qt.Key.Key_Escape:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._obey(qt_event):
            super().keyPressEvent(qt_event)

    def _obey(self, qt_event: QKeyEvent) -> bool:
        """Do what the key says; False when it says nothing here."""
        if qt_event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        view = self.current
        match qt_event.key():
            case Qt.Key.Key_T:
                self._vm.toggle_filter()
            case Qt.Key.Key_A:
                self._vm.mark_all()
            case Qt.Key.Key_L:
                self._mark_seen()
            case Qt.Key.Key_C if self.note.isVisible():
                self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case Qt.Key.Key_Space if view is not None:
                self._vm.toggle_mark(view)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if view is not None:
                self._open(view.incident_id)
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                self._settle_number(key - Qt.Key.Key_0)
            case _:
                return False
        return True

    def _settle_number(self, number: int) -> None:
        card = next((card for card in self._cards if card.number == number), None)
        if card is not None and not card.settle.isHidden() and card.settle.isEnabled():
            self._settle(card)

    @Slot()
    def _on_settled(self) -> None:
        card = self.sender()
        if isinstance(card, SideCard):
            self._settle(card)

    def _settle(self, card: SideCard) -> None:
        fact_id = card.side.side.fact_id
        if card.side.can_withdraw and self._armed != fact_id:
            self._armed = fact_id
            for other in self._cards:
                other.say_settle(is_armed=other is card)
            return
        self._armed = ""
        self._vm.settle(card.view, card.side)

    @Slot()
    def _mark_seen(self) -> None:
        self._vm.mark_seen(self.current, self.note.text(), self._on_seen)

    def _on_seen(self, _result: object) -> None:
        if isValid(self.note):
            self.note.clear()
            if self.isVisible():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _open(self, incident_id: str) -> None:
        if incident_id:
            self.put_away()
            self.incident_activated.emit(incident_id)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._render_detail()

    @Slot(QModelIndex)
    def _on_double_click(self, _index: QModelIndex) -> None:
        view = self.current
        if view is not None:
            self._open(view.incident_id)

    @Slot()
    def _on_closed(self) -> None:
        self._vm.watch(is_watched=False)

    # ---------------------------------------------------------------- language

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Konflik antara meja"))
        self.list.setAccessibleName(self.tr("Konflik, terbaru lebih dulu"))
        self.note.setPlaceholderText(self.tr("Catatan, boleh kosong (C, lalu Enter)"))
        self.note.setAccessibleName(self.tr("Catatan"))
        self.hint.setText(
            self.tr(
                "↑ ↓ pilih · Enter buka tiket · 1–4 pakai nilai atau tarik pengiriman · Spasi tandai"
                " · A semua · C catatan · L sudah dilihat · T terbuka/semua"
            )
        )
        self._shown = None
        self._say_state()
        self._render_detail()
