"""The drops laid out on the machine, as root: accounts, folders, keys, repositories.

Done again, it changes nothing that is right. What belongs to whom is the whole protection: the
drop's root to root, `site/` to the account, what was received to the factory.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from factory.drops import git, sshd
from factory.ground.files import CHUNK, replacing, write_whole
from factory.reception.sources import ROOTS, walk
from factory.tenants.drop import Drop
from factory.tenants.folder import Tenant
from factory.tenants.usine import Limites


class Failed(Exception):
    """A step that the system refused, in French."""


def lay(
    drop: Drop, tenant: Tenant, keys: Path, offered: Path, factory: str, limits: Limites
) -> bool:
    """Lay one commune's drop; whether it was there already.

    `factory` is the account that runs the factory, `offered` the file of the commune's keys,
    `keys` the folder that sshd reads. A new drop by SFTP holds the commune's sources as they are:
    its agents go on from there. Raises `Failed`.
    """
    known = drop.site.is_dir()
    owner, service = _account(drop), _of(factory)
    _folder(drop.root, 0, 0, 0o755)
    _folder(drop.site, owner.pw_uid, service.pw_gid, 0o2770)
    _folder(drop.state, service.pw_uid, service.pw_gid, 0o700)
    _folder(drop.log.parent, service.pw_uid, owner.pw_gid, 0o750)
    if drop.by_git:
        _repository(drop, owner, limits)
    elif not known:
        _seed(drop, tenant, owner.pw_uid, service.pw_gid)
    lines = offered.read_text("utf-8").splitlines() if offered.is_file() else []
    write_whole(keys / drop.account, sshd.authorized(lines).encode())
    return known


def keys_folder(keys: Path) -> None:
    """What sshd reads: root's alone, or it refuses every key."""
    _folder(keys, 0, 0, 0o755)


def reload_sshd() -> None:
    """Have the running sshd read its configuration again, once it is known to be right."""
    _run("/usr/sbin/sshd", "-t")
    if Path("/run/systemd/system").is_dir():
        _run("systemctl", "reload", "ssh")


def _account(drop: Drop) -> pwd.struct_passwd:
    shell = sshd.SHELL_BY_GIT if drop.by_git else sshd.SHELL_BY_SFTP
    try:
        found = pwd.getpwnam(drop.account)
    except KeyError:
        options = ("--system", "--user-group", "--no-create-home", "--password", "*")
        home = ("--home-dir", str(drop.root), "--shell", shell, drop.account)
        _run("useradd", *options, *home)
    else:
        if (found.pw_dir, found.pw_shell) != (str(drop.root), shell):
            _run("usermod", "--home", str(drop.root), "--shell", shell, drop.account)
    return pwd.getpwnam(drop.account)


def _of(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise Failed(f"Le compte « {name} » n’existe pas : créez-le, ou nommez le bon.") from None


def _folder(path: Path, uid: int, gid: int, mode: int) -> None:
    path.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        raise Failed(f"« {path} » est un lien : un dépôt est un vrai dossier.")
    os.chown(path, uid, gid)
    path.chmod(mode)


def _seed(drop: Drop, tenant: Tenant, uid: int, gid: int) -> None:
    """The commune's own files as they are today, the account's; links are left out."""
    for name in ROOTS:
        _folder(drop.site / name, uid, gid, 0o2770)
    for found in walk(tenant.folder, []):
        target = drop.site / found.path
        for parent in reversed(target.relative_to(drop.site).parents[:-1]):
            _folder(drop.site / parent, uid, gid, 0o2770)
        with replacing(target, 0o660) as file, found.real.open("rb") as whole:
            shutil.copyfileobj(whole, file, CHUNK)
        os.chown(target, uid, gid)
        target.chmod(0o660)


def _repository(drop: Drop, owner: pwd.struct_passwd, limits: Limites) -> None:
    if not drop.repository.is_dir():
        _run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(drop.repository))
        for parent, folders, files in os.walk(drop.repository):
            for name in (*folders, *files):
                os.chown(Path(parent, name), owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    _folder(drop.repository, owner.pw_uid, owner.pw_gid, 0o700)
    _folder(git.hooks(drop), 0, 0, 0o755)
    _folder(git.door(drop).parent, 0, 0, 0o755)
    for path, (text, mode) in git.files(drop, limits).items():
        write_whole(path, text.encode(), mode)


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"« {' '.join(words)} » a échoué : {(done.stderr or done.stdout).strip()}")
