"""The four volume controls of the screen as the audio room's eight."""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.audio.config import Volumes

# sidetone is for headsets that need it; most USB headsets make their own
DEFAULT_VOLUMES: Mapping[str, float] = {"headset": 0.8, "ring": 0.9, "alerts": 0.8, "sidetone": 0.0}

_EAR_SHARE = 0.55  # ring and alerts sound softer in the ear than in the room


def audio_volumes(volumes: Mapping[str, float]) -> Volumes:
    """Return the audio room's volumes; roles that are missing keep their default."""
    headset, ring, alerts, sidetone = (
        volumes.get(role, DEFAULT_VOLUMES[role]) for role in ("headset", "ring", "alerts", "sidetone")
    )
    return Volumes(
        ear=headset,
        playback=headset,
        sidetone=sidetone,
        ring_loudspeaker=ring,
        ring_headset=ring * _EAR_SHARE,
        alert_loudspeaker=alerts,
        alert_headset=alerts * _EAR_SHARE,
    )
