"""Ctrl+Shift+F: everything that is drawn on the map, found by name, and what left it in the last days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from batola_desk.domain.map_feature import MapFeature
from batola_desk.map.spelling import fold_name
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.map_feature_views import FeatureView
from batola_desk.ui import labels
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.map.slices import Slices
from batola_desk.ui.map_features.feature_model import NAME, FeatureModel
from batola_desk.ui.map_features.feature_words import kind_words
from batola_desk.ui.map_features.layer_row import LayerRow
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner

ALL: Final = ""
ROWS_MAX: Final = 500  # LIMIT: nobody reads further down; the search does
GATHER_MS: Final = 150
GONE: Final = "gone"  # removed, or over


class FeatureSheet(Sheet):
    """Enter shows it on the map, E corrects it, Del removes it, K puts it back.

    Signals:
        edit_requested, shown_requested: a feature (id).
        add_requested: draw a new one.
    """

    edit_requested = Signal(str)
    shown_requested = Signal(str)
    add_requested = Signal()
    width_max_px = 1060

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("feature_sheet")
        self._desk = desk
        self._tasks = tasks
        self.search = QLineEdit(self)
        self.search.setObjectName("feature_search")
        self.kind = ChoiceBox(self)
        self.kind.setObjectName("feature_filter")
        self.add = button(self, "primary", "feature_add")
        self.counted = label(self, "muted", "feature_counted")
        self.model = FeatureModel(desk.now_us, lambda: desk.catalog.centre.utc_offset_min, self)
        self.table = BoardTable(self)
        self.table.setObjectName("feature_list")
        self.table.pane_keys = frozenset({Qt.Key.Key_E, Qt.Key.Key_K, Qt.Key.Key_Delete})
        self.table.arrange(self.model, stretched=NAME)
        self.empty = label(self, "empty", "feature_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.show_it, self.edit, self.remove, self.put_back = (
            button(self, "", name)
            for name in ("feature_show", "feature_edit", "feature_delete", "feature_restore")
        )
        self.files = LayerRow(desk, tasks, self)
        self.setAcceptDrops(True)
        self._hint = label(self, "small")
        self._hint.setWordWrap(True)
        self._folded: dict[str, tuple[MapFeature, str, str]] = {}
        self._fold_ahead = Slices(lambda: None, self)
        self._gather = QTimer(self)  # a file brings thousands of features in small parts
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.render_now)
        self._lay_out()
        self._connect(pulse)
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.kind)
        top.addWidget(self.counted)
        top.addWidget(self.add)
        self.below = QHBoxLayout()
        for made in (self.show_it, self.edit, self.remove, self.put_back):
            self.below.addWidget(made)
        self.below.addStretch(1)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(self.below)
        self.body.addWidget(self.files)
        self.body.addWidget(self._hint)

    def _connect(self, pulse: Pulse) -> None:
        self.search.textChanged.connect(self.render_now)
        self.search.returnPressed.connect(self._on_show)
        self.search.installEventFilter(self)
        self.kind.currentIndexChanged.connect(self.render_now)
        self.add.clicked.connect(self.add_requested)
        self.table.entered_on.connect(self._on_show)
        self.table.selectionModel().currentRowChanged.connect(self._render_buttons)
        self.show_it.clicked.connect(self._on_show)
        self.edit.clicked.connect(self._on_edit)
        self.remove.clicked.connect(self._on_remove)
        self.put_back.clicked.connect(self._on_put_back)
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- showing

    def bring_up(self, words: str = "") -> None:
        """Show the list; the keyboard is in the search."""
        super().bring_up()
        self.search.setText(words)
        self.render_now()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def chosen(self) -> FeatureView | None:
        """The line under the cursor."""
        row = self.table.chosen
        return row if isinstance(row, FeatureView) else None

    @Slot()
    def render_now(self) -> None:
        """Bring the table to what the desk says."""
        if not self.isVisible():
            return
        wanted, words = str(self.kind.currentData()), fold_name(self.search.text()).split()
        now_us, known = self._desk.now_us(), self._desk.map_features.listed()
        found = [one for one in known if _is_of(one, wanted, now_us)]
        if words:
            found = [one for one in found if self._has(one, words)]
        views = (self._desk.map_features.view(one.feature_id) for one in found[:ROWS_MAX])
        listed = [view for view in views if view is not None]
        self._fold_ahead.start(self._folds(known))
        self.table.show_rows(listed, self.empty)
        self.table.choose_first()
        number = len(found)
        count = QCoreApplication.translate("FeatureSheet", "%n objek", "", number)
        shown = self.tr("{shown} dari {count}").format(shown=len(listed), count=count)
        self.counted.setText(count if len(found) <= ROWS_MAX else shown)
        self._render_buttons()

    @Slot()
    def _render_buttons(self) -> None:
        view = self.chosen
        is_there = view is not None and not view.feature.is_removed
        self.show_it.setEnabled(view is not None)
        self.edit.setEnabled(view is not None and is_there and view.can_change)
        self.remove.setEnabled(view is not None and is_there and view.can_remove)
        self.put_back.setEnabled(view is not None and not is_there and view.can_change)
        may_draw = bool(self._desk.map_features.kinds_to_draw())
        self.add.setVisible(may_draw)
        self.files.setVisible(may_draw)

    def _has(self, feature: MapFeature, words: list[str]) -> bool:
        folded = self._folded_of(feature)
        return all(word in folded for word in words)

    def _folded_of(self, feature: MapFeature) -> str:
        """What it is found by, worked out once."""
        view = self._desk.map_features.view(feature.feature_id) if feature.incident_id else None
        ticket = view.ticket_number if view is not None else ""
        known = self._folded.get(feature.feature_id)
        if known is None or known[:2] != (feature, ticket):
            known = self._folded[feature.feature_id] = feature, ticket, _found_by(feature, ticket)
        return known[2]

    def _folds(self, features: Sequence[MapFeature]) -> Iterator[None]:
        """Between two paints: the first letter of a search then waits for nothing."""
        for feature in features:
            if feature.feature_id not in self._folded:
                self._folded_of(feature)
                yield

    # ---------------------------------------------------------------- what people do

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if self.table.hasFocus():
            match qt_event.key():
                case Qt.Key.Key_E:
                    self._on_edit()
                    return
                case Qt.Key.Key_Delete:
                    self._on_remove()
                    return
                case Qt.Key.Key_K:
                    self._on_put_back()
                    return
        super().keyPressEvent(qt_event)

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """Arrow down goes from the search into the list."""
        is_key = isinstance(qt_event, QKeyEvent) and qt_event.type() == QEvent.Type.KeyPress
        if watched is self.search and is_key and qt_event.key() == Qt.Key.Key_Down:  # type: ignore[attr-defined]
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, qt_event)

    def dragEnterEvent(self, qt_event: QDragEnterEvent) -> None:
        """One file may be dropped here."""
        if _dropped(qt_event.mimeData()):
            qt_event.acceptProposedAction()

    def dropEvent(self, qt_event: QDropEvent) -> None:
        """Take it over."""
        path = _dropped(qt_event.mimeData())
        if path and self.files.isVisible():
            self.files.take_file(path)

    @Slot()
    @Slot(QModelIndex)
    def _on_show(self, _index: object = None) -> None:
        view = self.chosen
        if view is not None:
            self.put_away()
            self.shown_requested.emit(view.feature_id)

    @Slot()
    def _on_edit(self) -> None:
        view = self.chosen
        if view is not None and self.edit.isEnabled():
            self.edit_requested.emit(view.feature_id)

    @Slot()
    def _on_remove(self) -> None:
        view = self.chosen
        if view is not None and self.remove.isEnabled():
            self._tasks.run(self._desk.map_features.remove(view.feature_id), "remove-feature")

    @Slot()
    def _on_put_back(self) -> None:
        view = self.chosen
        if view is not None and self.put_back.isEnabled():
            self._tasks.run(self._desk.map_features.restore(view.feature_id), "restore-feature")

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self.isVisible() and change.what & {"map_features", "person", "seat", "language"}:
            self._gather.start()

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Objek peta"))
        self.search.setPlaceholderText(self.tr("Cari nama, sebutan lain, catatan"))
        self.search.setAccessibleName(self.tr("Cari objek peta"))
        self.kind.setAccessibleName(self.tr("Saring jenis"))
        self.table.setAccessibleName(self.tr("Objek peta, terakhir diubah lebih dulu"))
        self.add.setText(self.tr("Tambah…"))
        self.show_it.setText(self.tr("Tampilkan  Enter"))
        self.edit.setText(self.tr("Ubah  E"))
        self.remove.setText(self.tr("Hapus  Del"))
        self.put_back.setText(self.tr("Kembalikan  K"))
        self.empty.setText(self.tr("Tidak ada objek yang cocok."))
        self._hint.setText(
            self.tr("Panah bawah: ke daftar · Yang dihapus atau lewat tetap di sini tujuh hari · Esc: tutup")
        )
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("Yang berlaku"), ALL)
        for code in labels.FEATURE_KINDS:
            self.kind.addItem(labels.word(labels.FEATURE_KINDS, code), code)
        self.kind.addItem(self.tr("Dihapus atau lewat"), GONE)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)
        self._folded.clear()
        self.model.retranslate()
        self.render_now()


def _dropped(data: QMimeData) -> str:
    """The path of the one local file that is dropped."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""


def _is_of(feature: MapFeature, wanted: str, now_us: int) -> bool:
    """Whether it belongs to the kind that was chosen."""
    is_shown = feature.is_drawn and not feature.is_over(now_us)
    return is_shown != (wanted == GONE) and wanted in {ALL, GONE, feature.kind}


def _found_by(feature: MapFeature, ticket: str) -> str:
    words = (kind_words(feature), feature.name, *feature.variants, feature.note, ticket)
    return fold_name(" ".join(words))
