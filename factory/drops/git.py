"""A drop that is a git remote: a bare repository whose hook lays what is pushed in `site/`.

From there it is received as by SFTP, and the answer is what `git push` prints. The repository is
the account's, its hook and configuration are root's: what is pushed can change neither. No other
repository is served: one that was pushed among the files of `site/` would bring its own hooks.
"""

from pathlib import Path
from shlex import quote

from factory.tenants.drop import Drop
from factory.tenants.usine import Limites

PATIENCE = 90
"""Seconds that a push waits for its answer."""
DOOR = "porte"
"""What sshd runs, whatever was asked: a command of git-shell's own folder (git-shell(1))."""

_DOOR = """\
#!/bin/sh
# Written by the factory: git, in the commune's own repository and no other.
asked=${{SSH_ORIGINAL_COMMAND:-}}
verb=${{asked%% *}}
case $asked in
"git-receive-pack 'depot.git'" | "git-upload-pack 'depot.git'") ;;
"git-receive-pack '~/depot.git'" | "git-upload-pack '~/depot.git'") ;;
"git-receive-pack '"{repository}"'" | "git-upload-pack '"{repository}"'") ;;
*)
    echo "Ce compte ne sert qu’à pousser et à tirer « depot.git » par git." >&2
    exit 1
    ;;
esac
exec git "${{verb#git-}}" {repository}
"""

_CONFIGURATION = """\
[core]
	repositoryformatversion = 0
	bare = true
	symlinks = false
	hooksPath = {hooks}
[receive]
	denyNonFastForwards = true
	denyDeletes = true
	fsckObjects = true
	maxInputSize = {largest}
	shallowUpdate = false
[transfer]
	advertisePushOptions = false
[gc]
	auto = 256
"""

_UPDATE = """\
#!/bin/sh
# Written by the factory: one line of history, which is what is published.
[ "$1" = refs/heads/main ] || {{
    echo "Poussez sur la branche « main » : c’est elle qui est publiée." >&2
    exit 1
}}
# A pack of a few bytes may unfold into millions of files: they are counted before they are laid.
git ls-tree -r -l "$3" | awk '{{ size += $4 }} NR > {most} || size > {octets} {{ exit 1 }}' || {{
    echo "Trop de fichiers, ou trop lourds : la limite est de {most} fichiers et {mo} Mo." >&2
    exit 1
}}
"""

_RECEIVED = """\
#!/bin/sh
# Written by the factory: lays what was pushed where it is received, then waits for the answer.
set -u
umask 007
site={site}
answer=$site/{answer}
before=$(stat -c %Y.%i "$answer" 2>/dev/null)
git --work-tree="$site" read-tree --reset -u main || {{
    echo "Vos fichiers sont arrivés, mais n’ont pas pu être déposés. Prévenez l’assistance." >&2
    exit 0
}}
waited=0
while [ "$waited" -lt {patience} ]; do
    now=$(stat -c %Y.%i "$answer" 2>/dev/null)
    if [ -n "$now" ] && [ "$now" != "$before" ]; then
        tr -d '\\r' <"$answer" | sed '1s/^\\xef\\xbb\\xbf//'
        exit 0
    fi
    sleep 1
    waited=$((waited + 1))
done
echo "Vos fichiers sont arrivés ; la réponse viendra dans {answer}." >&2
"""


def hooks(drop: Drop) -> Path:
    """Root's, beside the repository."""
    return drop.root / "crochets"


def door(drop: Drop) -> Path:
    """In the folder where git-shell looks for commands: the account's home, which is root's."""
    return drop.root / "git-shell-commands" / DOOR


def files(drop: Drop, limits: Limites) -> dict[Path, tuple[str, int]]:
    """What root writes: each file with its text and mode."""
    most = {"most": limits.fichiers, "octets": limits.octets, "mo": limits.octets // 10**6}
    texts = {
        "site": quote(str(drop.site)),
        "answer": drop.answer.name,
        "patience": PATIENCE,
    }
    return {
        drop.repository / "config": (
            _CONFIGURATION.format(hooks=hooks(drop), largest=limits.octets),
            0o644,
        ),
        door(drop): (_DOOR.format(repository=quote(str(drop.repository))), 0o755),
        hooks(drop) / "update": (_UPDATE.format(**most), 0o755),
        hooks(drop) / "post-receive": (_RECEIVED.format(**texts), 0o755),
    }
