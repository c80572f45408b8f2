"""What a request to ``/invocations`` may be, whichever server takes it. Each check raises RequestError."""

import json
from http import HTTPStatus

from .errors import RequestError

MAX_BODY_BYTES = 6 * 1024 * 1024
"""Largest request body: InvokeEndpoint's own limit (botocore ``sagemaker-runtime`` model, BodyBlob: 6,291,456 bytes)."""

IMAGE_TYPES = ("image/", "application/x-image")
ANSWER_TYPE = "application/json"


def check_content_type(header: str | None) -> None:
    content_type = (header or "").split(";")[0].strip().lower()
    if not content_type.startswith(IMAGE_TYPES):
        reason = f"Content-Type {content_type or 'is missing'}: it should be image/jpeg, image/png, image/webp or application/x-image."
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason)


def check_accept(header: str | None) -> None:
    accept = (header or "*/*").lower()
    if not any(kind in accept for kind in ("*/*", "application/*", ANSWER_TYPE)):
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, f"Accept {accept}: the answer is {ANSWER_TYPE}.")


def check_length(length: int) -> None:
    if length > MAX_BODY_BYTES:
        raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body has {length} bytes; at most {MAX_BODY_BYTES} are taken.")


def to_json(content: object) -> str:
    return json.dumps(content, allow_nan=False)
