"""« Je suis… », and what one reads these days."""

from histoire import Commune, Factory


def formality(commune: Commune, name: str, public: str) -> Commune:
    return commune.write(
        f"contenu/demarches/{name}.md", f"---\ntitre: {name.title()}\npublic: {public}\n---\nX.\n"
    )


def test_a_formality_finds_its_readers(factory: Factory) -> None:
    commune = factory.commune()
    formality(commune, "creche", "[Parents habitant la commune]")
    formality(commune, "terrasse", "Cafés, restaurants, commerces")
    formality(commune, "titre", "[Adultes]")
    factory.build()
    assert "/demarches/creche/" in commune.page("/je-suis/parent/")
    assert "/demarches/terrasse/" not in commune.page("/je-suis/parent/")
    assert "/demarches/terrasse/" in commune.page("/je-suis/entreprise/")
    assert "je-suis/senior/index.html" not in commune.online
    home = commune.page("/")
    assert "/je-suis/parent/" in home and "/je-suis/entreprise/" in home


def test_a_page_of_the_commune_s_own_takes_the_place_of_the_listing(factory: Factory) -> None:
    commune = factory.commune()
    formality(commune, "creche", "[Parents]")
    formality(commune, "cantine", "Familles")
    commune.write(
        "contenu/je-suis/famille.md", "# Je suis parent\n\n[Crèche](../demarches/creche.md)\n"
    )
    factory.build()
    assert "je-suis/parent/index.html" not in commune.online
    page = commune.page("/je-suis/famille/")
    # What the page links to already is not said twice.
    assert page.count("/demarches/creche/") == 1
    assert page.count("/demarches/cantine/") == 1
    assert "/je-suis/famille/" in commune.page("/")


def test_the_home_page_shows_the_publications_of_these_days(factory: Factory) -> None:
    commune = factory.commune()
    for name, kind, start, end in (
        ("menus-novembre", "Menus", "2026-11-02", "2026-11-27"),
        ("menus-decembre", "Menus", "2026-11-30", "2026-12-18"),
        ("bulletin", "Bulletin", "2026-10-01", "2026-12-31"),
        ("budget", "Finances", "2026-01-01", "2026-12-31"),
    ):
        commune.write(
            f"contenu/publications/{name}.md",
            f"---\ntitre: {name}\ncategorie: {kind}\ndate: {start}\n"
            f"periode: {{du: {start}, au: {end}}}\n---\n",
        )
    factory.build()
    home = commune.page("/")
    assert "menus-novembre" in home and "bulletin" in home
    assert "menus-decembre" not in home and "budget" not in home
    factory.later(days=8)
    factory.build()
    home = commune.page("/")
    assert "menus-decembre" in home and "menus-novembre" not in home


def test_the_emergency_numbers_can_be_read_and_dialled(factory: Factory) -> None:
    commune = factory.commune()
    commune.write(
        "commune.yaml",
        commune.read("commune.yaml") + "urgences:\n  - {nom: SAMU, telephone: 15}\n"
        "  - {nom: Personnes sourdes, telephone: 114}\n",
    )
    factory.build()
    page = commune.page("/")
    assert "tel:15" in page and ">15</a> SAMU" in page
    # 114 is written to.
    assert "sms:114" in page


def test_the_home_page_leads_to_no_listing_that_is_not_there(factory: Factory) -> None:
    commune = factory.commune().write(
        "contenu/blog/fete.md", "---\ntype: actualite\ndate: 2026-11-20\n---\n# La fête\n"
    )
    factory.build()
    assert "La fête" in commune.page("/") and "Toutes les actualités" not in commune.page("/")
    commune.write("contenu/actualites/une.md", "---\ndate: 2026-11-21\n---\n# Une\n")
    factory.build()
    assert "Toutes les actualités" in commune.page("/")
