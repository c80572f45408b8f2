"""From an image's bytes to the model's input. Training evaluates through the same functions, so both see equal pixels."""

import json
import warnings
from dataclasses import asdict, dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import ModelError, RequestError

FORMATS = ("JPEG", "PNG", "WEBP")
"""What is decoded. Pillow knows many more formats, some of them rarely tested decoders: those are not offered to callers."""

DEFAULT_MAX_PIXELS = 25_000_000
"""Largest width × height that is decoded: a small file can describe a huge image (a 776 kB PNG of 256 megapixels, for one)."""

DECODED_SIDE_FACTOR = 2
"""A JPEG may be decoded at a half, a quarter or an eighth of its size, as long as this many times the pixels are left that are needed."""

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Preprocessing:
    """From image to input: shorter side to ``resize`` pixels, centre ``crop`` × ``crop``, then (x - mean) / std in RGB."""

    resize: int
    crop: int
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD

    def __post_init__(self) -> None:
        if not 1 <= self.crop <= self.resize:
            raise ValueError(f"preprocessing: crop {self.crop} must be from 1 to resize {self.resize}")
        if len(self.mean) != 3 or len(self.std) != 3 or min(self.std) <= 0:
            raise ValueError("preprocessing: mean and std need three numbers each (R, G, B), those of std above 0")

    @classmethod
    def load(cls, path: Path) -> "Preprocessing":
        """Read ``preprocessing.json``; a file that does not fit is a ModelError."""
        try:
            fields = json.loads(path.read_text("utf-8"))
            return cls(int(fields["resize"]), int(fields["crop"]), tuple(fields["mean"]), tuple(fields["std"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: {error!r}; it should hold resize, crop, mean and std") from error

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")


def decode(body: bytes, max_pixels: int = DEFAULT_MAX_PIXELS, needed_side: int | None = None) -> Image.Image:
    """The image in ``body`` as RGB, upright, its transparent parts white. RequestError when it cannot be decoded.

    ``needed_side``: see ``to_rgb``.
    """
    if not body:
        raise RequestError(HTTPStatus.BAD_REQUEST, "The request has no body: send the bytes of a JPEG, PNG or WebP image.")
    try:
        with warnings.catch_warnings():
            # Pillow's own pixel limit is a warning first; ours, below, is the one that counts.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(body), formats=FORMATS)
            width, height = image.size
            if width * height > max_pixels:
                reason = f"The image has {width} × {height} pixels; at most {max_pixels} in all are decoded. Send a smaller one."
                raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason)
            return to_rgb(image, needed_side)
    except RequestError:
        raise
    except UnidentifiedImageError:
        reason = "The body is not a JPEG, PNG or WebP image."
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason) from None
    except Image.DecompressionBombError as error:
        raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The image is too large to decode: {error}") from None
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as error:
        # The decoders raise all of these for broken files.
        raise RequestError(HTTPStatus.BAD_REQUEST, f"The image is broken: {error}") from None


def to_rgb(image: Image.Image, needed_side: int | None = None) -> Image.Image:
    """``image`` decoded, upright and in RGB.

    With ``needed_side``, of a JPEG only so much is decoded as a shorter side of that many pixels needs: its format lets a decoder make a
    smaller image out of the same data, for a half to a fifth of the time of a large photo.
    """
    if needed_side is not None and image.format == "JPEG":
        image.draft("RGB", (needed_side * DECODED_SIDE_FACTOR,) * 2)
    # In place, and converted only where it has to be: a copy of all pixels costs as much as half of their resizing.
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    image.load()
    return image if image.mode == "RGB" else image.convert("RGB")


def to_input(image: Image.Image, preprocessing: Preprocessing) -> npt.NDArray[np.float32]:
    """The model's input for one RGB image: float32, shape (3, crop, crop)."""
    width, height = image.size
    scale = preprocessing.resize / min(width, height)
    size = (max(preprocessing.crop, round(width * scale)), max(preprocessing.crop, round(height * scale)))
    left, top = ((side - preprocessing.crop) // 2 for side in size)
    # Only the part under the crop is resized: the rest of a long, thin image would be work for nothing (or a huge allocation).
    across, down = width / size[0], height / size[1]
    box = (left * across, top * down, (left + preprocessing.crop) * across, (top + preprocessing.crop) * down)
    cropped = image.resize((preprocessing.crop, preprocessing.crop), Image.Resampling.BILINEAR, box=box)
    return normalise(cropped, preprocessing)


def normalise(image: Image.Image, preprocessing: Preprocessing) -> npt.NDArray[np.float32]:
    """(x - mean) / std of an RGB image whose x are from 0 to 1, channels first."""
    # As one multiplication and one addition a number, written where they are needed.
    std = np.asarray(preprocessing.std, dtype=np.float64)
    factor = (1 / (255 * std)).astype(np.float32).reshape(3, 1, 1)
    offset = (-np.asarray(preprocessing.mean, dtype=np.float64) / std).astype(np.float32).reshape(3, 1, 1)
    made = np.empty((3, image.height, image.width), dtype=np.float32)
    np.multiply(np.asarray(image).transpose(2, 0, 1), factor, out=made)
    made += offset
    return made
