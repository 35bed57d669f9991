"""The site's icons made ready: drawn once for given arms, or for a given letter and colour."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from string import ascii_uppercase

from factory.build.bench import Bench
from factory.build.pictures import Ready
from factory.ground.confined.children import run_all
from factory.media import icons
from factory.media.icons import Icon
from factory.reception.snapshot import Snapshot
from factory.site import pictures
from factory.site.media import ICONS
from factory.site.outputs import Copy

_DRAWN = "icones"
_FOLDER = "_medias"
_ARTICLE = re.compile(r"(?:l[ea]s? |l['’])(?=\w)", re.I)


def added(
    ready: Ready,
    snapshot: Snapshot,
    plate: tuple[str, str],
    bench: Bench,
) -> Ready:
    """What was made ready, with the icons. `plate` is a ground and an ink for a letter."""
    known = bench.cache.all(_DRAWN)

    def drawn(key: str, draw: Callable[[], tuple[Icon, ...] | None]) -> tuple[Icon, ...]:
        if key in known:
            found = icons.from_bytes(known[key])
            if all(bench.intact(icon.digest) for icon in found):
                return found
        made = draw()
        if made is not None:
            bench.cache.put(_DRAWN, key, icons.to_bytes(made))
        return made or ()

    used: list[str] = []
    found: tuple[Icon, ...] = ()
    path = _arms(snapshot)
    shown = ready.media.pictures.get(path)
    if shown is not None:
        file = snapshot.files[path]
        draw = partial(
            icons.from_arms, file.real, file.digest, shown.width / shown.height, ICONS,
            into=bench.store.root, carry=partial(run_all, jobs=bench.jobs),
        )  # fmt: skip
        key = icons.arms_key(file.digest)
        used.append(key)
        found = drawn(key, draw)
    arms = bool(found)
    if not found:
        letter = _letter(snapshot.commune.nom)
        key = icons.letter_key(letter, *plate)
        used.append(key)
        found = drawn(key, partial(icons.from_letter, letter, *plate, ICONS, bench.store.root))
    bench.cache.keep_only(_DRAWN, used)
    copies = {icon.nom: _copy(icon, path if arms else "") for icon in found}
    return replace(ready, media=replace(ready.media, icons=copies, arms=arms))


def _arms(snapshot: Snapshot) -> str:
    """The path of the commune's arms; empty where it has none."""
    arms = snapshot.commune.blason
    if arms is None:
        return ""
    found = pictures.path_in(snapshot.lookup, snapshot.files, "commune.yaml", arms.fichier)
    return found or ""


def _letter(name: str) -> str:
    """The first letter of a commune's name, its article apart: « C » for La Ciotat.

    Without its accent, which the font that draws it does not have; « M » (mairie) for no letter.
    """
    bare = unicodedata.normalize("NFD", _ARTICLE.sub("", name.strip(), count=1)).upper()
    return next((letter for letter in bare if letter in ascii_uppercase), "M")


def _copy(icon: Icon, source: str) -> Copy:
    return Copy(
        path=f"{_FOLDER}/icone-{icon.nom}.{icon.digest[:12]}.png",
        digest=icon.digest,
        size=icon.size,
        source=source,
        fingerprinted=True,
    )
