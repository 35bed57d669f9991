"""An agent's day by SFTP, against a real sshd, from one end to the other; a shorter one by git."""

import os
import stat
import threading
import time
from typing import Any

import pytest
from envois import NEWS, PAGE, pushes_a_bomb, pushes_a_repository_among_its_files, said, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def laid(machine: Any, python: str, postbox: Any) -> Any:
    """The drops laid by the operator's command, sshd and `usine watch` at work."""
    machine.box = postbox
    machine.at("/srv/usine/usine.yaml").write_text(
        f"theme: {os.path.abspath('themes/institutional')}\n"
        "depots: {dossier: depots, cles: cles, git: [cadran], regroupement: 1 s}\n"
        f"courriel: {{serveur: 127.0.0.1, port: {postbox.port}, expediteur: usine@amp.example}}\n"
        "metropole: {assistance: {telephone: 04 00 00 00 01}}\n",
        "utf-8",
    )
    machine.run("useradd", "--system", "--user-group", "usine")
    for name in ("tenants", "build"):
        machine.at(f"/srv/usine/{name}").mkdir(exist_ok=True)
        machine.run("chown", "-R", "usine:usine", f"/srv/usine/{name}")
    machine.run("sh", "-c", "chown root:usine /srv/usine/tenants/*/convention.yaml")
    machine.first = machine.run(python, "-m", "factory.drops", "--poser")
    options = ["-o", f"ListenAddress=127.0.0.1:{machine.port}", "-o", "UsePAM=no"]
    machine.start("/usr/sbin/sshd", "-D", "-e", *options, log="sshd")
    command = "from factory.cli import main; main()"
    machine.start(python, "-c", command, "watch", "--json", log="watch", user="usine")
    slugs = {"aubelle", "belmont", "cadran"}
    machine.until(lambda: slugs <= {t.get("commune") for t in machine.told()}, "usine watch")
    return machine


def test_the_operators_command_lays_each_drop(laid: Any, python: str) -> None:
    assert laid.first.stdout == (
        "aubelle : dépôt posé, par SFTP, compte depot-aubelle\n"
        "belmont : dépôt posé, par SFTP, compte depot-belmont\n"
        "cadran : dépôt posé, par git, compte depot-cadran\n"
    ), laid.first.stderr
    again = laid.run(python, "-m", "factory.drops", "--poser")
    assert "aubelle : dépôt déjà là" in again.stdout and again.returncode == 0, again.stderr
    site = laid.drop("aubelle")
    assert (
        site / "contenu/accueil.md"
    ).read_text() == "# Bienvenue à Aubelle\n\nLe site de la commune.\n"
    assert stat.S_IMODE(site.stat().st_mode) == 0o2770
    owners = {site.stat().st_uid, laid.sources("aubelle").stat().st_uid}
    assert len(owners) == 2
    assert (laid.sources("aubelle") / "convention.yaml").stat().st_uid not in owners
    doctor = laid.run(python, "-c", "from factory.cli import main; main()", "doctor", user="usine")
    assert "conventions, registres et dépôts : chacun son compte" in doctor.stdout
    laid.run("chown", "usine", "/srv/usine/tenants/belmont/convention.yaml")
    doctor = laid.run(python, "-c", "from factory.cli import main; main()", "doctor", user="usine")
    assert (
        "?   belmont : sa convention et son registre sont au même compte (usine). "
        "« deploy/installer.sh --droits » remet à chacun le sien." in doctor.stdout
    )
    laid.run("chown", "root", "/srv/usine/tenants/belmont/convention.yaml")


def test_an_agents_day(laid: Any) -> None:
    before = len(laid.box.letters)  # another test's, where one came first
    # A first page, whose date is wrong.
    write(laid, "aubelle", "fete.md", NEWS.format(date="31 février 2026"))
    done = laid.sftp(
        "aubelle", "pwd", "mkdir contenu/actualites", "put fete.md contenu/actualites/fete.md"
    )
    assert done.returncode == 0, done.stderr
    assert "Remote working directory: /site" in done.stdout
    answer = said(laid, "aubelle", "31 février")
    assert "« La fête du village » (contenu/actualites/fete.md)" in answer
    assert "Ligne 3 : « 31 février 2026 » n’est pas une date" in answer
    assert "Repris (1) :\n  - contenu/actualites/fete.md" in answer
    assert laid.public("aubelle", PAGE) == ""

    # Corrected.
    write(laid, "aubelle", "fete.md", NEWS.format(date="3 mars 2026"))
    laid.sftp("aubelle", "put fete.md contenu/actualites/fete.md")
    laid.until(lambda: "à midi" in laid.public("aubelle", PAGE), "the page")
    answer = said(laid, "aubelle", "En ligne à ")
    assert "31 février" not in answer
    assert "04 00 00 00 01" in answer

    # A letter says the same to the référent.
    letter = laid.until(
        lambda: next(
            (one for one in laid.box.letters[before:] if "En ligne" in one["Subject"]), None
        ),
        "the letter",
    )
    assert letter["Subject"].startswith("Aubelle : En ligne à ")
    assert letter["To"] == "mairie@aubelle.example"
    new = laid.box.letters[before:]
    assert all("Aubelle" in one["Subject"] for one in new), "nobody else left anything"

    # Withdrawn.
    laid.sftp("aubelle", "rm contenu/actualites/fete.md")
    laid.until(lambda: laid.public("aubelle", PAGE) == "", "the withdrawal")
    answer = said(laid, "aubelle", "Retirés (1) :\n  - contenu/actualites/fete.md")
    assert not (laid.sources("aubelle") / "contenu/actualites/fete.md").exists()


def test_what_is_half_sent_is_not_published(laid: Any) -> None:
    site = laid.drop("aubelle")
    before = laid.answer("aubelle")
    from_here = laid.work / "aubelle" / "long.md"
    from_here.write_text("# Un long récit\n\n" + "Il était une fois. " * 3000, "utf-8")
    write(laid, "aubelle", "autre.md.filepart", "# Pas fini\n")
    laid.sftp("aubelle", "put autre.md.filepart contenu/autre.md.filepart")
    slow = laid.slowly("aubelle", "put long.md contenu/long.md")
    laid.until(lambda: (site / "contenu/long.md").exists(), "the beginning of it")
    time.sleep(4)
    assert slow.poll() is None, "too quick to show anything"
    assert laid.public("aubelle", "long/index.html") == ""
    assert laid.answer("aubelle") == before
    slow.wait(120)
    laid.until(lambda: "Un long récit" in laid.public("aubelle", "long/index.html"), "the whole")
    assert laid.public("aubelle", "long/index.html").count("Il était une fois.") >= 3000
    assert laid.public("aubelle", "autre/index.html") == ""


def test_what_a_lost_connection_cut_is_not_published(laid: Any) -> None:
    """The server closes such a file like any other: its log alone tells."""
    text = "# Un récit coupé\n\n" + "Il était une fois. " * 3000
    name, page = "coupé été.md", "coupe-ete/index.html"
    write(laid, "aubelle", "avant.md", text.replace("Il était", "Jadis était"))
    write(laid, "aubelle", name, text)
    laid.sftp("aubelle", f'put avant.md "contenu/{name}"')
    laid.until(lambda: "Jadis était" in laid.public("aubelle", page), "the first version")
    slow = laid.slowly("aubelle", f'put "{name}" "contenu/{name}"')
    held = laid.drop("aubelle") / "contenu" / name
    laid.until(lambda: 8_000 < held.stat().st_size < 50_000, "some of it")
    slow.kill()
    answer = said(laid, "aubelle", "n’est pas arrivé en entier")
    assert f"contenu/{name}\n  Ce fichier n’est pas arrivé en entier" in answer
    assert "la version d’avant reste en ligne" in answer.lower()
    assert "Envoyez-le de nouveau, jusqu’au bout." in answer
    time.sleep(3)
    assert "Jadis était" in laid.public("aubelle", page)
    assert held.stat().st_size < len(text.encode())

    # Sent again, whole.
    laid.sftp("aubelle", f'put "{name}" "contenu/{name}"')
    laid.until(lambda: "Il était" in laid.public("aubelle", page), "the whole")
    said(laid, "aubelle", "En ligne à ")
    assert "arrivé en entier" not in laid.answer("aubelle")


def test_two_agents_at_once(laid: Any) -> None:
    for slug, name in (("aubelle", "un.md"), ("aubelle", "deux.md"), ("belmont", "trois.md")):
        write(laid, slug, name, f"# Page {name}\n\nTexte.\n")
    threads = [
        threading.Thread(target=laid.sftp, args=(slug, f"put {name} contenu/{name}"))
        for slug, name in (("aubelle", "un.md"), ("aubelle", "deux.md"), ("belmont", "trois.md"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for slug, page in (("aubelle", "un"), ("aubelle", "deux"), ("belmont", "trois")):
        laid.until(lambda s=slug, p=page: laid.public(s, f"{p}/index.html"), page)
    assert "trois" not in laid.answer("aubelle")
    assert "contenu/trois.md" in said(laid, "belmont", "trois.md")


def test_no_commune_sees_another_nor_the_machine(laid: Any) -> None:
    secret = laid.drop("belmont") / "contenu/accueil.md"
    for path in (
        "/srv/usine/depots/depot-belmont/site/contenu/accueil.md",
        "../../depot-belmont/site/contenu/accueil.md",
        "/etc/passwd",
        "/proc/self/root/etc/passwd",
        "/etat/recu.json",
    ):
        done = laid.sftp("aubelle", f"get {path} volé")
        assert done.returncode != 0, path
        assert not (laid.work / "aubelle" / "volé").exists()
    assert laid.sftp("aubelle", "put un.md /un.md").returncode != 0
    assert laid.sftp("aubelle", "ln -s /etc/passwd contenu/lien.md").returncode != 0
    assert laid.sftp("aubelle", "ln contenu/un.md contenu/jumeau.md").returncode != 0
    assert laid.sftp("belmont", "ls", key="aubelle").returncode != 0
    assert "Belmont" in secret.read_text()
    done = laid.ssh("aubelle", "cat", "/etc/passwd")
    assert "root:" not in done.stdout
    assert "root:" not in laid.ssh("aubelle").stdout


def test_the_metropoles_files_are_not_an_agents(laid: Any) -> None:
    mine = laid.sources("aubelle")
    before = (mine / "convention.yaml").read_bytes()
    acts = sorted(path.name for path in (mine / "registre").iterdir())
    write(laid, "aubelle", "convention.yaml", "domaines: [belmont.example]\n")
    laid.sftp(
        "aubelle",
        "put convention.yaml",
        "mkdir registre",
        "put convention.yaml registre/actes.jsonl",
    )
    answer = said(laid, "aubelle", "« registre » est tenu par la Métropole")
    assert "« convention.yaml » est tenu par la Métropole" in answer
    assert (mine / "convention.yaml").read_bytes() == before
    assert sorted(path.name for path in (mine / "registre").iterdir()) == acts
    laid.sftp("aubelle", "rm convention.yaml", "rm registre/actes.jsonl", "rmdir registre")
    laid.until(lambda: "Métropole :" not in laid.answer("aubelle"), "its being well again")


def test_a_link_planted_in_a_drop_is_not_followed(laid: Any) -> None:
    """Even one that SFTP would not have made."""
    drop = laid.drop("aubelle")
    laid.run("ln", "-s", "/etc/passwd", "/srv/usine/depots/depot-aubelle/site/contenu/lien.md")
    laid.run(
        "ln", "-s", "/srv/usine/tenants/belmont", "/srv/usine/depots/depot-aubelle/site/contenu/b"
    )
    assert "raccourci" in said(laid, "aubelle", "contenu/lien.md")
    assert not os.path.lexists(laid.sources("aubelle") / "contenu/lien.md")
    assert not os.path.lexists(laid.sources("aubelle") / "contenu/b")
    for name in ("lien.md", "b"):
        (drop / "contenu" / name).unlink()


def test_a_mass_disappearance_is_held(laid: Any) -> None:
    folder = laid.work / "belmont"
    names = [f"page-{n}.md" for n in range(14)]
    for name in names:
        write(laid, "belmont", name, f"# {name}\n\nTexte.\n")
    laid.sftp("belmont", *(f"put {name} contenu/{name}" for name in names))
    laid.until(lambda: laid.public("belmont", "page-13/index.html"), "the pages")
    assert laid.sftp("belmont", "rm contenu/page-*.md").returncode == 0
    answer = said(laid, "belmont", "trop de pages disparaîtraient")
    assert "demandez à l’assistance de les confirmer" in answer
    assert laid.public("belmont", "page-13/index.html")
    laid.sftp("belmont", *(f"put {name} contenu/{name}" for name in names))
    said(laid, "belmont", "Repris (14)")
    assert folder.exists() and laid.public("belmont", "page-13/index.html")


def test_the_same_by_git(laid: Any) -> None:
    folder = laid.work / "cadran"
    url = "ssh://depot-cadran@127.0.0.1/srv/usine/depots/depot-cadran/depot.git"
    assert laid.git("cadran", "init", "-q", "-b", "main").returncode == 0
    (folder / "contenu/actualites").mkdir(parents=True)
    write(laid, "cadran", "contenu/accueil.md", "# Bienvenue par git\n\nTexte.\n")
    write(laid, "cadran", "contenu/actualites/fete.md", NEWS.format(date="3 mars 2026"))
    write(
        laid,
        "cadran",
        "commune.yaml",
        'nom: Cadran\ncode_insee: "13999"\ndomaine: cadran.example\n',
    )
    os.symlink("/etc/passwd", folder / "contenu/lien.md")
    laid.git("cadran", "add", ".")
    laid.git("cadran", "commit", "-qm", "Premier dépôt")
    pushed = laid.git("cadran", "push", url, "main")
    assert pushed.returncode == 0, pushed.stderr
    assert "remote: En ligne à" in pushed.stderr.replace("\u00a0", " ")
    assert "Bienvenue par git" in laid.public("cadran", "index.html")
    assert "root:" not in laid.public("cadran", "lien/index.html")

    (folder / "contenu/actualites/fete.md").unlink()
    laid.git("cadran", "commit", "-qam", "Retire la fête")
    pushed = laid.git("cadran", "push", url, "main")
    assert "Retirés (1)" in pushed.stderr
    assert laid.public("cadran", PAGE) == ""

    assert laid.git("cadran", "push", url, "main:autre").returncode != 0
    other = url.replace("cadran/depot.git", "aubelle/depot.git")
    assert laid.git("cadran", "ls-remote", other).returncode != 0
    assert "root:" not in laid.ssh("cadran", "cat", "/etc/passwd").stdout
    assert "git-receive-pack" not in laid.ssh("cadran").stdout

    pushes_a_repository_among_its_files(laid, folder, url)
    pushes_a_bomb(laid, url)
