"""What a terminal shows of a slip that a whole migrated site has."""

from factory.cli.gathered import gathered
from factory.ground.problems import Problem, warning


def slips(count: int, words: str = "Le lien « a » est mort.") -> list[Problem]:
    return [
        warning("lien-mort", words.format(n=n), "Corrigez-le.", file=f"p{n:02}.md", line=3)
        for n in range(count)
    ]


def test_a_few_are_told_one_by_one() -> None:
    assert list(gathered(slips(3))) == [str(problem) for problem in slips(3)]


def test_one_cause_in_many_places_is_told_once() -> None:
    (told,) = gathered(slips(300))
    assert told == (
        "p00.md:3: avertissement [lien-mort] Le lien « a » est mort.\n"
        "    → Corrigez-le.\n"
        "    Et à 299 autres endroits : p01.md:3, p02.md:3, p03.md:3, p04.md:3, p05.md:3…"
    )


def test_many_that_are_mended_in_one_way_keep_a_line_each_then_a_sum() -> None:
    told = list(gathered(slips(40, "Le lien « {n} » est mort.")))
    assert told[2].endswith("→ Corrigez-le.")
    assert told[3] == "p03.md:3: avertissement [lien-mort] Le lien « 3 » est mort."
    assert told[-1] == "… et 28 autres [lien-mort] (--json les donne)"
    assert len(told) == 13


def test_what_differs_is_told_apart() -> None:
    others = [warning("image-introuvable", "Elle manque.", "Déposez-la.", file="z.md")]
    assert list(gathered([*slips(2), *others])) == [str(one) for one in (*slips(2), *others)]
