"""Which of several problems is told where there is room for one."""

from factory.ground.problems import error, gravest, notice, warning

KNOWN = notice("cle-inconnue", "À savoir.", "")
UNSEALED = warning("cle-non-scellee", "La clé n’a pas de copie scellée.", "Scellez-la.")
CLOSED = error("depot-ferme-en-ecriture", "Le dépôt refuse l’écriture.", "Ouvrez-le.")
GONE = error("depot-disparu", "Le dépôt n’est plus là.", "Remettez-le.")


def test_the_first_of_the_gravest() -> None:
    assert gravest((KNOWN, UNSEALED, CLOSED, GONE)) is CLOSED
    assert gravest((KNOWN, UNSEALED)) is UNSEALED
    assert gravest(()) is None
