"""SIP messages as a capture file that Wireshark, tshark and sngrep open.

What came over TCP or TLS is written as the UDP datagram it would have been, with the true protocol in the
packet's comment: the capture shows messages, not streams, and needs no keys.

Source: draft-ietf-opsawg-pcapng §4 (blocks), RFC 791, RFC 8200, RFC 768.
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterable

from batola_desk.telephony.trace import TracedMessage
from batola_desk.telephony.transport import Address

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE = 1
_ENHANCED_PACKET = 6
_BYTE_ORDER = 0x1A2B3C4D
_LINK_RAW_IP = 101
_OPTION_END = 0
_OPTION_COMMENT = 1
_OPTION_APPLICATION = 4
_UDP = 17
_PAYLOAD_MAX = 65_535 - 40 - 8


def capture(messages: Iterable[TracedMessage], software: str) -> bytes:
    """A whole file, oldest message first; secrets are blotted out."""
    head = struct.pack("<IHHq", _BYTE_ORDER, 1, 0, -1) + _options([(_OPTION_APPLICATION, software)])
    blocks = [_block(_SECTION_HEADER, head), _block(_INTERFACE, struct.pack("<HHI", _LINK_RAW_IP, 0, 0))]
    blocks += [_packet(message) for message in messages]
    return b"".join(blocks)


def _packet(message: TracedMessage) -> bytes:
    payload = message.without_secrets
    source, target = message.local, message.remote
    if not message.is_sent:
        source, target = target, source
    data = _datagram(source, target, payload[:_PAYLOAD_MAX])
    whole = len(data) + max(0, len(payload) - _PAYLOAD_MAX)
    head = struct.pack("<IIIII", 0, message.at_us >> 32, message.at_us & 0xFFFFFFFF, len(data), whole)
    options = _options([(_OPTION_COMMENT, f"SIP over {message.protocol}")])
    return _block(_ENHANCED_PACKET, head + _padded(data) + options)


def _datagram(source: Address, target: Address, payload: bytes) -> bytes:
    first, second = ipaddress.ip_address(_plain(source[0])), ipaddress.ip_address(_plain(target[0]))
    if first.version != second.version:  # one side told no usable address; the ports still tell them apart
        second = ipaddress.ip_address("::" if first.version == 6 else "0.0.0.0")
    length = 8 + len(payload)
    if first.version == 4:
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, 0, 0, 64, _UDP, 0)
        head = head[:10] + struct.pack("!H", _checksum(head + first.packed + second.packed)) + head[12:]
        pseudo = first.packed + second.packed + struct.pack("!BBH", 0, _UDP, length)
    else:
        head = struct.pack("!IHBB", 6 << 28, length, _UDP, 64)
        pseudo = first.packed + second.packed + struct.pack("!II", length, _UDP)
    udp = struct.pack("!HHHH", source[1], target[1], length, 0)
    check = _checksum(pseudo + udp + payload) or 0xFFFF
    return head + first.packed + second.packed + udp[:6] + struct.pack("!H", check) + payload


def _plain(host: str) -> str:
    """An address without its zone; unusable names become "unspecified"."""
    text = host.partition("%")[0]
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return "0.0.0.0"
    return text


def _checksum(data: bytes) -> int:
    """Source: RFC 1071."""
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _options(options: list[tuple[int, str]]) -> bytes:
    parts = []
    for code, text in options:
        value = text.encode("utf-8")
        parts.append(struct.pack("<HH", code, len(value)) + _padded(value))
    return b"".join([*parts, struct.pack("<HH", _OPTION_END, 0)])


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _block(kind: int, body: bytes) -> bytes:
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length
