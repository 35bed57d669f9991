"""What a commune says of its site's accessibility, and the state that follows from it.

Nobody writes the state: the law deduces it from an audit (loi 2005-102 art. 47, décret 2019-768,
arrêté du 20 septembre 2019). Without a valid audit a site is « non conforme », whatever its merits.
"""

import re
from datetime import date as Day
from decimal import Decimal as Number
from fractions import Fraction
from typing import Annotated, Any, Self

from dateutil.relativedelta import relativedelta
from pydantic import BeforeValidator, Field, model_validator

from factory.ground.models.fields import Decimal, Entier, Jour, ListeDe, Modele, Texte, TexteRequis
from factory.ground.refusal import Refus
from factory.tenants.people import Interlocuteur

VALID_YEARS = 3
"""A declaration is to be made anew three years after the audit (décret 2019-768, art. 5)."""
VALID_MONTHS_AFTER_VERSION = 18
"""… or eighteen months after a new version of the reference (same article)."""
VERSIONS = ((4, Day(2019, 9, 20)),)
"""When each version of the RGAA was published. An erratum (4.1.2) invalidates no audit."""
SCHEME_YEARS = 3
"""A multi-year scheme covers three years at most (loi 2005-102, art. 47, III)."""


class Audit(Modele):
    """An audit against the RGAA. The rate is that of criteria met among those that apply."""

    date: Jour = Field(description="Jour de la fin de l’audit.")
    realise_par: Texte = Field(
        description="Qui l’a mené : « en interne », ou le nom de la société."
    )
    referentiel: Texte = Field("RGAA 4.1.2", description="Version du référentiel.")
    criteres_conformes: Entier | None = Field(None, description="Nombre de critères respectés.")
    criteres_applicables: Entier | None = Field(None, description="Nombre de critères applicables.")
    taux: Decimal | None = Field(
        None, description="Pourcentage de critères respectés, si leur nombre n’est pas connu."
    )
    rapport: Texte = Field("", description="Lien vers le rapport d’audit.")

    @model_validator(mode="after")
    def _has_a_rate(self) -> Self:
        met, applicable = self.criteres_conformes, self.criteres_applicables
        counted = met is not None and applicable is not None
        if not counted and self.taux is None:
            raise Refus(
                "audit-sans-taux",
                "L’audit ne dit pas combien de critères sont respectés.",
                "Ajoutez « criteres_conformes » et « criteres_applicables », ou bien « taux ».",
            )
        if not 0 <= self.part <= 1:
            raise Refus(
                "taux-impossible",
                "Le résultat de l’audit n’est pas compris entre 0 et 100 %.",
                "Vérifiez « criteres_conformes », « criteres_applicables » et « taux ».",
            )
        return self

    @property
    def part(self) -> Fraction:
        """The exact share of criteria met: a rounded rate would decide the state wrongly."""
        if self.criteres_conformes is not None and self.criteres_applicables is not None:
            if self.criteres_applicables <= 0:
                return Fraction(-1)
            return Fraction(self.criteres_conformes, self.criteres_applicables)
        return Fraction(self.taux if self.taux is not None else Number(-100)) / 100

    @property
    def perime_le(self) -> Day:
        """The first day on which the audit no longer counts."""
        found = re.search(r"\d+", self.referentiel)
        own = int(found[0]) if found else VERSIONS[-1][0]
        newer = [
            published + relativedelta(months=VALID_MONTHS_AFTER_VERSION)
            for version, published in VERSIONS
            if version > own
        ]
        return min([self.date + relativedelta(years=VALID_YEARS), *newer])


class Programme(Modele):
    """A document of the accessibility policy: the multi-year scheme, a year's action plan."""

    lien: TexteRequis = Field(description="Fichier de « contenu/ », ou adresse, où le lire.")
    du: Entier | None = Field(None, description="Première année couverte.", ge=2005, le=2200)
    au: Entier | None = Field(None, description="Dernière année couverte.", ge=2005, le=2200)

    @model_validator(mode="before")
    @classmethod
    def _as_link(cls, value: Any) -> Any:
        return {"lien": value} if isinstance(value, str) else value

    @property
    def annees(self) -> str:
        """« 2026-2028 », or « 2026 »; empty where the years are not told."""
        first, last = self.du or self.au, self.au or self.du
        return f"{first}" if first == last and first else f"{first}-{last}" if first else ""

    @property
    def trop_long(self) -> bool:
        return bool(self.du and self.au and self.au - self.du >= SCHEME_YEARS)

    @property
    def fini_le(self) -> Day | None:
        """The first day after the years it covers; None where they are not told."""
        last = self.au or self.du
        return Day(last + 1, 1, 1) if last else None


def _programme(value: Any) -> Any:
    return None if value == "" else value


def _deduced(value: Any) -> Any:
    if not value:
        return value
    raise Refus(
        "etat-d-accessibilite-ecrit",
        "L’état de conformité ne s’écrit pas : la loi le déduit de l’audit.",
        "Supprimez « etat » et décrivez l’audit sous « audit » : date, realise_par, "
        "criteres_conformes, criteres_applicables. Sans audit valide, un site est "
        "« non conforme ».",
    )


class Accessibilite(Modele):
    """The parts of the accessibility statement that only the commune knows."""

    etat_ecrit: Annotated[str, BeforeValidator(_deduced)] = Field(
        "", alias="etat", exclude=True, description="Ne s’écrit pas : la loi le déduit de l’audit."
    )
    audit: Audit | None = Field(None, description="Le dernier audit du site, s’il y en a eu un.")
    non_conformites: ListeDe[Texte] = Field((), description="Ce qui n’est pas accessible.")
    derogations: ListeDe[Texte] = Field((), description="Dérogations pour charge disproportionnée.")
    exemptions: ListeDe[Texte] = Field((), description="Contenus que la loi ne vise pas.")
    pages_verifiees: ListeDe[Texte] = Field((), description="Pages vérifiées par l’audit.")
    outils: ListeDe[Texte] = Field((), description="Outils employés par l’audit.")
    environnement: ListeDe[Texte] = Field(
        (), description="Navigateurs et lecteurs d’écran de test."
    )
    etablie_le: Jour | None = Field(None, description="Jour où la déclaration a été établie.")
    mise_a_jour_le: Jour | None = Field(None, description="Jour de sa dernière mise à jour.")
    contact: Interlocuteur | None = Field(None, description="Qui répond aux réclamations.")
    schema_pluriannuel: Annotated[Programme | None, BeforeValidator(_programme)] = Field(
        None, description="Le schéma pluriannuel : son lien, les années qu’il couvre."
    )
    plan_action: Annotated[Programme | None, BeforeValidator(_programme)] = Field(
        None, description="Le plan d’action de l’année, qui dresse le bilan de la précédente."
    )

    def conformite(self, jour: Day) -> str:
        """« totalement conforme », « partiellement conforme » or « non conforme », on `jour`."""
        audit = self.audit
        return self.etat(audit is not None and audit.date <= jour < audit.perime_le)

    def etat(self, en_cours: bool) -> str:
        """The same, knowing whether the audit is in its time of validity."""
        if self.audit is None or not en_cours:
            return "non conforme"
        if self.audit.part == 1:
            return "totalement conforme"
        return "partiellement conforme" if self.audit.part >= Fraction(1, 2) else "non conforme"
