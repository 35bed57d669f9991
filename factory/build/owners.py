"""Who owns what, on a server: agents their drops, the factory the registers, the Métropole its
conventions. With one account for all, one slip could reach everything."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

from factory.tenants import convention
from factory.tenants.drop import drop_of
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings


def shared(settings: Settings, tenant: Tenant) -> Iterator[str]:
    """In French, each account that owns two things of this commune that it should not."""
    drop = drop_of(settings, tenant.slug)
    owned = {
        "sa convention": _owner(tenant.folder / convention.FILE),
        "son registre": _owner(tenant.folder / "registre"),
        "son dépôt": _owner(drop.site) if drop else None,
    }
    known = [(what, uid) for what, uid in owned.items() if uid is not None]
    for rank, (what, uid) in enumerate(known):
        for other, same in known[rank + 1 :]:
            if uid == same:
                yield f"{what} et {other} sont au même compte ({_name(uid)})"


def _owner(path: Path) -> int | None:
    try:
        return os.lstat(path).st_uid
    except OSError:
        return None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
