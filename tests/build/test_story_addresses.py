"""Addresses that readers know: renamed, deleted, redirected, asked for twice."""

from histoire import Factory

from factory.build.report import Status


def test_a_renamed_file_keeps_its_readers(factory: Factory) -> None:
    commune = factory.commune().write("contenu/ecole.md", "# L’école\n\nHoraires.\n")
    factory.build()
    commune.rename("contenu/ecole.md", "contenu/enfance/ecole-du-village.md")
    factory.build()
    commune.rename("contenu/enfance/ecole-du-village.md", "contenu/enfance/l-ecole.md")
    factory.build()
    assert commune.manifest.redirections == {
        "/ecole/": "/enfance/l-ecole/",
        "/enfance/ecole-du-village/": "/enfance/l-ecole/",
    }
    assert 'url=/enfance/l-ecole/"' in commune.page("/ecole/")


def test_a_file_renamed_and_retitled_is_known_by_what_stayed(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "# Les déchets\n\nUn.\n")
    factory.build()
    commune.rename("contenu/a.md", "contenu/dechets.md").write(
        "contenu/dechets.md", "# Les déchets\n\nDeux.\n"
    )
    factory.build()
    assert commune.manifest.redirections == {"/a/": "/dechets/"}


def test_a_deleted_page_is_gone_and_may_come_back(factory: Factory) -> None:
    commune = factory.commune().write("contenu/vieux.md", "# Vieux\n\nTexte.\n")
    factory.build()
    commune.remove("contenu/vieux.md")
    factory.build()
    assert commune.manifest.disparues == ("/vieux/",)
    commune.write("contenu/vieux.md", "# Vieux\n\nTexte.\n")
    factory.build()
    assert commune.manifest.disparues == ()
    assert "Vieux" in commune.page("/vieux/")


def test_declared_redirections_come_first(factory: Factory) -> None:
    commune = factory.commune().write(
        "contenu/ecole.md", "---\ntitre: École\nredirections: [/old/school.html, /ecoles/]\n---\n"
    )
    factory.build()
    assert commune.manifest.redirections == {"/ecoles/": "/ecole/", "/old/school.html": "/ecole/"}


def test_nothing_online_is_led_elsewhere(factory: Factory) -> None:
    """The web server looks at redirections first: one of « /index.html » took the home page."""
    commune = factory.commune().write("contenu/a.md", "Un.\n")
    commune.write("medias/plan.txt", "Le plan")
    theirs = ("/index.html", "/a/index.html", "/robots.txt", "/404.html", "/medias/plan.txt",
              "/_theme/style.css", "/contact/index.html", "/" + "x" * 300 + "/",
              "/jadis/index.html", "https://ancien.example/index.html")  # fmt: skip
    lines = "".join(f"  - {one}\n" for one in theirs)
    commune.write(
        "contenu/b.md", f"---\nredirections:\n{lines}---\n[Le plan](../medias/plan.txt)\n"
    )
    problems = factory.build()["exemple"].problems
    assert commune.manifest.redirections == {"/jadis/": "/b/"}
    ignored = [p for p in problems if p.code == "redirection-ignoree"]
    assert sorted(p.line for p in ignored) == [3, 4, 5, 6, 7, 8, 9, 10, 12]
    assert "est trop long pour être une adresse" in ignored[7].message


def test_two_files_for_one_address_are_both_named(factory: Factory) -> None:
    commune = factory.commune().write("contenu/a.md", "Premier.\n")
    factory.build()
    commune.write("contenu/0.md", "---\nadresse: /a/\n---\nSecond.\n")
    problems = factory.build()["exemple"].problems
    (clash,) = [problem for problem in problems if problem.code == "adresse-en-double"]
    assert clash.file == "contenu/0.md" and "contenu/a.md" in clash.message
    assert "Premier." in commune.page("/a/")


def test_sittings_of_one_name_take_their_date_back(factory: Factory) -> None:
    commune = factory.commune()
    for day in ("2026-09-10", "2026-10-08"):
        commune.write(
            f"contenu/seances/{day}-conseil.md", f"---\ntitre: Conseil\ndate: {day} 18h30\n---\n"
        )
    factory.build()
    assert {"seances/conseil/index.html", "seances/2026-10-08-conseil/index.html"} <= set(
        commune.online
    )


def test_a_mass_disappearance_waits_for_a_person(factory: Factory) -> None:
    commune = factory.commune()
    for number in range(20):
        commune.write(f"contenu/p{number}.md", f"# Page {number}\n\nTexte {number}.\n")
    factory.build()
    before = commune.online
    for number in range(15):
        commune.remove(f"contenu/p{number}.md")
    report = factory.build()["exemple"]
    assert report.status is Status.RETENUE and report.exit_code == 3
    assert commune.online == before
    assert factory.build(accept_removals=True)["exemple"].status is Status.PUBLIEE
    assert len(commune.manifest.disparues) == 15
