"""Renders the sentences of resources/config/silent_procedure.toml to resources/prompts/*.wav.

The files are placeholders for a human voice: a centre records its own and puts them into the folder
``prompts`` of its configuration (see resources/prompts/README.md). Needs espeak-ng; the rendered files are
part of the repository. The same input gives the same files.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tomllib
import wave
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from batola_desk.audio.prompt import load_prompt  # noqa: E402
from batola_desk.audio.resample import StreamResampler  # noqa: E402

FOLDER = ROOT / "resources" / "prompts"
RATE_HZ = 16000
SPEECH_RMS_DBFS = -19.0
EDGE_S = 0.15


def render(text: str) -> bytes:
    """One sentence as a 16-bit WAV."""
    command = ["espeak-ng", "-v", "id+f2", "-p", "45", "-s", "135", "--stdout", text]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
        rate_hz = file.getframerate()
    samples = StreamResampler(rate_hz, RATE_HZ).process(np.append(pcm, np.zeros(2000, np.float32)))
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    samples = samples[loud[0] : loud[-1]]
    samples = samples * (10 ** (SPEECH_RMS_DBFS / 20) / np.sqrt(np.mean(samples**2)))
    samples = np.clip(samples, -0.95, 0.95)
    edge = np.zeros(round(EDGE_S * RATE_HZ), np.float32)
    body = (np.concatenate([edge, samples, edge]) * 32767).astype("<i2").tobytes()
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(body)
    return target.getvalue()


def main() -> int:
    """Render everything anew and judge it as the engine will."""
    if shutil.which("espeak-ng") is None:
        print("espeak-ng is not installed (apt install espeak-ng)", file=sys.stderr)
        return 1
    procedure = tomllib.loads((ROOT / "resources/config/silent_procedure.toml").read_text(encoding="utf-8"))
    FOLDER.mkdir(exist_ok=True)
    for prompt in procedure["prompt"]:
        path = FOLDER / f"{prompt['sound']}.wav"
        path.write_bytes(render(prompt["text"]))
        load_prompt(path)
        print(path.name, path.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
