"""Weather warnings: what the band and the list show, and the one wish. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.weather import Taken
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.weather_views import WeatherSourceView, WeatherView
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner


class WeatherViewModel(QObject):
    """What holds, where it comes from.

    Signals:
        changed: read the properties again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._put_away: frozenset[str] = frozenset()
        pulse.changed.connect(self._on_change)

    @property
    def offset_min(self) -> int:
        """Of the centre's wall clock."""
        return self._desk.catalog.centre.utc_offset_min

    @property
    def now_us(self) -> int:
        """The desk's wall clock."""
        return self._desk.now_us()

    @property
    def credit(self) -> str:
        """Whose data the feed's are."""
        return self._desk.weather.credit

    @property
    def standing(self) -> Sequence[WeatherView]:
        """What holds here, the worst first."""
        return self._desk.weather.standing()

    @property
    def banner(self) -> Sequence[WeatherView]:
        """What the band has to say: what nobody has put away. A message that replaces another is new."""
        return [view for view in self.standing if view.key not in self._put_away]

    @property
    def sources(self) -> Sequence[WeatherSourceView]:
        """Where warnings come from by themselves."""
        return self._desk.weather.sources()

    @Slot()
    def put_away(self) -> None:
        """The band goes until something new is said; the list keeps everything."""
        self._put_away = frozenset(view.key for view in self.standing)
        self.changed.emit()

    @Slot()
    def toggle_banner(self) -> None:
        """Put the band away, or bring back what was put away."""
        if self.banner:
            self.put_away()
        else:
            self._put_away = frozenset()
            self.changed.emit()

    @Slot(str)
    def take_file(self, path: str) -> None:
        """A person chose a CAP document."""
        self._tasks.run(self._desk.weather.take_file(path.strip()), "weather-file", done=self._on_taken)

    def _on_taken(self, taken: Taken) -> None:
        words = {
            Taken.SHOWN: self.tr("Peringatan cuaca ditampilkan. Hanya di meja ini, sampai berakhir."),
            Taken.ELSEWHERE: self.tr("Peringatan ini tidak menyentuh kabupaten; tidak ditampilkan."),
            Taken.OVER: self.tr("Peringatan ini sudah berakhir atau sudah diganti; tidak ditampilkan."),
            Taken.CANCELLED: self.tr("Pembatalan diterima: peringatan yang dibatalkan sudah hilang."),
            Taken.NOTHING_CANCELLED: self.tr("Pembatalan diterima; peringatannya tidak ada di meja ini."),
            Taken.KNOWN: self.tr("Peringatan ini sudah ditampilkan."),
        }
        self._tasks.messages.info(words[taken])

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"weather", "language"}:
            self.changed.emit()
