"""The folder of a generation that went is mended into the next one, whatever became of it."""

import os

from factory.archive import manifest as manifests
from factory.build import tree


def _published(factory, times):
    commune = factory.commune()
    for number in range(times):
        commune.write("contenu/a.md", f"Version {number}.\n")
        commune.write(f"contenu/dossier-{number}/page.md", f"Page {number}.\n")
        (commune.folder / f"contenu/dossier-{number - 1}/page.md").unlink(missing_ok=True)
        factory.build()
        factory.later(hours=1)
    return commune


def _stands(commune):
    layout = commune.layout
    root = layout.generation(layout.online())
    manifest = manifests.read(layout.manifest(layout.online()))
    found, folders = tree.look(root)
    assert {p: layout.store.stamp(o.blob) for p, o in manifest.fichiers.items()} == found
    assert set(folders) == {f for f in folders if any(p.startswith(f + "/") for p in found)}
    return True


def test_the_next_generation_is_made_in_it(factory):
    commune = _published(factory, 7)
    spare = commune.layout.spare
    inode = os.stat(spare).st_ino
    commune.write("contenu/a.md", "Encore.\n")
    factory.build()
    assert os.stat(commune.layout.generation(commune.layout.online())).st_ino == inode
    assert _stands(commune)


def test_whatever_was_laid_in_it_goes(factory):
    commune = _published(factory, 7)
    spare = commune.layout.spare
    (spare / "intrus").mkdir()
    (spare / "intrus/page.html").write_text("intrus")
    (spare / "lien.html").symlink_to("/etc/passwd")
    (spare / "a/index.html").write_text("faux")
    (spare / "index.html").symlink_to("/etc/passwd")
    (spare / "robots.txt").unlink()
    (spare / "robots.txt").mkdir()
    commune.write("contenu/a.md", "Encore.\n")
    factory.build()
    assert _stands(commune)


def test_what_was_swept_leaves_the_disk(factory):
    commune = _published(factory, 9)
    texts = [path.read_bytes() for path in commune.layout.spare.rglob("*.html")]
    assert texts
    assert not [text for text in texts if b"Version 2." in text or b"Version 3." in text]


def test_it_may_be_deleted(factory):
    commune = _published(factory, 7)
    (commune.layout.spare).rename(commune.layout.root / "ailleurs")
    commune.write("contenu/a.md", "Encore.\n")
    factory.build()
    assert _stands(commune)
