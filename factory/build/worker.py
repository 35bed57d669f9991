"""One commune's build, in its confined child: from its folder to a generation ready to go online.

The worker reads the commune's folder and the theme, and writes `build/<commune>/`. What it decides
about the register it only proposes: the parent puts the generation online and confirms the lines.
"""

from dataclasses import replace
from pathlib import Path

from factory.archive import manifest as manifests
from factory.archive import registre as registers
from factory.archive.cache import Cache
from factory.archive.manifest import Manifest
from factory.archive.registre import Lines
from factory.build import addresses, generation
from factory.build.changes import changes
from factory.build.drawing import Drawing, draw
from factory.build.erasure import erases
from factory.build.layout import Layout
from factory.build.memory import Memory
from factory.build.order import Made, Order
from factory.build.press import Press
from factory.build.search import index
from factory.build.telling import told
from factory.build.witness import Witness
from factory.ground.clock import Clock
from factory.ground.problems import Problem, error, in_order
from factory.reception.addresses import Moves
from factory.reception.snapshot import Snapshot
from factory.reception.sources import Sources
from factory.site import generated, site
from factory.site.outputs import Page
from factory.site.site import Site


class Moved(Exception):
    """A file is no longer what the pages were made from: its bytes cannot be kept any more."""


def make(order: Order, memory: Memory) -> Made:
    """Build the commune. Nothing goes online here, and nothing is written to the register."""
    layout = Layout(order.output)
    layout.root.mkdir(parents=True, exist_ok=True)
    clock = Clock(order.moment)
    if order.clean:
        layout.results.unlink(missing_ok=True)
    with generation.writing(layout), Cache(layout.results) as cache:
        drawing = draw(order, layout, cache, clock, memory)
        if not isinstance(drawing, Drawing):
            return refused(clock, drawing)
        return _printed(order, layout, cache, clock, drawing)


def _printed(order: Order, layout: Layout, cache: Cache, clock: Clock, drawing: Drawing) -> Made:
    """What was drawn, rendered and staged, with what the register is to say of it."""
    snapshot, drawn, plan = drawing.snapshot, drawing.site, drawing.plan
    sources, old, witness = drawing.sources, drawing.old, drawing.witness
    moved = _moved(order, drawing)
    lines: Lines = {**snapshot.lines, "adresses": [moved.line] if moved.line else []}
    after = registers.extended(snapshot.registre, {"adresses": lines["adresses"]})
    former, gone = site.former_addresses(plan, after, drawn)
    erasing = order.erasing or erases(lines)
    if erasing:
        cache.scrub()
    # The index of before would find what is being erased: the new one is waited for.
    asked, lent = (replace(order, index=True), None) if erasing else (order, old)
    found = index(asked, layout, lent, witness, drawn.records, snapshot.commune.langue)
    pages = [*found.shown(drawn.pages), drawing.palette, *generated.redirections(plan, former)]
    met = (*snapshot.problems, *drawn.problems, *plan.problems, *drawing.ready.problems)
    problems = told((*met, *found.problems), plan, sources)
    if excess := _excess(order, pages, drawn):
        return refused(clock, (*problems, *excess))
    press = Press(order, layout, cache, old, witness)
    files = press.print(pages, drawn.copies, snapshot, found)
    manifest = Manifest(
        numero=order.number,
        moment=order.stamp,
        moteur=order.engine,
        theme=order.theme.digest,
        fichiers=files,
        communs=press.shared(),
        sources=dict(sorted(snapshot.digests.items())),
        redirections=former,
        disparues=gone,
        non_indexes=drawn.unindexed,
        lignes={} if order.drafts else {k: v for k, v in lines.items() if v},
        complet=found.complete,
    )
    _keep_sources(order, layout, sources, snapshot, witness)
    return Made(
        number=_stage(order, layout, cache, manifest, old, witness),
        pages=len(pages),
        rendered=press.rendered,
        problems=in_order((*problems, *press.problems)),
        complete=found.complete,
        removed=moved.removed,
        before=moved.before,
        moved=addresses.differ(old, manifest),
        lines=manifest.lignes,
        since=clock.since,
        until=clock.until,
        faults=tuple(press.faults),
    )


def _moved(order: Order, drawing: Drawing) -> Moves:
    """Which addresses appear, move or go; what was read to tell it is put away."""
    snapshot, loader = drawing.snapshot, drawing.loader
    moved = changes(drawing.reception, snapshot, drawing.site, loader, order.stamp)
    # To tell where an address went, what is being erased was read once more.
    only = frozenset(snapshot.digests.values()) if order.erasing else None
    loader.close(snapshot.registre.effacees, only)
    return moved


def _excess(order: Order, pages: list[Page], drawn: Site) -> list[Problem]:
    """A commune that would take more than its share is not built: the others share the disk."""
    problems = []
    if len(pages) > order.pages:
        problems.append(
            error(
                "trop-de-pages",
                f"Ce site aurait {len(pages)} pages ; la limite est de {order.pages}.",
                "Retirez des pages, ou demandez à la Métropole de relever « limites: pages ».",
            )
        )
    size = sum(copy.size for copy in drawn.copies)
    if size > order.octets:
        problems.append(
            error(
                "site-trop-volumineux",
                f"Les fichiers de ce site pèsent {size / 1e6:.0f} Mo ; "
                f"la limite est de {order.octets / 1e6:.0f} Mo.",
                "Retirez les fichiers les plus lourds, ou demandez à la Métropole de relever "
                "« limites: octets ».",
            )
        )
    return problems


def refused(clock: Clock, problems: tuple[Problem, ...]) -> Made:
    """Nothing is built; what is online stays."""
    return Made(number=-1, problems=in_order(problems), since=clock.since, until=clock.until)


def _keep_sources(
    order: Order, layout: Layout, sources: Sources, snapshot: Snapshot, witness: Witness
) -> None:
    """The retained bytes into the store: the parent copies from there what the register needs."""
    pieces = order.folder / "registre" / "pieces"
    for path, name in snapshot.digests.items():
        if not witness.check(name):
            file = sources.files.get(path)
            real = file.real if file is not None and file.digest == name else pieces / name
            _keep(layout, real, name)
    for line in snapshot.lines.get("actes", ()):
        for path in line["pieces"]:
            file = snapshot.files[path]
            _keep(layout, file.real, file.digest)


def _keep(layout: Layout, real: Path, name: str) -> None:
    try:
        kept = layout.store.put_file(real, name, real.stat().st_size)
    except FileNotFoundError:
        kept = False
    if not kept:
        raise Moved


def _stage(
    order: Order,
    layout: Layout,
    cache: Cache,
    manifest: Manifest,
    old: Manifest | None,
    witness: Witness,
) -> int:
    """The number of the generation to put online; 0 where nothing changed at all."""
    same = old is not None and generation.outputs_equal(old.fichiers, manifest.fichiers)
    if old is None or not same or witness.damaged or order.erasing:
        carried = generation.carried(old, manifest.fichiers, order.moment) if old else {}
        # One that is damaged cannot be made again: nothing says what it was made from.
        if order.erasing or erases(manifest.lignes):
            # What was withdrawn for privacy may have been shown in a picture: none is lent.
            carried = {path: o for path, o in carried.items() if path.startswith("_theme/")}
        whole = {path: output for path, output in carried.items() if witness.sees(output)}
        files = dict(sorted({**manifest.fichiers, **whole}.items()))
        manifest = replace(manifest, fichiers=files)
        generation.stage(layout, manifest, witness.stamp)
        witness.note(cache, manifest)
        return manifest.numero
    # The same files, perhaps made by another engine or from other sources: a record, no more.
    remains = {path: output for path, output in old.fichiers.items() if output.reste}
    record = replace(
        manifest,
        numero=old.numero,
        moment=old.moment,
        relu=old.relu if manifest.sources == old.sources else manifest.moment,
        fichiers=dict(sorted({**manifest.fichiers, **remains}.items())),
        lignes=manifest.lignes or old.lignes,
    )
    if record == old:
        return 0
    manifests.write(layout.manifests, record)
    return old.numero
