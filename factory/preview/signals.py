"""A service that ends when it is asked to: Ctrl-C, or the SIGTERM of a service manager."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_ENDS = {signal.SIGINT, signal.SIGTERM}
_ECHO = 0.2
"""Seconds during which the same signal is the same wish."""


@contextmanager
def ends_when_asked() -> Iterator[None]:
    """Start threads inside; then `wait`. Once left, the signals do again what they always do.

    They are held back rather than handled: a handler would run in the middle of anything.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wait() -> None:
    """Return at the first of these signals; a wrapper may pass one on twice in a row."""
    signal.sigwait(_ENDS)
    while signal.sigtimedwait(_ENDS, _ECHO) is not None:
        pass
