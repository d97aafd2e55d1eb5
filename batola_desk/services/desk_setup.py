"""What a desk is made of: handed in by the composition root, or by a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.cap.config import WeatherSettings
from batola_desk.interop.intake.config import DeskLinkSettings, TextSenders
from batola_desk.interop.mail.config import MailSettings
from batola_desk.interop.position_config import PositionSettings
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.alarms import SystemLog
from batola_desk.services.centre_lists import ListPort
from batola_desk.services.context import Person
from batola_desk.services.line_link import LineConnector
from batola_desk.services.session import SettingsPort
from batola_desk.settings.book import SettingsBook
from batola_desk.settings.paths import DeskPaths
from batola_desk.sync.config import RoomSettings
from batola_desk.updates.config import UpdateSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSetup:
    """What a desk is made of.

    Attributes:
        desk: letter of this workstation.
        training: everything here is practice (LATIHAN).
        configuration_faults: what the loader complained of (file, line, allowed); each becomes an alarm.
        room: where the secretariat is; None = the desk stands alone.
        room_fault: why that could not be read.
        positions: where callers' positions may come from beside the calls.
        weather: where warnings of the weather office come from.
        links: how callers are asked for their position by a link; None = not at all.
        senders: how texts to callers go out.
        mail: the server that takes e-mail for agencies; None = the operator's mail program sends it.
        system_log: where alarms are written besides; None = nowhere.
        load_updates: reads whose packages are believed; None = ``update.toml`` alone says it.
        open_lists: makes the book of the centre's lists; None = it shows none.
        open_settings_book: makes the book of every setting, which takes a moment; None = it shows none.
    """

    paths: DeskPaths
    catalog: Catalog
    gazetteer: Gazetteer
    settings: SettingsPort
    connector: LineConnector
    person: Person
    desk: str = "A"
    app_version: str = ""
    training: bool = False
    configuration_faults: tuple[str, ...] = ()
    room: RoomSettings | None = None
    room_fault: EnvironmentFault | None = None
    positions: PositionSettings = field(default_factory=PositionSettings)
    weather: WeatherSettings = field(default_factory=WeatherSettings)
    links: DeskLinkSettings | None = None
    senders: TextSenders = field(default_factory=TextSenders)
    mail: MailSettings | None = None
    system_log: SystemLog | None = None
    open_settings_book: Callable[[], SettingsBook] | None = None
    open_lists: Callable[[], ListPort] | None = None
    load_updates: Callable[[], UpdateSettings] | None = None

    @property
    def senders_here(self) -> TextSenders:
        """Practice reaches nobody: its texts are pasted, whatever IT set up."""
        return TextSenders() if self.training else self.senders

    @property
    def is_alone(self) -> bool:
        """No secretariat is meant; one that is meant and could not be read is not the same."""
        return self.room is None and self.room_fault is None
