"""What stops a run, in words for whoever started it."""


class UsageError(Exception):
    """The run cannot start as asked: the message says what is wrong, where, and what would be right. Exit status 2."""


class Interrupted(Exception):
    """SIGTERM or SIGINT came and the state was saved: starting the same command again goes on from there. Exit status 143."""
