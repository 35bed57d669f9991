"""A drop that is a git remote: a bare repository whose hook lays what is pushed in `site/`.

From there it is received as by SFTP, and the answer is what `git push` prints. The repository is
the account's, its hook and configuration are root's: what is pushed can change neither.
"""

from pathlib import Path
from shlex import quote

from factory.tenants.drop import Drop

PATIENCE = 90
"""Seconds that a push waits for its answer."""

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


def files(drop: Drop, largest: int) -> dict[Path, tuple[str, int]]:
    """What root writes: each file with its text and mode. `largest` bounds one push, in bytes."""
    texts = {
        "site": quote(str(drop.site)),
        "answer": drop.answer.name,
        "patience": PATIENCE,
    }
    return {
        drop.repository / "config": (
            _CONFIGURATION.format(hooks=hooks(drop), largest=largest),
            0o644,
        ),
        hooks(drop) / "update": (_UPDATE.format(), 0o755),
        hooks(drop) / "post-receive": (_RECEIVED.format(**texts), 0o755),
    }
