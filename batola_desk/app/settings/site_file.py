"""One of IT's files changed from the program: read back by who will use it before it is written.

``settings.toml``, ``line.toml`` and ``secretariat.toml`` are written as the installer writes them
(``machine_config``: passwords encrypted or in a file of their own), all others here by the same rules: whole
or not at all, the file as it was stays beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from batola_desk.app.setup import machine_config
from batola_desk.app.setup.configure_options import Answers
from batola_desk.interop.avl.config import CONFIG_NAME as AVL
from batola_desk.interop.avl.config import load_avl_settings
from batola_desk.interop.cap.config import CONFIG_NAME as WEATHER
from batola_desk.interop.cap.config import load_weather_settings
from batola_desk.interop.intake.config import CONFIG_NAME as INTAKE
from batola_desk.interop.intake.config import load_intake_settings
from batola_desk.interop.mail.config import CONFIG_NAME as MAIL
from batola_desk.interop.mail.config import load_mail_settings
from batola_desk.interop.position_config import CONFIG_NAME as POSITIONS
from batola_desk.interop.position_config import load_position_settings
from batola_desk.settings.catalog import CATALOG_VERSION, FILES, load_catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.file_set import keep_set, write_set
from batola_desk.settings.paths import resource_path
from batola_desk.settings.toml_file import read_toml
from batola_desk.settings.toml_writer import dump_toml
from batola_desk.settings.whole_file import write_whole
from batola_desk.updates.config import CONFIG_NAME as UPDATE
from batola_desk.updates.config import load_update_settings

OLD_SUFFIX: Final = ".old"
CATALOG: Final = "catalog"
_SETUP: Final[Mapping[str, str]] = {file: name for name, file in machine_config.FILES.items()}
_LOADERS: Final[Mapping[str, Callable[[Path], object]]] = {
    AVL: load_avl_settings,
    INTAKE: load_intake_settings,
    MAIL: load_mail_settings,
    POSITIONS: load_position_settings,
    UPDATE: load_update_settings,
    WEATHER: load_weather_settings,
}
_HEAD: Final = "# Written in the settings window; the file as it was lies beside it (.old).\n\n"


def is_written_here(file: str) -> bool:
    """Whether a file, named as seen from the configuration folder, is written by the program."""
    folder, _, name = file.rpartition("/")
    return file in _SETUP or file in _LOADERS or (folder == CATALOG and name in FILES)


def data_of(config: Path, file: str) -> dict[str, Any]:
    """Return what a file says now. Raises ConfigError."""
    path = config / file
    return read_toml(path).data if path.exists() else {}


def draft(config: Path, file: str, tables: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the files that change when these tables or values stand in a file.

    Args:
        tables: top level of the file: a section is merged by key, a list of tables and a value replace.

    Raises:
        ConfigError, EnvironmentFault: the program could not use the result.
    """
    if file in _SETUP:
        answers = Answers(documents={_SETUP[file]: dict(tables)})
        return dict(machine_config.draft(config, answers).files)
    whole = machine_config.merged(data_of(config, file), tables)
    if file == MAIL:
        whole = machine_config.with_secrets(whole)
    if file.startswith(f"{CATALOG}/"):
        whole = {"version": CATALOG_VERSION, **whole}
    try:
        files = {file: _HEAD + dump_toml(whole)}
    except TypeError as fault:
        raise ConfigError(config / file, 1, "", found=str(fault), allowed="texts, numbers, lists") from fault
    with machine_config.laid_out(config, files) as folder:
        _check(folder, file)
    return files


def write(config: Path, files: Mapping[str, str]) -> None:
    """Write drafted texts, all of them or none. Raises OSError."""
    for folder in {(config / file).parent for file in files}:
        folder.mkdir(parents=True, exist_ok=True)
        own = {(config / file).name: text.encode() for file, text in files.items()}
        for name in own:
            if (folder / name).exists():
                write_whole(folder / f"{name}{OLD_SUFFIX}", (folder / name).read_bytes(), is_private=True)
        write_set(folder, own)
        keep_set(folder)


def _check(folder: Path, file: str) -> None:
    if file in _LOADERS:
        _LOADERS[file](folder / file)
        return
    loaded = load_catalog(resource_path("config"), folder / CATALOG)
    name = file.rpartition("/")[2]
    for fault in loaded.faults:
        if fault.file.name == name:
            raise fault
