"""OpenSSH's part: who may come in, by which keys, and to what. To be put in sshd_config.d.

By SFTP, the account's root is its own drop (ChrootDirectory) and it runs nothing but the server
that sshd has within itself, which says how each transfer ended (transfers.py). By git, its shell
is git-shell, and the one command that it runs serves the commune's repository alone (git.py).
Nothing is forwarded, no password is asked, and an account of a commune that is no longer here gets
in no more.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from factory.drops.git import DOOR
from factory.tenants.drop import PREFIX, Drop

SHELL_BY_SFTP = "/usr/sbin/nologin"
SHELL_BY_GIT = "/usr/bin/git-shell"

_HEAD = "# Written by the factory: do not edit, generate again (python -m factory.drops).\n"
_CLOSED = """\
    AuthenticationMethods publickey
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    DisableForwarding yes
    PermitTTY no
    PermitUserRC no
    MaxSessions 4
    ClientAliveInterval 15
    ClientAliveCountMax 3
"""
_BY_SFTP = """\
Match User {users}
    AuthorizedKeysFile {keys}/%u
    ChrootDirectory {root}/%u
    ForceCommand internal-sftp -d /site -u 0007 -P symlink,hardlink -l INFO
"""
_BY_GIT = f"""\
Match User {{users}}
    AuthorizedKeysFile {{keys}}/%u
    ForceCommand {DOOR}
"""
_OTHERS = """\
# An account that no commune of today has: closed.
Match User {users}
    AuthorizedKeysFile none
    ForceCommand /bin/false
"""


def configuration(drops: Sequence[Drop], folder: Path, keys: Path) -> str:
    """The text for these communes' drops. `keys` holds one file of keys an account."""
    text = _HEAD
    for pattern, chosen in (
        (_BY_SFTP, [drop for drop in drops if not drop.by_git]),
        (_BY_GIT, [drop for drop in drops if drop.by_git]),
    ):
        if chosen:
            users = ",".join(drop.account for drop in chosen)
            text += pattern.format(users=users, keys=keys, root=folder) + _CLOSED
    others = ",".join((*(f"!{drop.account}" for drop in drops), f"{PREFIX}*"))
    return text + _OTHERS.format(users=others) + _CLOSED


def authorized(lines: Iterable[str]) -> str:
    """A commune's keys as sshd reads them, each restricted whatever else was written before it."""
    kept = []
    for line in lines:
        start = next((n for kind in _KINDS if (n := line.find(kind)) >= 0), -1)
        if start >= 0 and not line.lstrip().startswith("#"):
            kept.append(f"restrict {line[start:].strip()}")
    return "".join(f"{line}\n" for line in kept)


_KINDS = (
    "sk-ssh-ed25519@openssh.com ",
    "sk-ecdsa-sha2-nistp256@openssh.com ",
    "ssh-ed25519 ",
    "ecdsa-sha2-nistp",
    "ssh-rsa ",
)
