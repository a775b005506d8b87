"""Shuts the network for a Python program and the processes that it starts: put this folder on ``PYTHONPATH``."""

import os
import sys

_EVENTS = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "urllib.Request",
)


def _shut(event: str, args: tuple[object, ...]) -> None:
    """Note and refuse what goes to the network; a pipe between processes of one machine does not."""
    if event in _EVENTS and not (
        event.startswith("socket.") and isinstance(args[-1], str | bytes) and args[-1][:1] in ("/", b"/", b"\0")
    ):
        with open(os.environ["SHUT_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123 - before anything is imported
            log.write(f"{event} {args[1:]!r}\n")
        raise PermissionError(f"the network is shut: {event}")


sys.addaudithook(_shut)
