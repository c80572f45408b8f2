"""TensorBoard's event files: numbers by step, written here so that a training image without TensorBoard can leave them too.

The format: records of length, checksum, content, checksum (TFRecord); the content is an ``Event`` message of TensorFlow's ``event.proto``.
"""

import socket
import struct
import time
from collections.abc import Mapping
from pathlib import Path

CRC32C_POLYNOMIAL = 0x82F63B78
VARINT, FIXED64, LENGTH_DELIMITED, FIXED32 = 0, 1, 2, 5


class EventFile:
    """Appends to a file of its own in ``folder``; each call is on disk for a TensorBoard that looks at it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for earlier in folder.glob("events.out.tfevents.*"):
            earlier.unlink()
        self.path = folder / f"events.out.tfevents.{int(time.time()):010d}.{socket.gethostname()}"
        self.append(message((1, FIXED64, time.time()), (3, LENGTH_DELIMITED, b"brain.Event:2")))

    def scalars(self, step: int, values: Mapping[str, float], at: float) -> None:
        """``values`` by tag; ``at`` is in seconds since 1970."""
        summary = b"".join(
            message((1, LENGTH_DELIMITED, message((1, LENGTH_DELIMITED, tag.encode()), (2, FIXED32, float(value)))))
            for tag, value in values.items()
        )
        self.append(message((1, FIXED64, at), (2, VARINT, step), (5, LENGTH_DELIMITED, summary)))

    def append(self, event: bytes) -> None:
        length = struct.pack("<Q", len(event))
        with self.path.open("ab") as file:
            file.write(length + masked_crc32c(length) + event + masked_crc32c(event))


def message(*fields: tuple[int, int, float | int | bytes]) -> bytes:
    """A protocol buffer of (field number, wire type, value)."""
    return b"".join(varint(number << 3 | wire) + encoded(wire, value) for number, wire, value in fields)


def encoded(wire: int, value: float | int | bytes) -> bytes:
    if isinstance(value, bytes):
        return varint(len(value)) + value
    if wire == VARINT:
        return varint(int(value))
    return struct.pack("<d" if wire == FIXED64 else "<f", value)


def varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def crc_table() -> list[int]:
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ CRC32C_POLYNOMIAL if crc & 1 else crc >> 1
        table.append(crc)
    return table


CRC_TABLE = crc_table()


def masked_crc32c(content: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in content:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)
