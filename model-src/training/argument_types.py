"""What an argument's text may be. Hyper-parameters are strings; a wrong one is named with what is right."""

import argparse
from collections.abc import Callable


def boolean(text: str) -> bool:
    """Hyper-parameters are strings: ``True`` and ``false`` both come."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.lower() not in words:
        raise argparse.ArgumentTypeError(f"{text!r} should be true or false")
    return words[text.lower()]


def whole(low: int, high: int) -> Callable[[str], int]:
    def parse_whole(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} should be a whole number from {low} to {high}")
        return value

    return parse_whole


def whole_or_auto(low: int, high: int) -> Callable[[str], int | None]:
    """``auto`` is None: the program chooses."""
    parse_whole = whole(low, high)

    def parse_whole_or_auto(text: str) -> int | None:
        if text == "auto":
            return None
        try:
            return parse_whole(text)
        except argparse.ArgumentTypeError as error:
            raise argparse.ArgumentTypeError(f"{error}, or auto") from None

    return parse_whole_or_auto


def number(low: float, high: float, *, above: bool = False) -> Callable[[str], float]:
    """``above``: the value must lie above ``low``, not on it."""

    def parse_number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not (low < value if above else low <= value) or not value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} should be a number {'above' if above else 'from'} {low} to {high}")
        return value

    return parse_number
