"""Images for the tests: the photo in other formats (made by the environment under test) and PNGs written byte by byte."""

import struct
import subprocess
import zlib
from pathlib import Path

from interpreters import PHOTO, interpreter

MAKE = """
import sys
from pathlib import Path
from PIL import Image
photo, folder = Image.open(sys.argv[1]), Path(sys.argv[2])
photo.save(folder / "photo.png")
photo.save(folder / "photo.webp", lossless=True)
photo.save(folder / "photo.gif")
photo.convert("L").save(folder / "grey.png")
exif = Image.Exif()
exif[0x0112] = 8  # the camera was turned: what is stored has to be turned by 90 degrees
photo.transpose(Image.Transpose.ROTATE_270).save(folder / "turned.png", exif=exif)
see_through = Image.new("RGBA", (80, 80), (255, 0, 0, 0))
see_through.save(folder / "transparent.png")
Image.new("RGB", (80, 80), "white").save(folder / "white.png")
"""


def make(folder: Path) -> dict[str, bytes]:
    """File name -> bytes."""
    subprocess.run([interpreter("serve"), "-c", MAKE, str(PHOTO), str(folder)], check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()} | {"photo.jpg": PHOTO.read_bytes()}


def black_png(width: int, height: int) -> bytes:
    """A black one-bit PNG: 25 megapixels are a few kilobytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
