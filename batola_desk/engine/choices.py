"""What the operator chose at the screen about sound, kept for the next start of the engine."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from batola_desk.engine.volumes import DEFAULT_VOLUMES
from batola_desk.settings.whole_file import write_whole

log = logging.getLogger("batola.engine")

CHOICES_NAME = "line-choices.json"


@dataclass(frozen=True, slots=True)
class Choices:
    """Names of devices (empty = best), gains by role, and whether callers are brought near one level."""

    headset: str
    microphone: str
    loudspeaker: str
    volumes: Mapping[str, float]
    second_headset: str = ""
    second_microphone: str = ""
    second_microphone_on: bool = False
    automatic_gain: bool = True


class ChoiceFile:
    """A small JSON file; whatever is wrong with it, the engine starts with its configuration."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, default: Choices) -> Choices:
        """Return what was chosen last, or ``default``."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            volumes = {
                role: min(max(float(found["volumes"].get(role, gain)), 0.0), 1.0)
                for role, gain in (dict(DEFAULT_VOLUMES) | dict(default.volumes)).items()
            }
            return Choices(
                headset=str(found["headset"]),
                microphone=str(found["microphone"]),
                loudspeaker=str(found["loudspeaker"]),
                second_headset=str(found.get("second_headset", "")),
                second_microphone=str(found.get("second_microphone", "")),
                second_microphone_on=found.get("second_microphone_on") is True,
                automatic_gain=found.get("automatic_gain", default.automatic_gain) is True,
                volumes=volumes,
            )
        except FileNotFoundError:
            return default
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            log.warning("the chosen sound devices cannot be read", extra={"fault": type(fault).__name__})
            return default

    def save(self, choices: Choices) -> None:
        """Replace the file; a fault costs the memory of the choice only."""
        try:
            write_whole(self._path, json.dumps(asdict(choices)).encode())
        except OSError as fault:
            log.warning("the chosen sound devices cannot be kept", extra={"fault": type(fault).__name__})
