"""What a caller did wrong, as an HTTP answer."""

from http import HTTPStatus


class RequestError(Exception):
    """A request that cannot be served: ``status`` is the 4xx or 503 to answer, the message is the reason that the caller reads."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class ModelError(Exception):
    """A model folder that cannot be served; the message names the file and what it should hold."""
