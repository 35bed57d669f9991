"""`usine serve`: what is written is what is seen, and nothing else is."""

import http.client
import shutil
import signal
import socket
from pathlib import Path

import pytest

A, B = "aubelle.localhost", "belmont.localhost"
NEWS = "tenants/aubelle/contenu/actualites/fete.md"
PAGE = "/actualites/fete/"
ROOT = Path(__file__).resolve().parents[2]


def test_each_commune_has_its_host_and_a_list_names_them(shown):
    assert "Bienvenue à Aubelle" in shown.get(A).text
    assert "Bienvenue à Belmont" in shown.get(B + ":8000").text
    listing = shown.get("localhost").text
    assert f'<a href="http://aubelle.localhost:{shown.port}/">aubelle</a> : à jour' in listing
    assert 'lang="fr"' in listing


def test_the_reloading_script_is_served_and_never_built(usine):
    running = usine.serve()
    served = running.get(A, PAGE).text
    assert '<script src="/_apercu/apercu.js" data-version="' in served
    assert "text/javascript" in running.get(A, "/_apercu/apercu.js").headers["content-type"]
    built = [path for path in (usine.root / "build").rglob("*.html") if path.is_file()]
    assert built
    assert not [path for path in built if b"_apercu" in path.read_bytes()]


def test_a_preview_publishes_nothing_and_writes_no_register(usine):
    usine.serve().get(A)
    assert sorted(path.name for path in (usine.root / "build").iterdir()) == [".apercu"]
    assert not (usine.tenants / "aubelle" / "registre").exists()


@pytest.mark.parametrize("words", [(), ("--sondage",)], ids=["told", "polled"])
def test_an_edited_page_is_seen_at_the_next_request(usine, words):
    running = usine.serve(*words)
    assert "à midi" in running.get(A, PAGE).text
    text = (usine.root / NEWS).read_text("utf-8")
    usine.write(NEWS, text.replace("midi", "minuit"))
    usine.until(lambda: "à minuit" in running.get(A, PAGE).text, "the edit")
    usine.write("tenants/aubelle/contenu/mairie/nouvelle.md", "# Une page nouvelle\n")
    usine.until(lambda: running.get(A, "/mairie/nouvelle/").status == 200, "the new page")
    (usine.root / NEWS).unlink()
    usine.until(lambda: running.get(A, PAGE).status == 404, "the page that went")


def test_drafts_are_shown_and_marked(usine):
    usine.write(NEWS, "---\ntitre: À relire\ndate: 3 mars 2026\nbrouillon: oui\n---\n\nTexte.\n")
    page = usine.serve().get(A, PAGE)
    assert page.status == 200
    assert "Cette page n’est pas publiée" in page.text


def test_a_page_tells_its_own_problems(usine):
    usine.write(NEWS, "---\ntitre: <b>Fête</b>\ndate: 3 mars 2026\n---\n\n[Ici](rien.md)\n")
    running = usine.serve()
    page = running.get(A, PAGE).text
    assert "À corriger : 1 avertissement" in page
    assert "Le lien « rien.md » ne mène à aucun fichier de la commune." in page
    assert "contenu/actualites/fete.md, ligne 6, colonne 7" in page
    assert "rien.md" not in running.get(A).text
    assert "À corriger" not in running.get(B, PAGE).text


def test_the_home_page_tells_the_problems_that_have_no_page(usine):
    usine.write(NEWS, "---\ntitre: Fête\ndate: le trois\n---\n\nTexte.\n")
    running = usine.serve()
    home = running.get(A).text
    assert "<details open>" in home
    assert "contenu/actualites/fete.md, ligne 3" in home
    assert "contenu/actualites/fete.md, ligne 3" in running.get(A, "/rien-ici/").text


def test_a_build_that_fails_keeps_the_pages_and_says_why(usine):
    running = usine.serve()
    assert running.get(A).status == 200
    usine.write("tenants/aubelle/commune.yaml", "nom: [\n")
    page = usine.until(
        lambda: (reply := running.get(A, PAGE)).text.count("celle d’avant") and reply, "the reason"
    )
    assert page.status == 200
    assert "à midi" in page.text
    assert "commune.yaml" in running.get(A).text
    assert "celle d’avant" not in running.get(B).text
    usine.commune("aubelle", "Aubelle-la-Neuve")
    usine.until(lambda: "Aubelle-la-Neuve" in running.get(A).text, "the mended file")


def test_a_commune_that_never_was_built_says_what_to_mend(usine):
    usine.write("tenants/aubelle/commune.yaml", "nom: [\n")
    reply = usine.serve().get(A)
    assert reply.status == 503
    assert "n’a pas encore pu être fabriqué" in reply.text
    assert "commune.yaml, ligne" in reply.text


def test_a_theme_being_written_rebuilds_and_its_faults_are_told(usine):
    theme = usine.root / "theme"
    shutil.copytree(ROOT / "themes" / "institutional", theme)
    usine.write("usine.yaml", "communes: tenants\nsortie: build\ntheme: theme\n")
    running = usine.serve()
    text = (theme / "templates" / "_base.html").read_text("utf-8")
    fault = "ne peut pas être utilisé"
    assert running.get(A).status == 200
    usine.write("theme/templates/_base.html", text.replace("<body>", "<body><p>Essai de thème</p>"))
    usine.until(lambda: "Essai de thème" in running.get(A).text, "the new theme")
    usine.write("theme/templates/_base.html", text.replace("<body>", "<body>{% if"))
    usine.until(
        lambda: "ne peut pas être utilisé" in running.get(B, PAGE).text, "the theme's fault"
    )
    assert "Essai de thème" in running.get(B, PAGE).text
    usine.write("theme/templates/_base.html", text)
    usine.until(lambda: "Essai" not in running.get(B, PAGE).text, "the mended theme")
    assert fault not in running.get(B, PAGE).text


def _event(stream) -> str:
    while not (line := stream.readline().decode()).startswith("data:"):
        assert line, "the stream ended"
    return line.removeprefix("data:").strip()


def test_a_page_is_told_when_it_changed_and_only_then(usine):
    running = usine.serve()
    before = running.get(A, PAGE).version
    plan = running.get(A, "/plan-du-site/").version
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    connection.request("GET", f"/_apercu/flux?page={PAGE}", headers={"Host": A})
    stream = connection.getresponse()
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert _event(stream) == before
    text = (usine.root / NEWS).read_text("utf-8")
    usine.write(NEWS, text.replace("midi", "minuit"))
    after = _event(stream)
    connection.close()
    assert after != before
    assert after == running.get(A, PAGE).version, "no reload loop: the page has what was told"
    assert plan == running.get(A, "/plan-du-site/").version, (
        "a page that did not change is not reloaded"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/../../commune.yaml",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/actualites/../../manifests/1.json",
        "/index.html%00.txt",
        "/%00",
        "/%ff%fe",
        "/actualites/fete/index.html/",
        "/_apercu/../server.py",
        "/_apercu/%2e%2e/server.py",
        "/_theme/",
        "/.htaccess",
        "/\\..\\..\\etc\\passwd",
    ],
)
def test_no_address_leads_out_of_the_site(shown, path):
    reply = shown.get(A, path)
    assert reply.status == 404
    assert "root:" not in reply.text


def test_a_link_laid_in_a_generation_is_not_followed(usine):
    running = usine.serve()
    assert running.get(A).status == 200
    public = usine.root / "build" / ".apercu" / "aubelle" / "public"
    (public / "secret.txt").symlink_to("/etc/passwd")
    assert running.get(A, "/secret.txt").status == 404


def test_addresses_without_their_slash_and_missing_ones(shown):
    redirected = shown.get(A, "/actualites/fete?essai=1")
    assert (redirected.status, redirected.headers["location"]) == (301, PAGE)
    missing = shown.get(A, "/nulle-part/")
    assert missing.status == 404
    assert "Aubelle" in missing.text, "the commune's own page"
    assert missing.version


def test_types_methods_and_headers(shown):
    page = shown.get(A)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert shown.get(A, "/robots.txt").headers["content-type"] == "text/plain; charset=utf-8"
    assert shown.get(A, "/sitemap.xml").headers["content-type"].startswith("application/xml")
    head = shown.get(A, "/", "HEAD")
    assert (head.status, head.text) == (200, "")
    refused = shown.get(A, "/", "POST")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")
    assert "il ne reçoit rien" in refused.text


@pytest.mark.parametrize("host", ["exemple.fr", "aubelle.exemple.fr", "localhost.exemple.fr", ""])
def test_an_unknown_host_is_misdirected(shown, host):
    reply = shown.get(host)
    assert reply.status == 421
    assert "Cet aperçu ne répond pas à ce nom." in reply.text


def test_an_unknown_commune_is_not_found(shown):
    reply = shown.get("nulle.localhost")
    assert reply.status == 404
    assert "Aucune commune ne s’appelle « nulle » dans cet aperçu." in reply.text


def test_named_communes_only(usine):
    running = usine.serve("belmont")
    assert running.get(B).status == 200
    assert running.get(A).status == 404
    assert "aubelle" not in running.get("localhost").text


def test_it_does_not_open_to_the_network_unasked(usine):
    done = usine.run("serve", "--port", "0", "--hote", "0.0.0.0")
    assert done.returncode == 2
    assert done.stderr == (
        "erreur [apercu-ouvert-au-reseau] « 0.0.0.0 » est une adresse du réseau : d’autres que "
        "vous pourraient y lire les brouillons des communes.\n"
        "    → Retirez « --hote » pour que l’aperçu reste sur cette machine, ou ajoutez "
        "« --ouvert-au-reseau » si c’est bien ce que vous voulez.\n"
    )


def test_opened_to_the_network_when_told(usine):
    running = usine.serve("--hote", "0.0.0.0", "--ouvert-au-reseau")
    assert running.get(A).status == 200
    assert running.get("exemple.fr").status == 421


def test_a_port_that_is_taken_is_told(usine):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = usine.run("serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"erreur [port-indisponible] L’aperçu ne peut pas s’ouvrir à l’adresse 127.0.0.1, port "
        f"{port} (un autre programme tient déjà cette adresse).\n"
        "    → Un autre aperçu est peut-être déjà ouvert : arrêtez-le, ou choisissez un autre "
        "port, par exemple « --port 8001 ».\n"
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(usine, how):
    running = usine.serve()
    running.get(A)
    assert running.end(how) == 0
    assert "Traceback" not in running.log.read_text("utf-8")
