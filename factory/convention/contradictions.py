"""What a convention.yaml says that cannot be: where, by which article, and what to write instead.

A site is built all the same: nothing here is asked by a build.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from factory.convention import diligence, endings, life, strata
from factory.convention.readings import Lectures
from factory.ground.dates import in_words
from factory.ground.models.binding import Bound
from factory.ground.problems import Problem, error, in_order, notice, warning
from factory.tenants.convention import FILE, Convention
from factory.tenants.roles import OFFICES, holder
from factory.tenants.usine import Tarif

Found = Iterator[tuple[str, Problem]]
"""The key at fault (« dates.notification »), and the problem."""


def check(
    bound: Bound[Convention], day: date, lectures: Lectures, tarif: Tarif, file: str = FILE
) -> Bound[Convention]:
    """What was read, with the problems of what it says; its value stays."""
    convention = bound.value
    if convention is None:
        return bound
    found: list[Problem] = []
    checks: tuple[Callable[[], Found], ...] = (
        lambda: _order(convention),
        lambda: _money(convention, day, lectures, tarif),
        lambda: _amendments(convention),
        lambda: _forgotten(convention),
        lambda: endings.faults(convention, day, lectures),
        lambda: _offices(convention, day, lectures),
        lambda: diligence.faults(convention.rgpd, day),
    )
    for one in checks:
        for key, problem in one():
            line, column = _place(bound, key)
            found.append(problem.at(file=file, line=line, column=column))
    return replace(bound, problems=in_order((*bound.problems, *found)))


def _place(bound: Bound[Convention], key: str) -> tuple[int, int]:
    """Where the key stands, else the nearest one above it that was written."""
    while key:
        if key in bound.places:
            return bound.places[key]
        key = key.rpartition(".")[0]
    return (1, 1)


def _order(convention: Convention) -> Found:
    dates = convention.dates
    steps = (
        ("signature", "signature", dates.signature),
        ("notification", "notification", dates.notification),
        ("mise_en_service", "mise en service", dates.mise_en_service),
    )
    written = [step for step in steps if step[2] is not None]
    for (_, before, first), (key, name, second) in pairwise(written):
        if first and second and second < first:
            yield (
                f"dates.{key}",
                error(
                    "dates-de-convention",
                    f"La {name} ({in_words(second)}) précède la {before} ({in_words(first)}).",
                    f"Corrigez « {key} » : la convention est signée, puis notifiée (article 7), "
                    "puis le service est constaté par procès-verbal (article 6).",
                ),
            )
    if dates.notification and dates.fin and dates.fin < dates.notification:
        yield (
            "dates.fin",
            error(
                "dates-de-convention",
                "La fin de la convention précède sa notification.",
                "Corrigez « notification » ou « fin » (article 7).",
            ),
        )
    if dates.notification and not dates.signature:
        yield (
            "dates.notification",
            warning(
                "signature-absente",
                "La convention est notifiée, et le jour de sa signature manque.",
                "Ajoutez « signature » sous « dates » (en-tête de la convention et article 7).",
            ),
        )


def _money(convention: Convention, day: date, lectures: Lectures, tarif: Tarif) -> Found:
    annex = convention.annexe_1
    if convention.dates.notification and annex.population is None:
        yield (
            "annexe_1",
            error(
                "population-absente",
                "L’annexe 1 ne dit pas la population retenue : la part proportionnelle et la "
                "strate ne peuvent pas être calculées.",
                "Ajoutez sous « annexe_1 » : « population: {nombre: 4012, type: municipale, "
                "millesime: 2023} » (article 6, annexe 1).",
            ),
        )
    if annex.strate and tarif.strates and strata.named(tarif, annex.strate) is None:
        names = ", ".join(strata.title(one) for one in tarif.strates)
        yield (
            "annexe_1.strate",
            error(
                "strate-inconnue",
                f"La strate « {annex.strate} » n’est pas dans le tarif.",
                f"Choisissez parmi : {names} (article 6, annexe 1).",
            ),
        )
    yield from _counted(convention, lectures, tarif)
    if strata.quoted(annex.population, lectures) and not any(
        quote.accepte_le and quote.accepte_le <= day for quote in convention.devis
    ):
        yield (
            "annexe_1.population",
            warning(
                "devis-absent",
                "Au-delà de 100 000 habitants, les sommes dues sont celles d’un devis accepté, et "
                "il n’y en a pas : cette commune reste hors des totaux.",
                "Ajoutez « devis » avec sa référence, ses montants et « accepte_le » (article 6).",
            ),
        )


def _counted(convention: Convention, lectures: Lectures, tarif: Tarif) -> Found:
    """The population that was written, beside the stratum and the count that were agreed."""
    annex = convention.annexe_1
    population = annex.population
    if population is None:
        return
    agreed = "type_population" in lectures.model_fields_set
    if agreed and population.type and population.type != lectures.type_population:
        yield (
            "annexe_1.population",
            warning(
                "type-de-population",
                f"L’annexe 1 retient la population {population.type}, et les parties sont "
                f"convenues de la population {lectures.type_population}.",
                "Corrigez « population » de l’annexe 1, ou « type_population » dans les lectures "
                "(article 6, annexe 1).",
            ),
        )
    named = strata.named(tarif, annex.strate) if annex.strate else None
    right = strata.stratum(tarif, population.nombre, lectures)
    if named is not None and named != right:
        other = f"« {strata.title(right)} »" if right else "hors du tarif"
        yield (
            "annexe_1.strate",
            warning(
                "strate-autre",
                f"La population de {population.nombre} habitants n’est pas de la strate "
                f"« {strata.title(named)} » : elle est {other}.",
                "Corrigez « strate » ou « population » (article 6, annexe 1). Les sommes dues "
                "restent celles de l’annexe 1.",
            ),
        )


def _forgotten(convention: Convention) -> Found:
    """An amendment's annex 1 takes the whole place of the one before: options too."""
    before = convention.annexe_1
    for rank, amendment in enumerate(convention.avenants):
        if amendment.annexe_1 is None:
            continue
        kept = {option.nom for option in amendment.annexe_1.options}
        for option in before.options:
            if option.nom not in kept and option.jusqu_au is None:
                yield (
                    f"avenants.{rank}.annexe_1",
                    warning(
                        "option-oubliee",
                        f"L’annexe 1 de l’avenant {amendment.numero} ne reprend pas l’option "
                        f"« {option.nom} » : elle n’y est plus due.",
                        "Recopiez-la dans cette annexe 1 ; ou écrivez « jusqu_au » à l’option, "
                        "dans l’annexe d’avant, si elle est abandonnée (article 6).",
                    ),
                )
        before = amendment.annexe_1


def _amendments(convention: Convention) -> Found:
    taken: dict[date, str] = {}
    for rank, amendment in enumerate(convention.avenants):
        if amendment.debut is None or amendment.annexe_1 is None:
            continue
        first = taken.setdefault(amendment.debut, amendment.numero)
        if first != amendment.numero:
            yield (
                f"avenants.{rank}.effet",
                error(
                    "deux-annexes-en-vigueur",
                    f"Les avenants {first} et {amendment.numero} mettent deux annexes 1 en vigueur "
                    f"le même jour, le {in_words(amendment.debut)}.",
                    "Corrigez « effet » de l’un des deux : une seule fiche financière vaut à la "
                    "fois (articles 2 et 6). En attendant, la dernière écrite est retenue.",
                ),
            )
        if amendment.notifie_le and amendment.debut < amendment.notifie_le:
            yield (
                f"avenants.{rank}.effet",
                notice(
                    "avenant-retroactif",
                    f"L’avenant {amendment.numero} prend effet avant sa notification : les années "
                    "déjà arrêtées changent.",
                    "Vérifiez « effet » et « notifie_le » (article 6, révision de prix).",
                ),
            )


def _offices(convention: Convention, day: date, lectures: Lectures) -> Found:
    now = life.standing(convention, day, lectures)
    if now.state in (life.State.PREPARATION, life.State.SIGNEE, life.State.TERMINEE):
        return
    for key, name, article in OFFICES[:4]:
        if holder(getattr(convention.contacts, key), day) is None:
            yield (
                f"contacts.{key}",
                warning(
                    "role-vacant",
                    f"{name} : personne n’est désigné ({article}).",
                    f"Ajoutez « {key} » sous « contacts » : nom, courriel, « du ».",
                ),
            )
