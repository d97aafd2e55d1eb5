"""IT's files as they count at this desk: what lies in the configuration folder, and over it the policy.

The organisation's policy may set every value of the registry of settings (``settings.policy``); whoever reads
one of the files for real work, or to say how it stands, reads it here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from batola_desk.settings.catalog import LoadedCatalog, load_catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.entry import Entry
from batola_desk.settings.paths import SETTINGS_NAME, DeskPaths, resource_path
from batola_desk.settings.policy import POLICY_FILES, read_policy

if TYPE_CHECKING:
    from batola_desk.interop.avl.config import AvlSettings
    from batola_desk.interop.cap.config import WeatherSettings
    from batola_desk.interop.intake.config import IntakeSettings
    from batola_desk.interop.mail.config import MailSettings
    from batola_desk.interop.position_config import PositionSettings
    from batola_desk.sync.config import RoomSettings
    from batola_desk.updates.config import UpdateSettings

CATALOG: Final = "catalog"
log = logging.getLogger("batola.settings")


def no_rules(_file: str) -> Mapping[str, Entry]:
    """No policy is obeyed: for who knows no registry of settings."""
    return {}


class SiteFiles:
    """Reads them.

    Args:
        rules: file → what a policy may say of it; asked only where a policy says something, which nearly
            nowhere it does: the registry of settings takes its time.
    """

    def __init__(self, paths: DeskPaths, rules: Callable[[str], Mapping[str, Entry]]) -> None:
        self._paths = paths
        self._rules = rules

    def policy(self, file: str) -> dict[str, object]:
        """Return ``section.key`` → value of one file; what does not fit is logged and left out."""
        policy = read_policy(self._paths)
        if not policy.said.get(file):
            return {}
        rules = self._rules(file)
        for wrong in policy.complaints(file, rules):
            log.warning("policy: %s cannot be used; allowed: %s", wrong.key, wrong.allowed)
        return policy.values(file, rules)

    def faults(self) -> tuple[ConfigError, ...]:
        """Return what is wrong with what the policy says of these files; ``SettingsStore`` tells its own."""
        policy = read_policy(self._paths)
        said = [file for file in POLICY_FILES if file != SETTINGS_NAME and policy.said.get(file)]
        return tuple(fault for file in said for fault in policy.complaints(file, self._rules(file)))

    def catalog(self) -> LoadedCatalog:
        """Return the centre's data. Raises as ``load_catalog``."""
        parts = [file for file in POLICY_FILES if file.startswith(f"{CATALOG}/")]
        said = {file.rpartition("/")[2]: self.policy(file) for file in parts}
        return load_catalog(resource_path("config"), self._paths.config / CATALOG, policy=said)

    def room(self, *, desk: str) -> RoomSettings | None:
        """Return how the shared database is reached. Raises as ``load_room_settings``."""
        from batola_desk.sync.config import CONFIG_NAME, load_room_settings

        path = self._paths.config / CONFIG_NAME
        return load_room_settings(path, desk=desk, policy=self.policy(CONFIG_NAME))

    def positions(self) -> PositionSettings:
        """Return where callers' positions come from. Raises as ``load_position_settings``."""
        from batola_desk.interop.position_config import CONFIG_NAME, load_position_settings

        return load_position_settings(self._paths.config / CONFIG_NAME, policy=self.policy(CONFIG_NAME))

    def weather(self) -> WeatherSettings:
        """Return where warnings of the weather office come from. Raises as ``load_weather_settings``."""
        from batola_desk.interop.cap.config import CONFIG_NAME, load_weather_settings

        return load_weather_settings(self._paths.config / CONFIG_NAME, policy=self.policy(CONFIG_NAME))

    def avl(self) -> AvlSettings:
        """Return how the program of positions listens. Raises as ``load_avl_settings``."""
        from batola_desk.interop.avl.config import CONFIG_NAME, load_avl_settings

        return load_avl_settings(self._paths.config / CONFIG_NAME, policy=self.policy(CONFIG_NAME))

    def intake(self) -> IntakeSettings:
        """Return what strangers may send. Raises as ``load_intake_settings``."""
        from batola_desk.interop.intake.config import CONFIG_NAME, load_intake_settings

        return load_intake_settings(self._paths.config / CONFIG_NAME, policy=self.policy(CONFIG_NAME))

    def mail(self) -> MailSettings | None:
        """Return the server that takes e-mail for agencies. Raises as ``load_mail_settings``."""
        from batola_desk.interop.mail.config import CONFIG_NAME, load_mail_settings

        return load_mail_settings(self._paths.config / CONFIG_NAME, policy=self.policy(CONFIG_NAME))

    def updates(self) -> UpdateSettings:
        """Return whose packages are believed. Raises as ``load_update_settings``."""
        from batola_desk.updates.config import CONFIG_NAME, load_update_settings

        return load_update_settings(self._paths.config / CONFIG_NAME, policy=self.policy(CONFIG_NAME))
