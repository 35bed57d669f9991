"""The generated configuration in a real nginx, on the loopback."""

import gzip
import os
import shutil
from dataclasses import replace
from typing import Any

import brotli
import pytest

from factory.destruction import papers
from factory.serving import nginx

STYLE = "/_theme/style.0123456789ab.css"


def test_each_host_gives_its_own_commune(web: Any) -> None:
    for host in ("www.bellevue.example", "bellevue-sur-mer.example", "bellevue.localhost"):
        assert "<title>Bellevue</title>" in web.get(host, "/").body.decode()
    assert "<title>Montfleuri</title>" in web.get("montfleuri.example", "/").body.decode()


def test_an_unknown_host_is_misdirected(web: Any) -> None:
    for host in ("ailleurs.example", "127.0.0.1", "bellevue.example"):
        assert web.get(host, "/").status == 421


def test_a_neighbour_cannot_be_reached(web: Any) -> None:
    for path in (
        "/seulement-ici/",
        "/../montfleuri/public/index.html",
        "/..%2f..%2fmontfleuri/public/index.html",
        "/%2e%2e/%2e%2e/montfleuri/public/index.html",
        "//montfleuri/public/index.html",
        "/../manifests/7.json",
    ):
        reply = web.get("www.bellevue.example", path)
        assert reply.status in (400, 404), path
        assert b"Montfleuri" not in reply.body


def test_a_missing_page_is_the_communes_own(web: Any) -> None:
    reply = web.get("montfleuri.example", "/rien/")
    assert reply.status == 404
    assert "Montfleuri : page introuvable" in reply.body.decode()
    assert web.get("montfleuri.example", "/404.html").status == 404


def test_a_former_address_leads_to_the_new_one(web: Any) -> None:
    for path in (
        "/ancienne-mairie/",
        "/ancienne-mairie",
        "/ancienne-mairie/index.html",
        "/caf%C3%A9/",
        "/index.php?page=3",
        f"/{'tres-longue-adresse-' * 20}/",
    ):
        reply = web.get("www.bellevue.example", path)
        assert (reply.status, reply.headers["location"]) == (301, "/mairie/"), path
    assert web.get("www.bellevue.example", "/index.php?page=4").status == 404
    elsewhere = web.get("www.bellevue.example", "/fiche.php").headers["location"]
    assert elsewhere == "https://ailleurs.example/fiche"
    assert web.get("montfleuri.example", "/ancienne-mairie/").status == 404


def test_a_target_is_never_a_variable(web: Any) -> None:
    reply = web.get("www.bellevue.example", "/prix%24100/")
    assert reply.headers["location"] == "/mairie/?a=%24host"


def test_what_was_taken_offline_is_gone(web: Any) -> None:
    reply = web.get("www.bellevue.example", "/fete-annulee/")
    assert reply.status == 410
    assert "page introuvable" in reply.body.decode()


def test_a_folder_without_its_slash_leads_to_it(web: Any) -> None:
    reply = web.get("www.bellevue.example", "/mairie")
    assert (reply.status, reply.headers["location"]) == (301, "/mairie/")


@pytest.mark.parametrize("path", ["/", "/rien/", "/fete-annulee/", "/ancienne-mairie/", STYLE])
def test_every_answer_carries_the_headers(web: Any, path: str) -> None:
    headers = web.get("www.bellevue.example", path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "nginx/" not in headers["server"]
    assert "strict-transport-security" not in headers  # in clear here


def test_only_the_search_may_compile(web: Any) -> None:
    policy = web.get("www.bellevue.example", "/recherche/").headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy


def test_what_carries_its_digest_is_kept_for_ever(web: Any) -> None:
    kept = web.get("www.bellevue.example", STYLE).headers["cache-control"]
    assert kept == "public, max-age=31536000, immutable"
    page = web.get("www.bellevue.example", "/").headers["cache-control"]
    assert page == "public, max-age=0, must-revalidate"
    missing = web.get("www.bellevue.example", "/_theme/style.ffffffffffff.css")
    assert (missing.status, missing.headers["cache-control"]) == (404, "no-store")


def test_the_browser_gets_the_compression_it_asked_for(web: Any) -> None:
    plain = web.get("www.bellevue.example", "/")
    zipped = web.get("www.bellevue.example", "/", Accept_Encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(zipped.body) == plain.body
    assert "content-encoding" not in plain.headers
    if nginx.BROTLI.exists():
        packed = web.get("www.bellevue.example", "/", Accept_Encoding="gzip, br")
        assert packed.headers["content-encoding"] == "br"
        assert brotli.decompress(packed.body) == plain.body


def test_types_and_charset(web: Any) -> None:
    for path, kind in (
        ("/", "text/html; charset=utf-8"),
        (STYLE, "text/css; charset=utf-8"),
        ("/agenda.ics", "text/calendar; charset=utf-8"),
        ("/documents/bulletin.pdf", "application/pdf"),
    ):
        assert web.get("www.bellevue.example", path).headers["content-type"] == kind


def test_search_engines_leave_the_documents_named_alone(web: Any) -> None:
    secret = web.get("www.bellevue.example", "/documents/secret.pdf").headers
    assert secret["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in web.get("www.bellevue.example", "/documents/bulletin.pdf").headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_one_may_only_read(web: Any, method: str) -> None:
    reply = web.get("www.bellevue.example", "/", method)
    assert reply.status == 405
    if method != "TRACE":  # nginx refuses that one by itself, before the server's headers
        assert reply.headers["allow"] == "GET, HEAD"
    assert web.get("www.bellevue.example", "/", "HEAD").status == 200


def test_hidden_files_stay_hidden(web: Any) -> None:
    assert web.get("www.bellevue.example", "/.cache/prive").status == 404
    assert web.get("www.bellevue.example", "/mairie/.htaccess").status == 404
    assert web.get("www.bellevue.example", "/.well-known/security.txt").status == 200


def test_a_publication_is_seen_at_once(web: Any) -> None:
    folder = web.output / "montfleuri"
    shutil.copytree(folder / "generations" / "7", folder / "generations" / "8")
    (folder / "generations" / "8" / "index.html").write_text("<title>Nouveau</title>")
    (folder / "suivant").symlink_to("generations/8")
    os.replace(folder / "suivant", folder / "public")
    assert b"Nouveau" in web.get("montfleuri.example", "/").body
    (folder / "suivant").symlink_to("generations/7")
    os.replace(folder / "suivant", folder / "public")
    assert b"Montfleuri" in web.get("montfleuri.example", "/").body


def test_a_part_of_a_document_may_be_asked_for(web: Any) -> None:
    whole = web.get("www.bellevue.example", "/documents/bulletin.pdf")
    assert whole.headers["accept-ranges"] == "bytes"
    part = web.get("www.bellevue.example", "/documents/bulletin.pdf", Range="bytes=1-3")
    assert (part.status, part.body) == (206, whole.body[1:4])
    assert part.headers["content-range"] == f"bytes 1-3/{len(whole.body)}"
    assert part.headers["x-content-type-options"] == "nosniff"
    beyond = web.get("www.bellevue.example", "/documents/bulletin.pdf", Range="bytes=99999-")
    assert beyond.status == 416
    assert "content-security-policy" in beyond.headers


def test_what_a_browser_has_is_not_sent_again(web: Any) -> None:
    first = web.get("www.bellevue.example", "/")
    again = web.get("www.bellevue.example", "/", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert "content-security-policy" in again.headers


@pytest.mark.parametrize("path", ["/lien.html", "/dossier/passwd", "/lien.html.gz"])
def test_a_planted_link_is_not_followed(web: Any, path: str) -> None:
    root = web.output / "montfleuri" / "public"
    (root / "cible.html").write_text("<title>à soi</title>")
    for name, target in (("lien.html", "/etc/passwd"), ("dossier", "/etc")):
        if not (root / name).is_symlink():
            (root / name).symlink_to(target)
            if os.geteuid() == 0:  # what is planted is the factory's account's, not root's
                os.lchown(root / name, 65534, 65534)
    reply = web.get("montfleuri.example", path)
    assert reply.status == 404
    assert b"root:" not in reply.body
    assert web.get("montfleuri.example", "/cible.html").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/mairie/..%5c..%5c..%5cetc/passwd",
        "/mairie//../..//../etc/passwd",
        "/mairie/%00/../../../etc/passwd",
        "/mairie/%c0%ae%c0%ae/etc/passwd",
        "/public/../../verrou",
        "/../store/",
    ],
)
def test_no_path_leads_out_of_the_site(web: Any, path: str) -> None:
    reply = web.get("www.bellevue.example", path)
    assert reply.status in (400, 404)
    assert b"root:" not in reply.body


def test_an_unknown_host_gets_the_headers_too(web: Any) -> None:
    headers = web.get("ailleurs.example", "/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in headers


def test_names_with_and_without_www_and_those_of_a_commune_that_left(
    tmp_path: Any, serve: Any, free_port: Any, communes: Any
) -> None:
    bellevue = communes[0].publish(tmp_path / "build")
    both = replace(bellevue, hotes=("www.bellevue.example", "bellevue.example"))
    left = replace(bellevue, commune="partie", hotes=("partie.example",), terminee=True)
    port = free_port()
    server = nginx.Server(port=port, brotli=nginx.BROTLI.exists())
    with serve(tmp_path, nginx.configuration((both, left), server), port) as there:
        moved = there.get("bellevue.example", "/mairie/?a=1")
        assert moved.status == 301
        assert moved.headers["location"] == "http://www.bellevue.example/mairie/?a=1"
        assert there.get("www.bellevue.example", "/mairie/").status == 200
        address = f"127.0.0.1:{port}"
        said, refused = papers.answered(("partie.example",), address)
        assert refused is None and "410" in said
        served = papers.answered(("partie.example", "www.bellevue.example"), address)[1]
        assert served is not None and "200" in served.message
        gone = there.get("partie.example", "/mairie/")
        assert gone.status == 410
        assert "Ce site est fermé" in gone.body.decode()
        assert gone.headers["content-type"] == "text/html; charset=utf-8"
        assert "content-security-policy" in gone.headers
        assert gone.headers["cache-control"] == "no-store"
