"""``batola-line``: the engine process. Normally started by the desk (``ipc.launcher``)."""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import sys
import threading
import uuid
from dataclasses import replace
from functools import partial
from pathlib import Path

from batola_desk.audio.desk import AudioDesk
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.limits import RecordingLimits
from batola_desk.engine.call_ports import Clocks
from batola_desk.engine.choices import CHOICES_NAME, ChoiceFile
from batola_desk.engine.config import CONFIG_NAME, LineSettings, load_settings
from batola_desk.engine.core import EngineCore, Parts
from batola_desk.engine.dose import DOSE_NAME
from batola_desk.engine.ears import LineEars
from batola_desk.engine.process import EndSwitch, TrainingWatch, raise_priority
from batola_desk.engine.prompts import PROMPTS_NAME, load_shelf
from batola_desk.engine.recording_keeper import BOOK_NAME, RecordingKeeper
from batola_desk.engine.recordings import recover_recordings
from batola_desk.engine.sound_desk import SoundFiles
from batola_desk.engine.spool import FactSpool
from batola_desk.engine.telephone import Telephone, TrainingRoute
from batola_desk.engine.training.scenarios import load_scenarios
from batola_desk.ipc.instance_lock import InstanceLock, lock_path, pid_path
from batola_desk.ipc.launcher import EXIT_ALREADY_RUNNING
from batola_desk.ipc.server import EngineServer
from batola_desk.ipc.transport import create_token, wire_address
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.log_setup import start_log
from batola_desk.settings.memory_tidier import MemoryTidier
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.site_policy import site_files

log = logging.getLogger("batola.engine")

LOG_NAME = "line"
LINE_WAIT_S = 2.0
EXIT_CONFIG = 4
EXIT_FOLDERS = 5


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="batola-line", description="Telephone and sound of one Batola desk."
    )
    parser.add_argument("--home", type=Path, help="put every file below this folder (demo, tests)")
    parser.add_argument("--config", type=Path, help=f"configuration file instead of {CONFIG_NAME}")
    parser.add_argument("--sip-host", help="local address for SIP and RTP")
    parser.add_argument("--sip-port", type=int, help="SIP port, 0 takes a free one")
    parser.add_argument("--user", help="user name of the line")
    parser.add_argument("--registrar", help="SIP URI of the PBX; without it the line takes direct calls")
    parser.add_argument("--rtp-first", type=int, dest="rtp_port_first", help="first RTP port")
    parser.add_argument("--rtp-last", type=int, dest="rtp_port_last", help="last RTP port")
    parser.add_argument("--no-sound", action="store_true", help="never touch sound devices")
    parser.add_argument("--training", action="store_true", help="this desk trains, all calls are marked so")
    parser.add_argument("--training-peer", help="host:port of the training caller, for call-backs")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run the engine until it is asked to end; returns the exit code."""
    arguments = parse_arguments(argv)
    paths = DeskPaths.for_home(arguments.home) if arguments.home else DeskPaths.for_machine()
    try:
        paths.create()
        lock = InstanceLock(lock_path(paths.runtime))
    except BlockingIOError:
        return _fail(EXIT_ALREADY_RUNNING, "engine_already_running", runtime=str(paths.runtime))
    except OSError as fault:
        return _fail(EXIT_FOLDERS, "engine_folders_unusable", reason=str(fault))
    try:
        settings = _settings(arguments, paths)
        level = logging.getLevelName(os.environ.get("BATOLA_LOG_LEVEL", "INFO"))
        start_log(paths, LOG_NAME, level=level if isinstance(level, int) else logging.INFO)
        if sys.stderr is not None:
            faulthandler.enable()
        run(settings, paths)
    except EnvironmentFault as fault:
        return _fail(EXIT_CONFIG, fault.code, **fault.values)
    except OSError as fault:
        return _fail(EXIT_FOLDERS, "engine_folders_unusable", reason=str(fault))
    finally:
        lock.release()
    return 0


def run(settings: LineSettings, paths: DeskPaths) -> None:
    """Build everything, serve until the end, take everything down in order."""
    switch = EndSwitch()
    switch.install()
    log.info("engine starts", extra={"priority": raise_priority(), "training": settings.training})
    core: EngineCore | None = None
    spool_faults: list[bool] = []

    def on_spool_fault(faulty: bool) -> None:
        if core is None:
            spool_faults.append(faulty)
        else:
            core.on_spool_fault(faulty)

    spool = FactSpool(paths.spool, on_spool_fault)
    spool.start()
    keeper = RecordingKeeper(
        paths.recordings,
        paths.data / BOOK_NAME,
        settings.store,
        _recording_limits(paths),
        now_us=Clocks().now_us,
    )
    try:
        core = EngineCore(
            settings,
            Parts(
                make_audio=partial(AudioDesk, recording_room=keeper.room),
                make_telephone=lambda owner: _telephone(settings, owner, paths),
                end_process=switch.end,
            ),
            spool,
            recordings=paths.recordings,
            keeper=keeper,
            sound=SoundFiles(
                choices=ChoiceFile(paths.choices / CHOICES_NAME),
                shelf=load_shelf(resource_path("prompts"), paths.config / PROMPTS_NAME),
                dose=paths.data / DOSE_NAME,
            ),
        )
        if spool_faults:
            core.on_spool_fault(spool_faults[-1])
        switch.has_calls = lambda: core.has_calls
        lost = core.facts.end_lost_calls()
        recovered = recover_recordings(paths.recordings, spool, core.facts)
        log.info("previous engine", extra={"lost_calls": lost, "recovered_recordings": recovered})
        keeper.start(spool.pending())
        try:
            _serve(core, paths, switch, training=settings.training)
        finally:
            keeper.stop()
    finally:
        spool.stop()
    log.info("engine ends")


def _serve(core: EngineCore, paths: DeskPaths, switch: EndSwitch, *, training: bool) -> None:
    server = EngineServer(wire_address(paths.runtime), create_token(paths.runtime), core)
    core.start(server)
    server.start()
    is_up = threading.Event()
    core.post(is_up.set)
    is_up.wait(LINE_WAIT_S)
    pid_file = pid_path(paths.runtime)
    pid_file.write_text(str(os.getpid()), encoding="ascii")
    tidier = MemoryTidier(lambda: core.has_calls)
    tidier.start()
    _say("ready", pid=os.getpid(), sip_port=core.sip_port, address=wire_address(paths.runtime))
    try:
        if training:
            switch.wait(TrainingWatch(lambda: server.is_attached).is_needed)
        else:
            switch.wait()
    finally:
        tidier.stop()
        server.stop()
        core.stop()
        pid_file.unlink(missing_ok=True)


def _recording_limits(paths: DeskPaths) -> RecordingLimits:
    """The catalogue's rules; a broken catalogue is the screen's to tell, the shipped rules hold here then."""
    try:
        return site_files(paths).catalog().catalog.limits.recording
    except ConfigError as fault:
        log.warning("the catalogue cannot be read by the line: %s", type(fault).__name__)
        return RecordingLimits()


def _telephone(settings: LineSettings, core: EngineCore, paths: DeskPaths) -> Telephone:
    route = None
    if settings.training and settings.training_peer:
        route = TrainingRoute(load_scenarios().number_prefix, settings.training_peer)
    ears = LineEars(core, core.clocks.now_us, training=settings.training)
    config = replace(settings.line_config(), instance_id=_instance_id(paths))
    return Telephone(config, ears, training=settings.training, route=route)


def _instance_id(paths: DeskPaths) -> str:
    """The same for every run of this desk on this machine, another one elsewhere. Source: RFC 5626 §4.1."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{uuid.getnode():x} {paths.config.resolve()}"))


def _settings(arguments: argparse.Namespace, paths: DeskPaths) -> LineSettings:
    path = arguments.config or paths.config / CONFIG_NAME
    if arguments.config and not path.exists():
        raise EnvironmentFault("line_config_unusable", file=str(path), key="", allowed="an existing file")
    return load_settings(
        path,
        policy=site_files(paths).policy(CONFIG_NAME),
        sip_host=arguments.sip_host,
        sip_port=arguments.sip_port,
        user=arguments.user,
        registrar=arguments.registrar,
        rtp_port_first=arguments.rtp_port_first,
        rtp_port_last=arguments.rtp_port_last,
        use_devices=False if arguments.no_sound else None,
        training=arguments.training or None,
        training_peer=arguments.training_peer,
    )


def _say(word: str, **values: object) -> None:
    if sys.stdout is not None:  # a windowless start has none
        print(word, json.dumps(values, default=str), flush=True)


def _fail(exit_code: int, code: str, **values: object) -> int:
    """Say why the engine does not start, for the launcher and for a person."""
    log.error("engine does not start", extra={"code": code})
    _say("failed", code=code, **values)
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
