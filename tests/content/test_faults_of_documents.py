"""What is wrong with a document, all at once and in the words of who wrote it."""

import pytest
from lecture import loaded, meta, printed

from factory.content.models import Alerte


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
