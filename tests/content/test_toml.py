"""Front matters between `+++`: those of a site that was made with Hugo."""

from factory.content.load import load


def told(data: bytes) -> str:
    (problem,) = load("contenu/actualites/fete.md", data).problems
    return str(problem)


def test_toml_is_read_like_yaml() -> None:
    loaded = load(
        "contenu/actualites/voeux.md",
        b"+++\ntitle = 'V\xc5\x93ux : 2025'\ndate = 2025-01-10T18:00:00+01:00\ndraft = false\n"
        b"tags = ['mairie']\nweight = 3\n[cover]\nimage = 'a.jpg'\n+++\nLe *texte*.\n",
    )
    assert loaded.document is not None
    meta = loaded.document.meta
    assert (meta.titre, meta.ordre, meta.brouillon) == ("Vœux : 2025", 3, False)
    assert meta.mots_cles == ("mairie",)
    assert str(meta.date) == "2025-01-10 18:00:00"
    assert "<em>texte</em>" in loaded.document.body.html


def test_a_wrong_value_in_toml_is_shown_at_its_line() -> None:
    loaded = load("contenu/agenda/bal.md", b"+++\ntitre = 'Bal'\n\ndebut = 'bientot'\n+++\n")
    (problem,) = [p for p in loaded.problems if p.code == "date-illisible"]
    assert (problem.line, problem.column, problem.excerpt) == (4, 1, "debut = 'bientot'")


def test_toml_that_cannot_be_read_is_shown() -> None:
    assert told(b'+++\ntitle = "Avis\n+++\nTexte\n') == (
        "contenu/actualites/fete.md:2:1: erreur [entete-toml] L’en-tête est écrit en TOML (entre "
        "« +++ »), et il contient une faute.\n"
        '    2 | title = "Avis\n'
        "      | ^\n"
        "    → Corrigez-le, ou écrivez-le entre deux lignes « --- », une clé par ligne : "
        "« titre: Mon titre »."
    )


def test_toml_that_does_not_end_is_shown() -> None:
    assert told(b"+++\ntitre = 'Avis'\n\nTexte\n") == (
        "contenu/actualites/fete.md:2:1: erreur [entete-non-fermee] L’en-tête ouvert à la ligne 1 "
        "n’est pas fermé : il manque la ligne « +++ » qui le sépare du texte.\n"
        "    2 | titre = 'Avis'\n"
        "      | ^\n"
        "    → Ajoutez une ligne « +++ » après la ligne 2."
    )


def test_long_blanks_take_no_time() -> None:
    """It took the cube of their length: days, and the commune's every build died of it."""
    loaded = load("contenu/a.md", b"+++\ntitle = '''\n" + b" " * 60_000 + b"\n'''\n+++\nTexte\n")
    assert loaded.document is not None


def test_an_escape_sequence_is_no_title() -> None:
    loaded = load("contenu/a.md", b'+++\ntitle = "A\\u001b[2JB"\n+++\nTexte\n')
    assert loaded.document is not None and loaded.document.meta.titre == "A [2JB"
