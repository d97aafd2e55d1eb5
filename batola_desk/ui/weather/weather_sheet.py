"""Alt+Shift+C: the weather warnings that hold here, what they say, where they come from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QWidget

from batola_desk.services.weather_views import WeatherView
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.weather.weather_model import WHERE, WeatherModel
from batola_desk.ui.weather.weather_view_model import WeatherViewModel
from batola_desk.ui.weather.weather_words import source_words, state_words, whole_words


class WeatherSheet(Sheet):
    """Up and down choose; the whole text of what is chosen stands below."""

    width_max_px = 1000

    def __init__(self, vm: WeatherViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self._dialog: QFileDialog | None = None
        self.setObjectName("weather")
        self.model = WeatherModel(vm, self)
        self.table = BoardTable(self)
        self.table.setObjectName("weather_list")
        self.table.arrange(self.model, stretched=WHERE)
        self.empty = label(self, "empty", "weather_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.whole = label(self, "", "weather_whole")
        self.whole.setWordWrap(True)
        self.whole.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.reading = QScrollArea(self)
        self.reading.setWidgetResizable(True)
        self.reading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reading.setWidget(self.whole)
        self.credit = label(self, "small", "weather_credit")
        self.credit.setWordWrap(True)
        self.sources = label(self, "small", "weather_sources")
        self.sources.setWordWrap(True)
        self.choose = button(self, "", "weather_choose")
        self.choose.clicked.connect(self._choose)
        self.band = button(self, "", "weather_band")
        self.band.clicked.connect(vm.toggle_banner)
        foot = QHBoxLayout()
        foot.addWidget(self.sources, 1)
        foot.addWidget(self.band, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(self.table, 2)
        self.body.addWidget(self.empty, 2)
        self.body.addWidget(self.reading, 3)
        self.body.addWidget(self.credit)
        self.body.addLayout(foot)
        self.table.selectionModel().currentRowChanged.connect(self._render_chosen)
        vm.changed.connect(self._on_changed)
        self.retranslate()

    def bring_up(self) -> None:
        """Show the list with the keyboard in it."""
        super().bring_up()
        self.render_now()
        (self.table if self.table.isVisible() else self.choose).setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def render_now(self) -> None:
        """Bring everything to what the desk says."""
        self.table.show_rows(self._vm.standing, self.empty)
        self.table.choose_first()
        self.empty.setText(self._empty_words())
        self.sources.setText(self._source_words())
        self.band.setVisible(bool(self._vm.standing))
        self.band.setText(self.tr("Sembunyikan pita") if self._vm.banner else self.tr("Tampilkan pita lagi"))
        self._render_chosen()

    @Slot()
    def _on_changed(self) -> None:
        if self.isVisible():
            self.render_now()

    @Slot()
    def _render_chosen(self) -> None:
        row = self.table.chosen if self.model.rows else None
        view = row if isinstance(row, WeatherView) else None
        self.reading.setVisible(view is not None)
        self.credit.setVisible(view is not None)
        if view is not None:
            self.whole.setText(whole_words(view))
            self.credit.setText(source_words(view, self._vm.credit, self._vm.offset_min, self._vm.now_us))

    def _empty_words(self) -> str:
        """No warning is not the same as nobody to ask."""
        sources = self._vm.sources
        if not sources:
            return self.tr(
                "Meja ini tidak mengambil peringatan cuaca sendiri (weather.toml)."
                " Berkas CAP bisa diambil dengan tangan."
            )
        if all(source.is_silent or source.heard_us is None for source in sources):
            return self.tr("Belum ada jawaban dari sumbernya. Ini belum berarti tidak ada peringatan.")
        return self.tr("Tidak ada peringatan cuaca yang berlaku di kabupaten ini.")

    def _source_words(self) -> str:
        states = [state_words(one, self._vm.offset_min, self._vm.now_us) for one in self._vm.sources]
        owed = (
            self.tr("Sumber data: {credit}.").format(credit=self._vm.credit)
            if states and not self._vm.standing
            else ""
        )
        return "\n".join(filter(None, (owed, *states)))

    @Slot()
    def _choose(self) -> None:
        """A file window beside ours: it blocks nothing."""
        dialog = QFileDialog(self.window(), self.tr("Berkas CAP"), "", "CAP (*.xml *.cap)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._vm.take_file)
        self._dialog = dialog
        dialog.show()

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "choose"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Peringatan cuaca"))
        self.table.setAccessibleName(self.tr("Peringatan cuaca, yang terberat lebih dulu"))
        self.reading.setAccessibleName(self.tr("Isi peringatan"))
        self.choose.setText(self.tr("Ambil berkas CAP …"))
        self.model.retranslate()
        self.render_now()
