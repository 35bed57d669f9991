"""Links and pictures as another site's export wrote them lead where they led there."""

from histoire import Factory

from factory.ground.problems import Problem, Severity

HEAD = "---\ntitle: La fête\nnid: 12\nid_article: 7\n---\nTexte.\n"


def said(report: object, code: str) -> list[Problem]:
    return [problem for problem in report.problems if problem.code == code]  # type: ignore[attr-defined]


def test_addresses_of_another_tool_lead_to_their_page(factory: Factory) -> None:
    """Drupal's and SPIP's numbers, Joomla's query, Ghost's root, the commune's own domain."""
    commune = factory.commune().write("contenu/vie/fete.md", HEAD)
    commune.write("contenu/mairie/41-horaires.md", "# Les horaires\n")
    commune.write("contenu/mairie/Salle des fêtes.md", "# La salle\n")
    domain = "www.exemple.fr"
    commune.write("commune.yaml", f"nom: Exemple\ncode_insee: '13001'\ndomaine: {domain}\n")
    commune.write(
        "contenu/liens.md",
        "[a1](/node/12) [a2](/fr/node/12) [a3](spip.php?article7) [a4](http://exemple.fr/vie/fete)"
        " [a5](__GHOST_URL__/vie/fete/) [a6](fete.php) [a7](https://www.exemple.fr/2024/03/fete/)\n\n"
        "[b1](index.php?option=com_content&view=article&id=41:horaires&Itemid=1)\n\n"
        "[c1](Salle%20des%20f%C3%AAtes.md)\n\n"
        "[d1](/tag/fete/) [d2](https://www.exemple.fr/portail) [d3](/node/99)\n",
    )
    report = factory.build()["exemple"]
    page = commune.page("/liens/")
    for number in range(1, 8):
        assert f"<a href=/vie/fete/>a{number}<" in page
    assert "/mairie/41-horaires/" in page and "/mairie/salle-des-fetes/" in page
    assert "https://www.exemple.fr/portail" in page, "another service may answer there"
    dead = said(report, "lien-mort")
    assert ["/tag/fete/" in dead[0].message, "/node/99" in dead[1].message] == [True, True]
    assert len(dead) == 2
    assert "/node/12/" in commune.manifest.redirections, "so are the links of others' sites"


def test_a_picture_is_found_by_its_name_where_folders_changed(factory: Factory) -> None:
    commune = factory.commune().picture("medias/2026/03/marche.jpg", "navy")
    commune.picture("medias/2020/01/marche.jpg", "red").picture("contenu/a/fontaine.jpg", "green")
    commune.picture("contenu/b/image1.jpg", "white")
    commune.write(
        "contenu/photos.md",
        "![Le marché](/wp-content/uploads/2026/03/marche-300x200.jpg)\n\n"
        "![La fontaine](https://www.exemple.fr/sites/default/files/fontaine.jpg)\n\n"
        "![Une image](image1.jpg)\n\n![Le marché](marche.jpg)\n",
    )
    commune.write("commune.yaml", "nom: Exemple\ncode_insee: '13001'\ndomaine: exemple.fr\n")
    report = factory.build()["exemple"]
    page = commune.page("/photos/")
    assert page.count("<img") == 2
    near = said(report, "image-approximative")
    assert [problem.line for problem in near] == [1, 3]
    assert "medias/2026/03/marche.jpg" in near[0].message, "the folders say which of the two"
    assert [p.severity for p in near] == [Severity.INFORMATION] * 2
    lost = said(report, "image-introuvable")
    assert [problem.line for problem in lost] == [5, 7], "a name that many files bear says nothing"


def test_a_picture_counted_from_the_root_of_ghost_is_where_it_says(factory: Factory) -> None:
    commune = factory.commune().picture("contenu/content/images/place.jpg")
    head = "---\ntitle: La place\nfeature_image: __GHOST_URL__/content/images/place.jpg\n---\n"
    commune.write("contenu/place.md", head + "Texte.\n")
    report = factory.build()["exemple"]
    assert "<img" in commune.page("/place/")
    assert not said(report, "image-approximative") + said(report, "image-introuvable")


def test_exports_of_notion_and_docusaurus_are_pages(factory: Factory) -> None:
    serial = "3f2a9c1b7d8e4f5a9b0c1d2e3f4a5b6c"
    commune = factory.commune().write(f"contenu/Démarches {serial}/Cantine {serial}.md", "Texte.\n")
    commune.write("contenu/guide/dechets.mdx", "---\ntitle: Les déchets\n---\nLe tri.\n")
    commune.write("contenu/liens.md", "[tri](guide/dechets)\n")
    factory.build()
    assert "Le tri." in commune.page("/guide/dechets/")
    assert "<a href=/guide/dechets/>tri</a>" in commune.page("/liens/")
    assert ">Démarches</a>" in commune.page("/") and serial not in commune.page(
        "/plan-du-site/"
    ).replace(f"-{serial}", "")
