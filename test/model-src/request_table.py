"""Requests to ``/invocations`` and what each is answered, whichever server takes them: the handler's own, or SageMaker's toolkit."""

import base64
import json
from dataclasses import dataclass

from images import black_png
from interpreters import PHOTO

MAX_BODY_BYTES = 6_291_456
MAX_IMAGES = 32
JPEG = PHOTO.read_bytes()
JSON = "application/json"


@dataclass(frozen=True)
class Case:
    """``reason`` is a part of the error's text; without one there is an answer of ``rows`` rows."""

    body: bytes
    content_type: str | None = "image/jpeg"
    accept: str | None = JSON
    status: int = 200
    reason: str = ""
    rows: int = 1
    urls: bool = False
    """For a server that fetches URLs; all others are for one that does not, or for both."""


def b64(image: bytes) -> dict[str, str]:
    return {"b64": base64.b64encode(image).decode()}


def instances(*entries: object) -> bytes:
    return json.dumps({"instances": entries}).encode()


def filled(image: bytes, size: int) -> bytes:
    """Decoders stop at a JPEG's end mark: what follows it only makes the body long."""
    return image + b"\0" * (size - len(image))


SMALL = black_png(9, 9)

RIGHT = {
    "a photo": Case(JPEG),
    "any answer": Case(JPEG, accept="*/*"),
    "the general image type": Case(JPEG, "application/x-image"),
    "a type in capitals, with a parameter": Case(JPEG, "IMAGE/JPEG; charset=binary"),
    "a PNG under another name": Case(SMALL, "image/jpeg"),
    "as many bytes as are taken": Case(filled(JPEG, MAX_BODY_BYTES)),
    "25 megapixels": Case(black_png(5000, 5000), "image/png"),
    "one image in JSON": Case(instances(b64(JPEG)), JSON),
    "three images in JSON": Case(instances(b64(JPEG), b64(SMALL), b64(JPEG)), "application/json; charset=utf-8", rows=3),
    "as many images as are taken": Case(instances(*[b64(SMALL)] * MAX_IMAGES), JSON, rows=MAX_IMAGES),
}

FORM = 'expected {"instances"'
NOT_SWITCHED_ON = "images behind URLs are not fetched here"

WRONG = {
    "no body": Case(b"", status=400, reason="no body"),
    "text": Case(b"hello", status=415, reason="not a JPEG, PNG or WebP"),
    "half a JPEG": Case(JPEG[: len(JPEG) // 2], status=400, reason="broken"),
    "a PNG of its head only": Case(black_png(100, 100)[:45], "image/png", status=400, reason="broken"),
    "a type that is no image": Case(JPEG, "text/plain", status=415, reason="Content-Type text/plain"),
    "not quite an image type": Case(JPEG, "text/image/png", status=415, reason="Content-Type"),
    "another answer asked for": Case(JPEG, accept="text/csv", status=406, reason="text/csv"),
    "a gigapixel": Case(black_png(40_000, 30_000), "image/png", status=413, reason="pixels"),
    "25 megapixels and a row": Case(black_png(5000, 5001), "image/png", status=413, reason="5000 × 5001"),
    "a byte too many": Case(filled(JPEG, MAX_BODY_BYTES + 1), status=413, reason="at most 6291456"),
    "no JSON": Case(b"{", JSON, status=400, reason="not JSON"),
    "an image as JSON": Case(JPEG, JSON, status=400, reason="not JSON"),
    "JSON a thousand levels deep": Case(b"[" * 100_000, JSON, status=400, reason="not JSON"),
    "a list": Case(b"[]", JSON, status=400, reason="no object"),
    "an empty object": Case(b"{}", JSON, status=400, reason=FORM),
    "another key": Case(b'{"image": "abc"}', JSON, status=400, reason=FORM),
    "a key too many": Case(b'{"instances": [], "parameters": {}}', JSON, status=400, reason=FORM),
    "no list of images": Case(b'{"instances": {"b64": "abc"}}', JSON, status=400, reason=FORM),
    "no images": Case(instances(), JSON, status=400, reason="0 images; from 1 to 32"),
    "an image too many": Case(instances(*[b64(SMALL)] * (MAX_IMAGES + 1)), JSON, status=400, reason="33 images; from 1 to 32"),
    "an image that is text": Case(instances("abc"), JSON, status=400, reason="instances[0] is of another form"),
    "an image that is a number": Case(instances(b64(SMALL), {"b64": 7}), JSON, status=400, reason="instances[1] is of another form"),
    "no base64": Case(instances(b64(SMALL), {"b64": "?"}), JSON, status=400, reason="instances[1]: b64 is not base64"),
    "an empty image": Case(instances({"b64": ""}, b64(SMALL)), JSON, status=400, reason="instances[0]: "),
    "a broken image among good ones": Case(
        instances(b64(JPEG), b64(JPEG[:5000]), b64(SMALL)), JSON, status=400, reason="instances[1]: The image is broken"
    ),
    "text among good ones": Case(instances(b64(SMALL), b64(b"hello")), JSON, status=415, reason="instances[1]: "),
    "a URL": Case(b'{"url": "https://127.0.0.1/dog.jpg"}', JSON, status=400, reason=NOT_SWITCHED_ON),
    "a URL among good ones": Case(
        instances(b64(SMALL), {"url": "https://127.0.0.1/dog.jpg"}), JSON, status=400, reason=f"instances[1]: {NOT_SWITCHED_ON}"
    ),
}

NOT_PUBLIC = "host is not a public address"

WITH_URLS = {
    "an address that is not public": Case(b'{"url": "https://127.0.0.1/dog.jpg"}', JSON, status=403, reason=NOT_PUBLIC, urls=True),
    "the metadata service": Case(
        instances(b64(SMALL), {"url": "https://169.254.169.254/"}),
        JSON,
        status=403,
        reason=f"instances[1]: The URL's {NOT_PUBLIC}",
        urls=True,
    ),
    "plain http": Case(b'{"url": "http://8.8.8.8/"}', JSON, status=403, reason="Only https (port 443)", urls=True),
    "no URL": Case(b'{"url": "dog.jpg"}', JSON, status=400, reason="cannot be understood", urls=True),
    "a number as URL": Case(b'{"url": 7}', JSON, status=400, reason='expected {"url"', urls=True),
    "an image beside URLs": Case(instances(b64(JPEG)), JSON, urls=True),
}

CASES = {**RIGHT, **WRONG, **WITH_URLS}


def cases(urls: bool) -> dict[str, Case]:
    """Those for a server that fetches URLs, or those for one that does not."""
    return {name: case for name, case in CASES.items() if case.urls == urls}


def check(case: Case, status: int, content_type: str | None, body: str) -> list[list[float]]:
    """Whether the answer is the one the table says, and always JSON without a traceback. Returns the rows."""
    assert status == case.status, body[:500]
    assert (content_type or "").split(";")[0] == JSON
    answered = json.loads(body)
    if not case.reason:
        assert [len(row) for row in answered] == [133] * case.rows
        rows: list[list[float]] = answered
        return rows
    assert list(answered) == ["error"]
    assert case.reason in answered["error"]
    assert "Traceback" not in body
    assert ".py" not in body
    return []
