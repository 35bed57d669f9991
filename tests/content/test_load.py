"""One file to one document: its type, title, date, and what is wrong with it."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory.content.document import Document, Loaded
from factory.content.load import load
from factory.content.models import Acte, Actualite, Alerte, Evenement, Fiche, Meta


def loaded(path: str, text: str) -> Loaded:
    return load(path, text.encode())


def meta(path: str, text: str) -> Meta:
    found = loaded(path, text)
    assert found.document is not None, list(map(str, found.problems))
    return found.document.meta


def printed(path: str, text: str) -> list[str]:
    return [str(problem) for problem in loaded(path, text).problems]


# -- the type ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "front", "kind"),
    [
        ("contenu/accueil.md", "", "page"),
        ("contenu/vie-locale/marche.md", "", "page"),
        ("contenu/actualites/fete.md", "date: 2026-03-03", "actualite"),
        ("contenu/agenda/loto.md", "debut: 2026-03-03", "evenement"),
        ("contenu/annuaire/associations/lecteurs.md", "", "fiche"),
        ("contenu/demarches/identite.md", "", "demarche"),
        ("contenu/publications/bulletin.md", "", "publication"),
        ("contenu/avis/jardinier.md", "nature: emploi", "avis"),
        ("contenu/Actualités/fete.md", "date: 2026-03-03", "actualite"),
        ("contenu/actualites/index.md", "", "page"),
        ("contenu/actualites/_index.md", "", "page"),
        ("contenu/actualites/2026/README.md", "", "page"),
        ("contenu/actes/2026/index.md", "titre: Les actes de 2026", "page"),
        ("contenu/actualites/fete/index.md", "date: 2026-03-03", "actualite"),
        ("contenu/vie-locale/salle.md", "type: fiche", "fiche"),
        ("contenu/vie-locale/loto.md", "type: Évènement\ndebut: 2026-03-03", "evenement"),
        ("contenu/vie-locale/loto.md", "Type: agenda\ndebut: 2026-03-03", "evenement"),
        ("contenu/actualites/serie.md", "type: miniserie", "page"),
    ],
)
def test_the_type_comes_from_the_key_or_the_top_folder(path: str, front: str, kind: str) -> None:
    assert meta(path, f"---\n{front}\n---\nTexte").type == kind


def test_a_type_of_another_generator_is_a_page_and_said() -> None:
    assert printed("contenu/serie.md", "---\ntype: miniserie\n---\nTexte") == [
        "contenu/serie.md:2:7: information [type-inconnu] « miniserie » n’est pas un type de page "
        "connu : le fichier est lu comme une page.\n"
        "    2 | type: miniserie\n"
        "      |       ^\n"
        "    → Les types sont : page, actualite, evenement, alerte, fiche, elu, seance, acte, "
        "publication, demarche, avis."
    ]


def test_a_slip_in_the_type_leaves_the_folder_to_decide() -> None:
    path, text = "contenu/agenda/loto.md", "---\ntype: evenment\ndebut: 2026-03-03\n---\nTexte"
    assert meta(path, text).type == "evenement"
    assert printed(path, text) == [
        "contenu/agenda/loto.md:2:7: avertissement [type-inconnu] « evenment » n’est pas un type "
        "de page : le dossier décide, c’est « evenement ».\n"
        "    2 | type: evenment\n"
        "      |       ^\n"
        "    → Écrivez « type: evenement », ou effacez cette ligne."
    ]


# -- the title and the date -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("contenu/a.md", "---\ntitre: Avis : travaux\n---\n# Autre", "Avis : travaux"),
        ("contenu/a.md", "# Le marché\n\nTexte", "Le marché"),
        ("contenu/2026-03-03-fete_du-village.md", "Texte", "Fete du village"),
        ("contenu/vie-locale/index.md", "Texte", "Vie locale"),
        ("contenu/index.md", "Texte", "Accueil"),
        ("contenu/accueil.md", "", "Accueil"),
        ("contenu/2026-03-03.md", "Texte", "2026 03 03"),
        (
            "contenu/elus/a.md",
            "---\nprenom: Camille\nnom: Exemple\nfonction: Maire\n---\n",
            "Camille Exemple",
        ),
        ("contenu/actes/2026_012.md", "---\nnature: arrêté\nobjet: Marché\n---\n", "Marché"),
    ],
)
def test_a_document_always_has_a_title(path: str, text: str, title: str) -> None:
    assert meta(path, text).titre == title


def test_two_titles_are_said() -> None:
    assert printed("contenu/a.md", "---\ntitre: Le marché\n---\n# Les halles\n\nTexte") == [
        "contenu/a.md: information [deux-titres] Le texte commence par le titre « Les halles », et "
        "l’en-tête dit « Le marché » : c’est ce dernier qui est affiché.\n"
        "    → Gardez l’un des deux. Pour un intertitre, écrivez « ## » au lieu de « # »."
    ]


def test_the_file_name_gives_the_date() -> None:
    assert meta("contenu/actualites/2026-03-03-fete.md", "Texte").date == date(2026, 3, 3)
    assert meta("contenu/actualites/2026-03-03-fete/index.md", "---\nune: oui\n---\n").date == date(
        2026, 3, 3
    )
    written = "---\ndate: 4 mars 2026\n---\nTexte"
    assert meta("contenu/actualites/2026-03-03-fete.md", written).date == date(2026, 3, 4)


def test_a_file_name_that_is_no_date_gives_none() -> None:
    found = loaded("contenu/actualites/2026-13-45-fete.md", "Texte")
    assert found.document is None
    (problem,) = found.problems
    assert problem.code == "cle-manquante"
    assert problem.message == "La clé « date » manque."
    assert problem.document == "2026 13 45 fete"


# -- scalars as they were written -------------------------------------------------------------


def test_yamls_traps_keep_their_meaning() -> None:
    front = """---
nature: délibération
numero: 2026_012
matiere: 7.10
date_acte: 12 mars 2026
objet: no
lieux: [on, 013, 1e3]
on: une clé
---
"""
    found = loaded("contenu/actes/a.md", front)
    assert found.document is not None
    act = found.document.meta
    assert isinstance(act, Acte)
    assert (act.numero, act.matiere, act.objet) == ("2026_012", "7.10", "no")
    assert act.lieux == ("on", "013", "1e3")
    assert act.date_acte == date(2026, 3, 12)
    assert [p.message for p in found.problems if p.code == "cles-inconnues"] == [
        "Clés qui ne sont pas lues : on."
    ]


def test_a_telephone_and_an_hour_keep_their_meaning() -> None:
    card = meta("contenu/annuaire/mairie.md", "---\ntelephone: 0442001234\n---\n")
    assert isinstance(card, Fiche)
    assert card.telephone == "04 42 00 12 34"
    event = meta(
        "contenu/agenda/a.md", "---\ndebut: 3 mars 2026, 13:30\nfin: 03/03/2026 18h\n---\n"
    )
    assert isinstance(event, Evenement)
    assert (event.debut, event.fin) == (datetime(2026, 3, 3, 13, 30), datetime(2026, 3, 3, 18))


def test_accents_capitals_and_the_plural_of_one_are_forgiven() -> None:
    event = meta(
        "contenu/agenda/a.md",
        "---\nDébut: 3 mars 2026\nmots-clés: lecture, été\nsauf: 14 juillet 2026\n"
        "récurrence: chaque mardi\nstatut: Annulée\n---\n",
    )
    assert isinstance(event, Evenement)
    assert event.mots_cles == ("lecture", "été")
    assert event.sauf == (date(2026, 7, 14),)
    assert event.recurrence == "FREQ=WEEKLY;BYDAY=TU"
    assert event.statut == "annulé"


def test_a_text_alone_stands_for_its_group_of_keys() -> None:
    news = meta(
        "contenu/actualites/a.md",
        "---\ndate: 2026-03-03\nimage: fete.jpg\ndocuments: programme.pdf\ncontact: Mairie\n---\n",
    )
    assert isinstance(news, Actualite)
    assert news.image is not None and news.image.fichier == "fete.jpg"
    assert [piece.fichier for piece in news.documents] == ["programme.pdf"]
    assert news.contact is not None and news.contact.nom == "Mairie"


def test_places_say_where_each_key_stands() -> None:
    text = "---\ntitre: Fête\nimage:\n  fichier: fete.jpg\n  alt: La fête\n---\n"
    document = loaded("contenu/a.md", text).document
    assert isinstance(document, Document)
    assert document.places["titre"] == (2, 8)
    assert document.places["image.fichier"] == (4, 12)


# -- what is wrong ----------------------------------------------------------------------------


def test_all_faults_are_told_at_once_with_the_title_the_agent_knows() -> None:
    text = "---\ntitre: Loto\ndebut: 31 février 2026\nfin: bientôt\nstatut: peut-être\n---\nTexte"
    found = loaded("contenu/agenda/loto.md", text)
    assert found.document is None
    assert [(p.code, p.line, p.document) for p in found.problems] == [
        ("date-illisible", 3, "Loto"),
        ("date-illisible", 4, "Loto"),
        ("valeur-inconnue", 5, "Loto"),
    ]


def test_an_end_before_the_beginning() -> None:
    text = "---\ndebut: 3 mars 2026 à 18h\nfin: 3 mars 2026 à 17h\n---\n"
    assert printed("contenu/agenda/loto.md", text) == [
        "contenu/agenda/loto.md:3:6: erreur [dates-inversees] « fin » vient avant « debut ».\n"
        "    3 | fin: 3 mars 2026 à 17h\n"
        "      |      ^\n"
        "    → Vérifiez le jour, l’année et l’heure des deux dates."
    ]


def test_a_day_lasts_until_its_end() -> None:
    text = "---\ndebut: 3 mars 2026 à 18h\nfin: 3 mars 2026\n---\n"
    assert printed("contenu/agenda/loto.md", text) == []


def test_withdrawn_before_published() -> None:
    text = "---\npublier_le: 2026-03-05\nretirer_le: 2026-03-04\n---\nTexte"
    assert printed("contenu/a.md", text) == [
        "contenu/a.md:3:13: erreur [retrait-avant-publication] La date de retrait (retirer_le) "
        "vient avant la date de publication (publier_le) : la page ne serait jamais en ligne.\n"
        "    3 | retirer_le: 2026-03-04\n"
        "      |             ^\n"
        "    → Corrigez l’une des deux dates, ou effacez « retirer_le »."
    ]


def test_a_picture_without_words_is_published_and_reported() -> None:
    text = "---\nimage: fete.jpg\n---\nTexte"
    assert meta("contenu/a.md", text)
    assert printed("contenu/a.md", text) == [
        "contenu/a.md:2:8: avertissement [alt-manquant] L’image « fete.jpg » n’a pas de texte de "
        "remplacement : les personnes aveugles ne sauront pas ce qu’elle montre.\n"
        "    2 | image: fete.jpg\n"
        "      |        ^\n"
        "    → Ajoutez sous « image » une ligne « alt: » qui décrit l’image en une phrase ; "
        '« alt: "" » si elle n’est que décorative.'
    ]


def test_a_decorative_picture_says_so() -> None:
    text = '---\nimage:\n  fichier: fete.jpg\n  alt: ""\n---\nTexte'
    assert printed("contenu/a.md", text) == []
    image = meta("contenu/a.md", text).image
    assert image is not None and image.alt == ""


def test_an_alert_needs_an_end() -> None:
    (problem,) = loaded("contenu/alertes/eau.md", "---\ndebut: 3 mars 2026 à 8h\n---\n").problems
    assert (problem.code, problem.message) == ("cle-manquante", "La clé « fin » manque.")


def test_an_alert_without_hours_is_shown_all_the_same() -> None:
    text = "---\ndebut: 3 mars 2026 à 8h\nfin: 3 mars 2026\n---\nEau coupée"
    alert = meta("contenu/alertes/eau.md", text)
    assert isinstance(alert, Alerte) and alert.niveau == "info"
    assert printed("contenu/alertes/eau.md", text) == [
        "contenu/alertes/eau.md:3:6: avertissement [alerte-sans-heure] « fin » n’a pas d’heure : "
        "l’alerte est montrée jusqu’à minuit, à la fin de ce jour.\n"
        "    3 | fin: 3 mars 2026\n"
        "      |      ^\n"
        "    → Écrivez l’heure à la minute, par exemple « 2026-03-03 18h30 »."
    ]


def test_a_sitting_has_an_hour() -> None:
    assert printed("contenu/seances/mars.md", "---\ndate: 12 mars 2026\n---\n") == [
        "contenu/seances/mars.md:2:7: erreur [heure-manquante] L’heure manque : il faut le jour et "
        "l’heure.\n"
        "    2 | date: 12 mars 2026\n"
        "      |       ^\n"
        "    → Écrivez par exemple « 2026-03-12 18h30 »."
    ]


ACT = "nature: arrêté\nfichier: a.pdf\nauteurs: [{prenom: Camille, nom: Exemple, qualite: Maire}]\n"


def test_an_individual_act_is_not_published() -> None:
    assert printed("contenu/actes/a.md", f"---\n{ACT}portee: individuelle\n---\n") == [
        "contenu/actes/a.md:5:9: erreur [acte-individuel] Un acte individuel est notifié à la "
        "personne qu’il concerne : il n’est pas publié (CGCT, article L2131-1).\n"
        "    5 | portee: individuelle\n"
        "      |         ^\n"
        "    → Retirez ce fichier. Si un texte impose de le publier, dites lequel avec la clé "
        "« publication_motivee »."
    ]
    text = f"---\n{ACT}portee: individuel\npublication_motivee: Nomination d’un adjoint\n---\n"
    assert printed("contenu/actes/a.md", text) == []


def test_an_act_says_what_the_law_asks() -> None:
    found = loaded("contenu/actes/a.md", "---\nnature: arrêté\n---\n")
    assert found.document is not None
    assert [p.code for p in found.problems] == ["acte-sans-auteur", "acte-sans-fichier"]


@pytest.mark.parametrize("code", ["7.1", "7.10", "1.1", "5.2", "7.10.1"])
def test_a_subject_of_the_national_nomenclature(code: str) -> None:
    assert printed("contenu/actes/a.md", f"---\n{ACT}matiere: {code}\n---\n") == []


def test_a_subject_that_does_not_exist_shows_its_family() -> None:
    assert printed("contenu/actes/a.md", f"---\n{ACT}matiere: 4.12\n---\n") == [
        "contenu/actes/a.md:5:10: erreur [matiere-inconnue] « 4.12 » n’est pas une matière de la "
        "nomenclature nationale des actes.\n"
        "    5 | matiere: 4.12\n"
        "      |          ^\n"
        "    → Dans la famille 4, « Fonction publique » : 4.1 (Personnels titulaires et stagiaires "
        "de la F.P.T.), 4.2 (Personnels contractuels), 4.3 (Fonction publique hospitalière), 4.4 "
        "(Autres catégories de personnels), 4.5 (Régime indemnitaire)."
    ]


def test_more_votes_than_members() -> None:
    text = f"---\n{ACT}votes: {{effectif: 23, pour: 20, contre: 3, abstention: 1}}\n---\n"
    (problem,) = loaded("contenu/actes/a.md", text).problems
    assert problem.message == "Il y a plus de votes (24) que de membres (23)."


def test_a_first_date_outside_its_recurrence() -> None:
    text = "---\ndebut: mercredi 4 mars 2026\nrecurrence: chaque mardi\n---\n"
    (problem,) = loaded("contenu/agenda/a.md", text).problems
    assert (problem.code, problem.line) == ("debut-hors-recurrence", 2)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("adresse: https://exemple.fr/page", "adresse-illisible"),
        ("adresse: /Ma Page/", "adresse-illisible"),
        ("adresse: /../secret/", "adresse-illisible"),
        ("langue: du français", "langue-inconnue"),
        ("brouillon: peut-être", "oui-ou-non"),
        ("ordre: premier", "nombre-illisible"),
        ("revoir_le: demain", "date-illisible"),
        ("image: https://exemple.fr/a.jpg", "fichier-attendu"),
        ("titre: [a, b]", "texte-attendu"),
    ],
)
def test_a_value_under_our_keys_is_strict(line: str, code: str) -> None:
    found = loaded("contenu/a.md", f"---\n{line}\n---\nTexte")
    assert found.document is None
    assert code in [problem.code for problem in found.problems]


def test_the_remedy_of_an_address_is_the_address() -> None:
    (problem,) = loaded("contenu/a.md", "---\nadresse: /Été à Œuf/\n---\nTexte").problems
    assert problem.remedy.endswith("par exemple « /ete-a-oeuf/ ».")


def test_a_slip_in_a_key_is_a_warning_with_the_key_that_was_meant() -> None:
    assert printed("contenu/a.md", "---\ntitre: A\nretire_le: 2026-03-03\n---\nTexte") == [
        "contenu/a.md:3:1: avertissement [cle-inconnue] La clé « retire_le » n’existe pas ici : "
        "elle n’est pas lue.\n"
        "    3 | retire_le: 2026-03-03\n"
        "      | ^\n"
        "    → Vouliez-vous dire « retirer_le » ?"
    ]


def test_a_forgotten_space_after_a_colon_is_forgiven() -> None:
    text = "---\ntitre:Fête\ndate:2026-03-03 18:30\nhttps://exemple.fr: x\n---\nTexte"
    assert meta("contenu/a.md", text).titre == "Fête"
    assert meta("contenu/a.md", text).date == datetime(2026, 3, 3, 18, 30)
    assert printed("contenu/a.md", text)[1:] == [
        "contenu/a.md:2:7: information [espace-manquante] Il manque une espace après « titre: ».\n"
        "    2 | titre:Fête\n"
        "      |       ^\n"
        "    → La ligne est lue comme si elle y était.",
        "contenu/a.md:3:6: information [espace-manquante] Il manque une espace après « date: ».\n"
        "    3 | date:2026-03-03 18:30\n"
        "      |      ^\n"
        "    → La ligne est lue comme si elle y était.",
    ]


def test_a_forgotten_indent_is_a_warning() -> None:
    text = "---\ntitre: A\nimage:\nfichier: a.jpg\nalt: Une rue\n---\nTexte"
    assert printed("contenu/a.md", text) == [
        f"contenu/a.md:{line}:1: avertissement [cle-sans-retrait] « {key} » n’est pas lu : il "
        "appartient à « image », mais il lui manque son retrait.\n"
        f"    {line} | {text.splitlines()[line - 1]}\n"
        "      | ^\n"
        "    → Ajoutez deux espaces au début de cette ligne."
        for line, key in ((4, "fichier"), (5, "alt"))
    ]


# -- never an exception -----------------------------------------------------------------------

KEYS = [
    "titre",
    "date",
    "image",
    "documents",
    "contact",
    "type",
    "menu",
    "debut",
    "fin",
    "matiere",
    "votes",
    "horaires",
    "position",
]
VALUES = st.recursive(
    st.text(max_size=20) | st.sampled_from(["oui", "7.10", "2026-03-03", "a: b", "#x", "*"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda v: "[" + ", ".join(v) + "]")
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3).map(
            lambda v: "{" + ", ".join(f"{k}: {x}" for k, x in v.items()) + "}"
        )
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["", "actes", "agenda", "annuaire", "actualites", "elus", "seances", "avis"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
)
def test_whatever_is_written_a_document_or_an_error(folder: str, front: dict[str, str]) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    found = loaded(f"contenu/{folder}/a.md".replace("//", "/"), f"---\n{lines}---\nTexte")
    if found.document is None:
        assert any(problem.severity == "erreur" for problem in found.problems)
    else:
        assert found.document.meta.titre
    assert all(p.message and p.file.startswith("contenu/") for p in found.problems)
