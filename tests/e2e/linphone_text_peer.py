"""A foreign telephone with real-time text: liblinphone, led through ctypes in a process of its own.

    python linphone_text_peer.py FOLDER SIP_PORT TEXT_PORT

Answers every call. Types the lines of its standard input, letter by letter; prints ``ready``, ``talking`` and
``char CODE`` for each letter it reads.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import select
import sys
import time
from pathlib import Path

CONFIG = """\
[sip]
sip_port={port}
sip_tcp_port=-1
sip_tls_port=-1
default_proxy=-1
[rtp]
audio_rtp_port={audio}
text_rtp_port={text}
[misc]
realtime_text_enabled=1
"""
_INCOMING, _RUNNING = 1, 8  # LinphoneCallStateIncomingReceived, ...StreamsRunning
_POINTERS = (
    "linphone_factory_get",
    "linphone_factory_create_core_3",
    "linphone_core_get_current_call",
    "linphone_core_create_call_params",
    "linphone_call_get_chat_room",
    "linphone_chat_room_create_message",
)


def library() -> ctypes.CDLL:
    """liblinphone with the types of what is used."""
    name = ctypes.util.find_library("linphone")
    if name is None:
        raise FileNotFoundError("liblinphone")
    lib = ctypes.CDLL(name)
    for function in _POINTERS:
        getattr(lib, function).restype = ctypes.c_void_p
    lib.linphone_chat_room_get_char.restype = ctypes.c_uint32
    return lib


def main(folder: Path, port: int, text_port: int) -> None:
    """Run until standard input ends."""
    config = folder / "linphonerc"
    config.write_text(CONFIG.format(port=port, audio=text_port - 2, text=text_port))
    lib = library()
    pointer = ctypes.c_void_p
    factory = pointer(lib.linphone_factory_get())
    core = pointer(lib.linphone_factory_create_core_3(factory, str(config).encode(), None, None))
    lib.linphone_core_set_use_files(core, 1)
    lib.linphone_core_start(core)
    print("ready", flush=True)
    is_running, unread = False, b""
    while True:
        lib.linphone_core_iterate(core)
        call = lib.linphone_core_get_current_call(core)
        if call:
            state = lib.linphone_call_get_state(pointer(call))
            if state == _INCOMING:
                params = pointer(lib.linphone_core_create_call_params(core, pointer(call)))
                lib.linphone_call_params_enable_realtime_text(params, 1)
                lib.linphone_call_accept_with_params(pointer(call), params)
            elif state == _RUNNING:
                room = pointer(lib.linphone_call_get_chat_room(pointer(call)))
                if not is_running:
                    is_running = True
                    print("talking", flush=True)
                while letter := lib.linphone_chat_room_get_char(room):
                    print(f"char {letter}", flush=True)
                readable = select.select([sys.stdin], [], [], 0)[0]
                if readable:
                    data = os.read(sys.stdin.fileno(), 4096)
                    if not data:
                        return
                    unread += data
                while b"\n" in unread:
                    line, _, unread = unread.partition(b"\n")
                    message = pointer(lib.linphone_chat_room_create_message(room, b""))
                    for letter in line.decode():
                        lib.linphone_chat_message_put_char(message, ctypes.c_uint32(ord(letter)))
                    lib.linphone_chat_message_send(message)
        time.sleep(0.02)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
