"""Orders that change a registered act, written in its front matter and recorded for ever."""

from typing import Annotated, Literal

from factory.content.models.parts import Part
from factory.content.models.scalars import ou_dit
from factory.ground.models.fields import Jour, Texte, TexteRequis

Motif = Literal["erreur matérielle", "occultation", "décision de justice"]
MotifRetrait = Literal["données personnelles", "retrait de l’acte", "décision de justice"]

_MOTIFS = {"erreur": "erreur matérielle", "données personnelles": "occultation",
           "jugement": "décision de justice"}  # fmt: skip
_MOTIFS_RETRAIT = {"rgpd": "données personnelles", "occultation": "données personnelles",
                   "retrait": "retrait de l’acte", "retrait de l'acte": "retrait de l’acte",
                   "annulation": "décision de justice",
                   "jugement": "décision de justice"}  # fmt: skip


class Ordre(Part):
    """Who ordered that a registered act be replaced or withdrawn, when and why."""

    decide_par: TexteRequis
    decide_le: Jour
    precisions: Texte = ""


class Remplacement(Ordre):
    """« erreur matérielle », « occultation » (of personal data, at once) or « décision de
    justice »: the three reasons for which a registered act may change.
    """

    motif: Annotated[Motif, ou_dit(_MOTIFS)]


class Retrait(Ordre):
    """« données personnelles » erases the bytes; after another reason the register keeps them."""

    motif: Annotated[MotifRetrait, ou_dit(_MOTIFS_RETRAIT)]
