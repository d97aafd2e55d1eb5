"""`batola-desk demo`: a desk of its own folder with the training caller (LATIHAN)."""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import platformdirs

from batola_desk.app import run_desk

TRAINING_HOST = "127.0.0.1"


def demo_home() -> Path:
    """Return the folder of the demo; it never touches a real desk's data."""
    return Path(platformdirs.user_data_dir("BatolaDeskDemo", appauthor=False))


def free_port() -> int:
    """Return a loopback port nobody listens on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((TRAINING_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def run_demo(arguments: argparse.Namespace) -> int:
    """Open the desk in training and let the training caller phone it until the window is closed."""
    home = arguments.home or demo_home()
    if arguments.fresh:
        shutil.rmtree(home, ignore_errors=True)
    desk_port = arguments.sip_port or free_port()
    trainer_port = free_port()
    command = [
        sys.executable,
        "-m",
        "batola_desk.engine.training",
        "--target",
        f"sip:112@{TRAINING_HOST}:{desk_port}",
        "--sip-port",
        str(trainer_port),
        "--until-stdin-closes",
        "--pace",
        arguments.pace,
    ]
    if arguments.seed is not None:
        command += ["--seed", str(arguments.seed)]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    trainer = subprocess.Popen(command, stdin=subprocess.PIPE, creationflags=flags)
    try:
        return run_desk(
            home=home,
            sip_host=TRAINING_HOST,
            sip_port=desk_port,
            training_peer=f"{TRAINING_HOST}:{trainer_port}",
        )
    finally:
        trainer.terminate()
        try:
            trainer.wait(5)
        except subprocess.TimeoutExpired:
            trainer.kill()
            trainer.wait()
