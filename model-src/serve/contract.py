"""What a request to ``/invocations`` may be, whichever server takes it. Each check raises RequestError."""

import base64
import binascii
import json
from dataclasses import dataclass
from http import HTTPStatus

from .errors import RequestError

MAX_BODY_BYTES = 6 * 1024 * 1024
"""Largest request body: InvokeEndpoint's own limit (botocore ``sagemaker-runtime`` model, BodyBlob: 6,291,456 bytes)."""

IMAGE_TYPES = ("image/", "application/x-image")
JSON_TYPE = "application/json"
ANSWER_TYPE = JSON_TYPE

FORMS = '{"instances": [{"b64": "…"}, …]}'
FORMS_WITH_URL = '{"url": "https://…"} or {"instances": [{"b64": "…"}, {"url": "https://…"}, …]}'


@dataclass(frozen=True)
class Url:
    """An image that is to be fetched."""

    text: str


Source = bytes | Url
"""Where one image is."""


@dataclass(frozen=True)
class Rules:
    """What this server takes."""

    max_images: int
    urls: bool


def check_content_type(header: str | None) -> None:
    content_type = media_type(header)
    if content_type != JSON_TYPE and not content_type.startswith(IMAGE_TYPES):
        allowed = f"image/jpeg, image/png, image/webp, application/x-image or {JSON_TYPE}"
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type {content_type or 'is missing'}: it should be {allowed}.")


def media_type(header: str | None) -> str:
    return (header or "").split(";")[0].strip().lower()


def check_accept(header: str | None) -> None:
    accept = (header or "*/*").lower()
    if not any(kind in accept for kind in ("*/*", "application/*", ANSWER_TYPE)):
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, f"Accept {accept}: the answer is {ANSWER_TYPE}.")


def check_length(length: int) -> None:
    if length > MAX_BODY_BYTES:
        raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body has {length} bytes; at most {MAX_BODY_BYTES} are taken.")


def sources(content_type: str | None, body: bytes, rules: Rules) -> list[Source]:
    """The images of a request, in the order of their answers."""
    check_content_type(content_type)
    check_length(len(body))
    if not body:
        raise bad("The request has no body: send the bytes of a JPEG, PNG or WebP image, or JSON.")
    return sources_in_json(body, rules) if media_type(content_type) == JSON_TYPE else [body]


def sources_in_json(body: bytes, rules: Rules) -> list[Source]:
    expected = f"expected {FORMS_WITH_URL if rules.urls else FORMS}"
    try:
        request = json.loads(body)
    # Deep nesting is a RecursionError, which is no ValueError.
    except (ValueError, RecursionError):
        raise bad(f"The body is not JSON; {expected}.") from None
    if not isinstance(request, dict):
        raise bad(f"The body is JSON, but no object; {expected}.")
    if set(request) == {"url"}:
        return [source_in(request, "The body", expected, rules)]
    instances = request.get("instances")
    if set(request) != {"instances"} or not isinstance(instances, list):
        raise bad(f"The body is JSON of another form; {expected}.")
    if not 1 <= len(instances) <= rules.max_images:
        raise bad(f"instances has {len(instances)} images; from 1 to {rules.max_images} are taken in one request.")
    return [source_in(instance, f"instances[{place}]", expected, rules) for place, instance in enumerate(instances)]


def source_in(instance: object, where: str, expected: str, rules: Rules) -> Source:
    if isinstance(instance, dict) and len(instance) == 1:
        ((kind, value),) = instance.items()
        if kind == "b64" and isinstance(value, str):
            try:
                return base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                raise bad(f"{where}: b64 is not base64.") from None
        if kind == "url" and isinstance(value, str):
            if not rules.urls:
                raise bad(f"{where}: images behind URLs are not fetched here; {expected}.")
            return Url(value)
    raise bad(f"{where} is of another form; {expected}.")


def bad(reason: str) -> RequestError:
    return RequestError(HTTPStatus.BAD_REQUEST, reason)


def at(place: int, count: int, error: RequestError) -> RequestError:
    """``error`` with the image's place in its request, where there are several."""
    return error if count == 1 else RequestError(error.status, f"instances[{place}]: {error.reason}")


def to_json(content: object) -> str:
    return json.dumps(content, allow_nan=False)
