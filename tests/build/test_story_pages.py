"""What a commune lives from day to day: an edit, a build, what is now online."""

import io
import json
import re

from histoire import Factory
from PIL import Image

from factory.build import why
from factory.build.report import Status
from factory.ground.problems import Severity

NEWS = "---\ntitre: {0}\ndate: 2026-11-{1:02d}\n---\nLe texte de {0}.\n"


def test_a_body_edit_makes_one_page_again(factory: Factory) -> None:
    commune = factory.commune().write("contenu/mairie.md", "# Mairie\n\nLe texte.\n")
    commune.write("contenu/actualites/une.md", NEWS.format("Une", 1) + "x " * 300)
    factory.build()
    commune.write("contenu/mairie.md", "# Mairie\n\nLe texte.\n\nUne suite.\n")
    report = factory.build()["exemple"]
    assert report.rendered == 2, "the page, and that of the search, which reads a new index"
    assert "Une suite." in commune.page("/mairie/")


def test_a_title_shows_wherever_the_page_is_named(factory: Factory) -> None:
    commune = factory.commune().write("contenu/actualites/fete.md", NEWS.format("Fête", 3))
    factory.build()
    commune.write("contenu/actualites/fete.md", NEWS.format("Bal", 3))
    factory.build()
    for url in ("/", "/actualites/", "/actualites/fete/"):
        assert "Bal" in commune.page(url), url
    assert b"Bal" in commune.online["actualites/flux.xml"]


def test_a_build_without_a_change_makes_no_generation(factory: Factory) -> None:
    commune = factory.commune()
    factory.build()
    factory.build()
    assert factory.build()["exemple"].status is Status.INCHANGEE
    assert commune.layout.numbers() == {1}


def test_dates_publish_and_withdraw(factory: Factory) -> None:
    text = "---\ntitre: Avis\npublier_le: 2026-11-24 9h\nretirer_le: 2026-11-25 18h\n---\nTexte.\n"
    commune = factory.commune().write("contenu/avis-de-coupure.md", text)
    report = factory.build()["exemple"]
    assert "avis-de-coupure/index.html" not in commune.online
    assert report.until is not None and report.until.isoformat() == "2026-11-24T09:00:00+01:00"
    factory.moment = report.until
    factory.build()
    assert "avis-de-coupure/index.html" in commune.online
    factory.later(days=2)
    factory.build()
    assert "avis-de-coupure/index.html" not in commune.online
    assert commune.manifest.disparues == ("/avis-de-coupure/",)


def test_an_alert_is_on_every_page_while_it_lasts(factory: Factory) -> None:
    commune = (
        factory.commune()
        .write("contenu/mairie.md", "Texte.\n")
        .write(
            "contenu/alertes/crue.md",
            "---\ntitre: Crue de la rivière\nniveau: urgence\ndebut: 2026-11-23 12h\n"
            "fin: 2026-11-23 20h\n---\nÉloignez-vous.\n",
        )
    )
    factory.build()
    assert "Crue de la rivière" not in commune.page("/mairie/")
    factory.later(hours=3)
    factory.build()
    assert "Crue de la rivière" in commune.page("/mairie/")
    factory.later(hours=9)
    factory.build()
    assert "Crue de la rivière" not in commune.page("/mairie/")


def test_a_draft_is_seen_by_nobody(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "---\nbrouillon: oui\n---\nSecret.\n")
    factory.build()
    assert not any(b"Secret" in data for data in commune.online.values())
    assert "a/index.html" in factory.clean(commune, drafts=True)


def test_a_folder_of_dated_pages_reads_as_a_journal(factory: Factory) -> None:
    commune = factory.commune().remove("contenu/accueil.md")
    for day, name in ((3, "alpha"), (9, "beta"), (5, "gamma")):
        commune.write(
            f"contenu/noticias/{name}.md",
            f"---\ntitle: {name}\ndate: 2026-10-0{day}\n---\nTexte.\n",
        )
    factory.build()
    page = commune.page("/noticias/").partition("<main")[2]
    assert page.index("beta") < page.index("gamma") < page.index("alpha")
    assert "/noticias/" in commune.page("/").partition("<main")[2].partition("<footer")[0]


def test_a_linked_photo_says_nothing_of_where_it_was_taken(factory: Factory) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "Chez Camille"
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, "JPEG", exif=exif)
    commune = factory.commune().write("contenu/photo.jpg", data.getvalue())
    commune.write(
        "contenu/a.md",
        "---\ndocuments: [photo.jpg]\nimage: {fichier: photo.jpg, alt: Un lavoir}\n---\n"
        "[La photo](photo.jpg)\n\n![Un lavoir](photo.jpg)\n",
    )
    factory.build()
    photos = [path for path in commune.online if path.endswith((".jpg", ".webp", ".avif"))]
    assert len(photos) == 3 and all(path.startswith("_medias/") for path in photos)
    assert not any(b"Chez Camille" in data for data in commune.online.values())
    assert re.search(r"href=/_medias/photo-60\.\w+\.jpg>La photo", commune.page("/a/"))


def test_why_says_which_part_changed(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "# A\n\nPremière.\n")
    factory.build()
    commune.write("contenu/a.md", "# A\n\nPremière.\n\nSeconde.\n")
    factory.build()
    assert str(why.why(commune.layout, "/a/")) == (
        "/a/ (contenu/a.md)\n"
        "Refaite dans la génération 2, le 23/11/2026 à 10 h 00.\n"
        "Ce qui avait changé :\n"
        "  - le texte de la page\n"
        "  - son résumé"
    )
    commune.write("contenu/b/index.md", "# Une rubrique\n")
    factory.build()
    answer = why.why(commune.layout, "/a/")
    assert answer.reasons == ("l’habillage commun du site : le menu",)


def test_the_answer_for_machines(factory: Factory) -> None:
    factory.commune().write("contenu/fete.md", "---\ntitre: [Fête\n---\n")
    done = factory.usine("build", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == answer["code"] == 1 and answer["version"] == 1
    (told,) = answer["communes"]
    assert told["commune"] == "exemple" and told["statut"] == "publiée"
    assert "contenu/fete.md" in [problem["file"] for problem in told["problemes"]]


def test_only_a_summary_that_was_written_stands_above_the_text(factory: Factory) -> None:
    """The first words, which cards and search engines show, would stand on the page twice."""
    commune = factory.commune()
    commune.write("contenu/ecole.md", "| Jour |\n|---|\n| Lundi |\n\nLes inscriptions en mairie.\n")
    commune.write("contenu/plage.md", "---\nresume: Surveillée en été.\n---\nOuverte en juin.\n")
    factory.build()
    assert "chapo" not in commune.page("/ecole/")
    assert 'content="Les inscriptions en mairie.' in commune.page("/ecole/")
    assert "<p class=chapo>Surveillée en été.</p>" in commune.page("/plage/")


def test_a_title_in_another_language_says_so_wherever_it_stands(factory: Factory) -> None:
    """RGAA 8.7: on cards, in the site map, beside the other pages of its folder."""
    commune = factory.commune()
    commune.write("contenu/venir/index.md", "# Venir\n")
    commune.write("contenu/venir/bus.md", "# Le bus\n\nPar le bus.\n")
    commune.write(
        "contenu/venir/visit.md",
        "---\nlangue: en\ntitre: Visit us\nresume: By train or by bus.\n---\nWelcome.\n",
    )
    factory.build()
    title = "<a href=/venir/visit/ lang=en>Visit us</a>"
    assert title in commune.page("/venir/")
    assert "lang=en>By train or by bus." in commune.page("/venir/")
    assert title in commune.page("/venir/bus/")
    assert title in commune.page("/plan-du-site/")
    assert "<a href=/venir/bus/>Le bus</a>" in commune.page("/plan-du-site/")


def test_links_written_for_other_tools_are_followed(factory: Factory) -> None:
    commune = factory.commune()
    commune.write("contenu/_posts/2024-03-05-budget.md", "# Budget\n")
    commune.write("contenu/vie/ecole.md", "# École\n\n## Cantine\n")
    ways = (
        "[1]({% link vie/ecole.md %})", '[1]({{< ref "vie/ecole.md" >}})', "[1](@/vie/ecole.md)",
        '[1]({{% relref "ecole" %}})', '[1]({{ "/vie/ecole/" | relative_url }})',
        "[1]({{ site.url }}{{ site.baseurl }}/vie/ecole/)", "[1]({{ '/vie/ecole/' | url }})",
    )  # fmt: skip
    last = '[2]({% post_url 2024-03-05-budget %}) [3]({{< relref "ecole.md#cantine" >}})'
    commune.write("contenu/vie/liens.md", "\n\n".join((*ways, last)))
    (report,) = factory.build().values()
    page = commune.page("/vie/liens/")
    assert page.count("<a href=/vie/ecole/>1</a>") == len(ways)
    assert "<a href=/posts/budget/>2</a>" in page
    assert "<a href=/vie/ecole/#cantine>3</a>" in page
    assert {p.severity for p in report.problems if p.file.endswith("liens.md")} == {
        Severity.INFORMATION
    }


def test_a_build_says_until_when_no_date_changes_the_site(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "A.\n")

    def told() -> str | None:
        found = json.loads(factory.usine("build", "--json").stdout)["communes"]
        until: str | None = found[0]["valable_jusqu_a"]
        return until

    assert told() is None
    alert = "---\ntitre: Travaux\nniveau: info\ndebut: 2026-11-23 9h\nfin: 3 mars 2090 18h\n---\n"
    commune.write("contenu/alertes/travaux.md", alert)
    assert str(told()).startswith("2090-03-03T")
