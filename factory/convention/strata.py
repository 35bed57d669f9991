"""The strata of the price list, and the quotation that takes over above 100,000 inhabitants."""

import re

from factory.convention.readings import Lectures
from factory.ground.dates import plain
from factory.ground.french.counts import number
from factory.tenants.annex import QUOTE_ABOVE, Annexe1, Option, Population
from factory.tenants.usine import Strate, Tarif


def quoted(population: Population | None, lectures: Lectures) -> bool:
    """Whether a quotation replaces the grid (art. 6, « strates supérieures à 100 000 »)."""
    if population is None:
        return False
    at_bound = population.nombre == QUOTE_ABOVE and lectures.cent_mille == "devis"
    return population.nombre > QUOTE_ABOVE or at_bound


def title(stratum: Strate) -> str:
    """« jusqu’à 3 500 habitants », unless the list names it."""
    return stratum.nom or f"jusqu’à {number(stratum.habitants)} habitants"


def named(tarif: Tarif, name: str) -> Strate | None:
    """The stratum that an annex names: by its title, or by its bound alone."""
    digits = re.sub(r"\D", "", name)
    for stratum in tarif.strates:
        if plain(title(stratum)) == plain(name) or digits == str(stratum.habitants):
            return stratum
    return None


def stratum(tarif: Tarif, inhabitants: int, lectures: Lectures) -> Strate | None:
    """The stratum of a population; None above the last."""
    for one in sorted(tarif.strates, key=lambda stratum: stratum.habitants):
        within = inhabitants < one.habitants
        if within or (inhabitants == one.habitants and lectures.bornes == "comprises"):
            return one
    return None


def proposed(
    tarif: Tarif, population: Population, options: tuple[str, ...], lectures: Lectures
) -> Annexe1 | None:
    """The annex 1 that the price list proposes: only a proposal, the commune's own is due.

    None above 100,000 inhabitants or the last stratum: a quotation is made (art. 6).
    """
    found = stratum(tarif, population.nombre, lectures)
    if found is None or quoted(population, lectures):
        return None
    prices = {option.nom: option.montant for option in tarif.options}
    return Annexe1(
        version=f"proposition d’après le tarif {tarif.annee}" if tarif.annee else "proposition",
        strate=title(found),
        population=population,
        setup=found.mise_en_oeuvre,
        fixe=found.part_fixe,
        proportionnel=tarif.par_habitant,
        options=tuple(Option(nom=name, montant=prices.get(name)) for name in options),
    )
