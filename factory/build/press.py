"""The press: every file of a generation as a blob, made again where its key or blob changed."""

import traceback
from collections.abc import Iterable
from dataclasses import replace

from factory.archive.cache import Cache
from factory.archive.manifest import Manifest, Output
from factory.archive.store import Store
from factory.build.compression import SUFFIXES, compressed, is_compressible
from factory.build.keys import Keys
from factory.build.layout import Layout
from factory.build.order import Order
from factory.build.search import Index
from factory.build.witness import Witness
from factory.ground.digests import digest, digest_of
from factory.ground.problems import Problem, error
from factory.reception.snapshot import Snapshot
from factory.reception.sources import SourceFile
from factory.site.outputs import Copy, Page

_COMPRESSED = "comprimees"


class Press:
    """Prints one generation. `rendered` counts the pages made, `faults` are tracebacks."""

    def __init__(
        self, order: Order, layout: Layout, cache: Cache, old: Manifest | None, witness: Witness
    ) -> None:
        self._order = order
        self._store: Store = layout.store
        self._cache = cache
        # What the last generation only carried may be the site's own again.
        self._old = dict(old.fichiers) if old else {}
        self._old |= {p: replace(o, reste="") for p, o in self._old.items() if o.reste}
        self._witness = witness
        self._packed = {key: value.decode() for key, value in cache.all(_COMPRESSED).items()}
        self._used: list[str] = []
        self._keys = Keys(order.engine, order.theme.digest)
        self.rendered = 0
        self.problems: list[Problem] = []
        self.faults: list[str] = []

    def print(
        self, pages: Iterable[Page], copies: Iterable[Copy], snapshot: Snapshot, index: Index
    ) -> dict[str, Output]:
        """Every file of the site by its path, compressed siblings included."""
        files: dict[str, Output] = dict(index.kept)
        for page in pages:
            printed = self._page(page)
            if printed is not None:
                files[page.path] = printed[0]
                files |= self._siblings(page.path, *printed)
        for copy in copies:
            output = self._copy(copy, snapshot)
            if output is not None:
                files[copy.path] = output
                files |= self._siblings(copy.path, output, None)
        assets = {asset.url.lstrip("/"): asset.data for asset in self._order.theme.assets}
        for path, data in {**assets, **index.made}.items():
            files[path] = Output(blob=self._put(data), taille=len(data), empreinte=True)
            files |= self._siblings(path, files[path], data)
        self._cache.keep_only(_COMPRESSED, self._used)
        return dict(sorted(files.items()))

    def shared(self) -> dict[str, str]:
        """The parts that the printed pages share, each with its digest."""
        return self._keys.shared()

    def _page(self, page: Page) -> tuple[Output, bytes | None] | None:
        """The page, and its bytes where they were just made."""
        key = self._keys.key(page).digest
        known = self._old.get(page.path)
        if known is not None and known.cle == key and self._witness.sees(known):
            return known, None
        try:
            data = self._order.theme.render(page.template, page.view)
        except Exception:  # a fault of the theme's or the engine's must cost one page, not a site
            kept = self._not_rendered(page, known)
            return (kept, None) if kept is not None else None
        self.rendered += 1
        output = Output(
            blob=self._put(data),
            taille=len(data),
            cle=key,
            parts=self._keys.parts(page),
            source=page.source,
            gabarit=page.template,
            empreinte=page.fingerprinted,
        )
        return output, data

    def _put(self, data: bytes) -> str:
        """Into the store, where a damaged blob of that name first makes room."""
        self._witness.check(digest(data))
        return self._store.put(data)

    def _not_rendered(self, page: Page, known: Output | None) -> Output | None:
        self.faults.append(traceback.format_exc())
        stays = known is not None and self._witness.sees(known)
        self.problems.append(
            error(
                "page-non-fabriquee",
                f"La page /{page.path.removesuffix('index.html')} n’a pas pu être fabriquée : "
                "c’est un défaut de l’usine, pas de votre texte.",
                "Prévenez le support de la Métropole. "
                + (
                    "En attendant, la version précédente reste en ligne."
                    if stays
                    else "En attendant, cette page n’est pas publiée."
                ),
                file=page.source,
            )
        )
        return known if stays else None

    def _copy(self, copy: Copy, snapshot: Snapshot) -> Output | None:
        known = self._old.get(copy.path)
        if known is not None and known.blob == copy.digest and self._witness.sees(known):
            return known
        file = snapshot.files.get(copy.source)
        original = file if file is not None and file.digest == copy.digest else None
        if original is not None and not self._keep(original):
            return None
        return Output(
            blob=copy.digest, taille=copy.size, source=copy.source, empreinte=copy.fingerprinted
        )

    def _keep(self, file: SourceFile) -> bool:
        self._witness.check(file.digest)
        if self._store.put_file(file.real, file.digest, file.size):
            return True
        self.problems.append(
            error(
                "fichier-en-cours-d-ecriture",
                "Ce fichier changeait pendant la lecture.",
                "Attendez la fin de la copie : il sera repris à la prochaine publication.",
                file=file.path,
            )
        )
        return False

    def _siblings(self, path: str, output: Output, data: bytes | None) -> dict[str, Output]:
        """`.br` and `.gz` beside what compresses; the same bytes are compressed once."""
        if not (self._order.precompression and is_compressible(path, output.taille)):
            return {}
        made: dict[str, Output] = {}
        whole = self._old.get(path)
        same = whole is not None and whole.blob == output.blob
        for suffix in SUFFIXES:
            known = self._old.get(path + suffix)
            if same and known is not None and self._witness.sees(known):
                made[path + suffix] = known
                self._used.append(self._packed_key(output, suffix))
                continue
            data = data if data is not None else self._store.get(output.blob)
            if data is not None:
                made[path + suffix] = self._packed_form(path, output, data, suffix)
        return made

    def _packed_key(self, output: Output, suffix: str) -> str:
        return digest_of((output.blob, suffix, self._order.engine))

    def _packed_form(self, path: str, output: Output, data: bytes, suffix: str) -> Output:
        key = self._packed_key(output, suffix)
        self._used.append(key)
        name = self._packed.get(key, "")
        stored = self._store.get(name) if name else None
        packed = stored if stored is not None else compressed(data, suffix)
        name = self._put(packed)
        self._cache.put(_COMPRESSED, key, name.encode())
        return Output(blob=name, taille=len(packed), de=path, empreinte=output.empreinte)
