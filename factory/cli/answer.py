"""What machines read: after `--json`, one object, with the version of its form."""

from typing import Any

import msgspec

from factory.ground.written import written


def answer(**what: Any) -> None:
    """Print it. `what` holds values of any kind that `written` takes."""
    print(msgspec.json.format(written({"version": 1, **what}), indent=1).decode(), flush=True)
