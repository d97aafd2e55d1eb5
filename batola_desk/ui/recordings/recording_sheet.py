"""The recordings of one call over form and map: hear, see, mark, export. All by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from batola_desk.services.recording_views import OWN, MarkView
from batola_desk.ui import labels
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import ElidedLabel, button, label, local_time, set_role, span_text
from batola_desk.ui.keyed_list import ITEM_ROLE, KeyedListModel
from batola_desk.ui.recordings.export_row import ExportRow
from batola_desk.ui.recordings.mark_field import MarkField
from batola_desk.ui.recordings.recording_view_model import RecordingViewModel
from batola_desk.ui.recordings.recording_words import mark_line
from batola_desk.ui.recordings.waveform_view import ZOOM, WaveformView
from batola_desk.ui.sheet import Sheet

SKIP_S = 5.0
LIST_PX = 250


class RecordingSheet(Sheet):
    """Draws a ``RecordingViewModel``; owns nothing of it."""

    width_max_px = 1500

    def __init__(self, vm: RecordingViewModel, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("recording_sheet")
        self._vm = vm
        self.state = ElidedLabel(self)
        self.parts = ChoiceBox(self)
        self.waveform = WaveformView(self)
        self.hint = label(self, "empty", "waveform_hint")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.marks = QListView(self)
        self.marks.setObjectName("recording_marks")
        self.marks.setFixedWidth(LIST_PX)
        self.model = KeyedListModel(mark_line, self)
        self.marks.setModel(self.model)
        self.play = button(self, "primary", "recording_play")
        self.back = button(self, "", "recording_back")
        self.forward = button(self, "", "recording_forward")
        self.slow = button(self, "", "recording_slow")
        self.closer = button(self, "", "recording_closer")
        self.wider = button(self, "", "recording_wider")
        self.time = label(self, "clock", "recording_time")
        self.mark_field = MarkField(self)
        self.unmark = button(self, "quiet", "recording_unmark")
        self.export = ExportRow(vm, self)
        for part in (self.play, self.back, self.forward, self.slow, self.closer, self.wider, self.unmark):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the sheet
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.state, 1)
        top.addWidget(self.parts)
        middle = QHBoxLayout()
        sound = QVBoxLayout()
        sound.addWidget(self.waveform, 1)
        sound.addWidget(self.hint, 1)
        middle.addLayout(sound, 1)
        beside = QVBoxLayout()
        beside.addWidget(self.marks, 1)
        beside.addWidget(self.unmark)
        middle.addLayout(beside)
        keys = QHBoxLayout()
        for part in (self.play, self.back, self.forward, self.slow, self.closer, self.wider):
            keys.addWidget(part)
        keys.addStretch(1)
        keys.addWidget(self.time)
        self.body.addLayout(top)
        self.body.addLayout(middle, 1)
        self.body.addLayout(keys)
        self.body.addWidget(self.mark_field)
        self.body.addWidget(self.export)

    def _connect(self) -> None:
        vm = self._vm
        vm.opened.connect(self.bring_up)
        vm.changed.connect(self.render_now)
        vm.cursor_moved.connect(self._on_cursor)
        vm.waveform_changed.connect(self._on_waveform)
        self.waveform.seek_requested.connect(vm.seek)
        self.waveform.extract_moved.connect(vm.set_extract)
        self.play.clicked.connect(vm.toggle_play)
        self.back.clicked.connect(self._skip_back)
        self.forward.clicked.connect(self._skip_forward)
        self.slow.clicked.connect(vm.toggle_speed)
        self.closer.clicked.connect(self._zoom_closer)
        self.wider.clicked.connect(self._zoom_wider)
        self.parts.activated.connect(vm.show_file)
        self.marks.activated.connect(self._on_mark_chosen)
        self.marks.clicked.connect(self._on_mark_chosen)
        self.marks.selectionModel().currentChanged.connect(self._render_unmark)
        self.mark_field.mark_requested.connect(vm.mark_here)
        self.mark_field.left.connect(self.setFocus)
        self.export.left.connect(self.setFocus)
        self.unmark.clicked.connect(self._on_unmark)
        self.closed.connect(vm.close)

    # ---------------------------------------------------------------- drawing

    @Slot()
    def render_now(self) -> None:
        """Draw everything but the sound itself."""
        view, file = self._vm.view, self._vm.file
        if view is None or file is None:
            return
        offset_min = self._vm.desk.catalog.centre.utc_offset_min
        at = local_time(view.offered_us, offset_min, "%d/%m/%y %H:%M:%S") if view.offered_us else ""
        self.title.setText(self.tr("Rekaman %1 · %2").replace("%1", view.number or "–").replace("%2", at))
        self._render_state()
        self.parts.setVisible(len(view.files) > 1)
        names = [self._part_words(number, part.start_s) for number, part in enumerate(view.files)]
        if [self.parts.itemText(row) for row in range(self.parts.count())] != names:
            self.parts.clear()
            self.parts.addItems(names)
        self.parts.setCurrentIndex(self._vm.file_at)
        self.model.show_items([(_key_of(mark), mark) for mark in file.marks])
        self.waveform.show_marks(file.marks)
        self.waveform.show_extract(self._vm.extract)
        self._render_unmark()
        self._render_keys()
        self._on_cursor(self._vm.cursor_s)

    def _render_state(self) -> None:
        view, file, playing = self._vm.view, self._vm.file, self._vm.playing
        assert view is not None
        assert file is not None
        facts = []
        if file.is_altered:
            facts.append(self.tr("✖ BERBEDA DARI SEGEL"))
        if playing is not None and playing.loading:
            facts.append(self.tr("◌ diambil dari penyimpanan …"))
        elif self._vm.fetched is not None:
            share = self.tr("◌ diambil dari penyimpanan: %1 %")
            facts.append(share.replace("%1", f"{100 * self._vm.fetched:.0f}"))
        elif not file.is_here:
            facts.append(self.tr("○ hanya di penyimpanan: ▶ mengambilnya"))
        facts.append(self.tr("✓ tersalin") if file.store else self.tr("◌ belum tersalin"))
        if view.held_reason:
            facts.append(self.tr("⚑ ditahan: %1").replace("%1", view.held_reason))
        facts.append(f"SHA-256 {file.sha256[:16]}…")
        self.state.set_whole(" · ".join(facts))
        set_role(self.state, "late" if file.is_altered else "small")
        self._render_hint()

    def _render_hint(self) -> None:
        file, error = self._vm.file, self._vm.desk.session.playback()
        has_sound = self._vm.waveform is not None
        self.waveform.setVisible(has_sound)
        self.hint.setVisible(not has_sound)
        if error is not None and error.error:
            self.hint.setText("✖ " + " ".join(labels.error_words(error.error, {})))
        elif self._vm.fetch_fault:
            words = " ".join(labels.error_words(self._vm.fetch_fault, {}))
            self.hint.setText(f"✖ {words} " + self.tr("Tekan Spasi untuk mencoba lagi."))
        elif self._vm.fetched is not None:
            self.hint.setText(self.tr("Berkas ini sudah dilepas dari meja dan sedang diambil kembali …"))
        elif file is not None and not file.is_here:
            self.hint.setText(
                self.tr("Berkas ini sudah dilepas dari meja. Tekan Spasi: diambil lalu diputar.")
            )
        else:
            self.hint.setText(self.tr("Gelombang suara sedang dibaca …"))

    def _render_keys(self) -> None:
        playing = self._vm.playing
        is_moving = playing is not None and not playing.paused
        self.play.setText(self.tr("‖ Jeda  Spasi") if is_moving else self.tr("▶ Putar  Spasi"))
        self.slow.setEnabled(playing is not None)
        is_slow = playing is not None and playing.speed < 1.0
        self.slow.setText(self.tr("1×  S") if is_slow else self.tr("0,8×  S"))

    @Slot(float)
    def _on_cursor(self, at_s: float) -> None:
        file = self._vm.file
        if file is None:
            return
        self.waveform.show_cursor(at_s)
        self.time.setText(f"{span_text(at_s)} / {span_text(file.duration_s)}")
        words = self.tr("Kursor %1 dari %2").replace("%1", span_text(at_s))
        self.waveform.setAccessibleName(words.replace("%2", span_text(file.duration_s)))

    @Slot()
    def _on_waveform(self) -> None:
        self.waveform.show_waveform(self._vm.waveform)
        self.waveform.show_marks(self._vm.marks)
        self._render_hint()
        self._on_cursor(self._vm.cursor_s)

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        handlers = {
            Qt.Key.Key_Space: self._vm.toggle_play,
            Qt.Key.Key_Left: self._skip_back,
            Qt.Key.Key_Right: self._skip_forward,
            Qt.Key.Key_Home: self._to_begin,
            Qt.Key.Key_Plus: self._zoom_closer,
            Qt.Key.Key_Equal: self._zoom_closer,
            Qt.Key.Key_Minus: self._zoom_wider,
            Qt.Key.Key_S: self._vm.toggle_speed,
            Qt.Key.Key_T: self.mark_field.take_keys,
            Qt.Key.Key_BracketLeft: self._vm.begin_extract,
            Qt.Key.Key_BracketRight: self._vm.end_extract,
            Qt.Key.Key_E: self.export.take_keys,
            Qt.Key.Key_H: self.export.toggle_hold,
            Qt.Key.Key_Delete: self._on_unmark,
        }
        handler = handlers.get(Qt.Key(qt_event.key()))
        has_modifier = qt_event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if handler is not None and not has_modifier:
            handler()
        else:
            super().keyPressEvent(qt_event)

    @Slot()
    def _skip_back(self) -> None:
        self._vm.skip(-SKIP_S)

    @Slot()
    def _skip_forward(self) -> None:
        self._vm.skip(SKIP_S)

    @Slot()
    def _to_begin(self) -> None:
        self._vm.seek(0.0)

    @Slot()
    def _zoom_closer(self) -> None:
        self.waveform.zoom(ZOOM)

    @Slot()
    def _zoom_wider(self) -> None:
        self.waveform.zoom(1 / ZOOM)

    @Slot()
    def _on_mark_chosen(self) -> None:
        mark = self.marks.currentIndex().data(ITEM_ROLE)
        if isinstance(mark, MarkView):
            self._vm.seek(mark.at_s)

    @Slot()
    def _render_unmark(self) -> None:
        self.unmark.setEnabled(self._chosen_own() is not None)

    @Slot()
    def _on_unmark(self) -> None:
        mark = self._chosen_own()
        if mark is not None:
            self._vm.unmark(mark.mark_id)

    def _chosen_own(self) -> MarkView | None:
        mark = self.marks.currentIndex().data(ITEM_ROLE)
        return mark if isinstance(mark, MarkView) and mark.kind == OWN else None

    # ---------------------------------------------------------------- words

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.back.setText(self.tr("5 d  ←"))
        self.forward.setText(self.tr("5 d  →"))
        self.closer.setText(self.tr("Dekat  +"))
        self.wider.setText(self.tr("Jauh  −"))
        self.unmark.setText(self.tr("Hapus tanda  Del"))
        self.marks.setAccessibleName(self.tr("Tanda pada rekaman, menurut waktu"))
        self.parts.setAccessibleName(self.tr("Bagian rekaman"))
        self.model.retranslate()
        self.render_now()

    def _part_words(self, number: int, start_s: float) -> str:
        words = self.tr("Bagian %1 · mulai %2").replace("%1", str(number + 1))
        return words.replace("%2", span_text(start_s))


def _key_of(mark: MarkView) -> str:
    return mark.mark_id or f"{mark.at_s:.3f}/{mark.kind}/{mark.text}"
