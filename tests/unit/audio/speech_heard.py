"""How the engine hears a sound: through the meter of the audio room and its own rule."""

from __future__ import annotations

from batola_desk.audio.frames import FRAME_SAMPLES, Samples
from batola_desk.audio.speech import SpeechMeter
from batola_desk.engine.speech import SpeechDetector
from batola_desk.settings.paths import resource_path

VOICES = resource_path("training", "voices")


def silences(samples: Samples) -> list[float]:
    """Seconds since speech, ten times a second, as the engine reckons them."""
    meter, detector = SpeechMeter(), SpeechDetector(0.0)
    found = []
    for index in range(len(samples) // FRAME_SAMPLES):
        meter.feed(samples[index * FRAME_SAMPLES : (index + 1) * FRAME_SAMPLES])
        if index % 5 == 4:
            found.append(detector.feed(meter.spoken_count, (index + 1) * 0.02))
    return found
