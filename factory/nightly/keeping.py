"""The steps of a commune's night that keep what it has: backup, its check, proof, restore drill."""

from dataclasses import replace

from factory.archive import manifest as manifests
from factory.archive.nights import Outcome, Trial, Verdict
from factory.backup import checking, drill, retention, saving
from factory.backup.shelter import Shelter, configured, shelter
from factory.build.layout import Layout
from factory.build.report import Status
from factory.ground.problems import Problem, error, gravest
from factory.nightly import proving, ready
from factory.nightly.order import Entry, Given, Order, given

PROOF, DRILL = "preuve", "restauration"

_PASSING = frozenset({"depot-injoignable", "depot-verrouille", "sauvegarde-en-echec"})
"""Faults of a network or of another process: a moment later they may be over."""
_MARGIN = 15.0
"""Seconds before a step's end at which restic is stopped, so that it is told which place failed."""


def back_up(order: Order, entry: Entry) -> Given:
    """Back the commune up in each place, then forget what is no longer kept. Whatever became of
    the steps before: tonight's register is in tonight's backup.
    """
    place = _shelter(order)
    saved = saving.back_up(place, order.settings, order.tenant, order.moment)
    problems = saved.problems
    if saved.backups:
        problems += retention.forget(place, order.slug).problems
    outcome = saved.outcome if problems == saved.problems else Outcome.ECHEC
    return _told(entry, outcome, problems, backups=saved.backups)


def check(order: Order, entry: Entry) -> Given:
    """Read a share of the commune's backups again, so that all are within some nights."""
    checked = checking.check(_shelter(order), order.slug, order.moment)
    return _told(entry, checked.outcome, checked.problems, checks=checked.checks)


def prove(order: Order, entry: Entry) -> Given:
    """Make the site again from its export alone, compare it with what is online; its receipt."""
    layout = Layout(order.tenant.output)
    number = layout.online()
    expected = manifests.read(layout.manifest(number)) if number else None
    if expected is None or not expected.complet:
        return given(entry, Outcome.SANS_OBJET, _NOT_TODAY)
    campaign = ready.campaign(order.settings, order.theme, order.moment)
    (found,) = proving.proven(campaign, [order.tenant], whole=False)
    verdict = Verdict.PROUVEE if found.holds else Verdict.ECHEC
    message = found.message
    trial = Trial(moment=order.moment, of=str(number), verdict=verdict, message=message)
    if found.holds:
        return given(entry, Outcome.BIEN, proof=trial)
    problems = (*found.problems, _unproven(message))
    return _told(entry, Outcome.ECHEC, problems, proof=trial)


def restore(order: Order, entry: Entry) -> Given:
    """Restore the commune's last backup elsewhere, and prove what it holds."""
    campaign = ready.campaign(order.settings, order.theme, order.moment)
    done = drill.drill(_shelter(order), campaign, order.tenant, order.moment)
    return _told(entry, done.outcome, done.problems, drill=done.trial)


def no_backup(order: Order, entry: Entry) -> Given | None:
    return None if configured(order.settings) else given(entry, Outcome.SANS_OBJET, _NOWHERE)


def no_check(order: Order, entry: Entry) -> Given | None:
    if entry.commune.backups:
        return None
    return no_backup(order, entry) or given(entry, Outcome.SANS_OBJET, _NOTHING)


def no_proof(order: Order, entry: Entry) -> Given | None:
    if PROOF not in order.turn:
        return given(entry, Outcome.SANS_OBJET, _NOT_TONIGHT)
    sound = entry.commune.state in (Status.PUBLIEE, Status.INCHANGEE, Status.TERMINEE)
    return None if sound else given(entry, Outcome.SANS_OBJET, _NOT_TODAY)


def no_restore(order: Order, entry: Entry) -> Given | None:
    if DRILL not in order.turn:
        return given(entry, Outcome.SANS_OBJET, _NOT_TONIGHT)
    if not order.theme:
        return given(entry, Outcome.SANS_OBJET, _NO_THEME)
    return no_backup(order, entry)


def _shelter(order: Order) -> Shelter:
    """Raises UsageError where a file of credentials does not read."""
    settings = order.settings
    allowed = settings.limites.nuit / 2 - _MARGIN
    return shelter(settings, max(1.0, min(settings.sauvegardes.delai, allowed)))


def _told(
    entry: Entry, outcome: Outcome, problems: tuple[Problem, ...], **figures: object
) -> Given:
    first = gravest(problems) if outcome is Outcome.ECHEC else None
    message = first.message if first else ""
    told = replace(entry, problems=(*entry.problems, *problems))
    found = given(told, outcome, message, **figures)
    return replace(found, passing=any(problem.code in _PASSING for problem in problems))


_NOWHERE = "usine.yaml ne dit pas où vont les sauvegardes."
_NOTHING = "Il n’y a pas de sauvegarde de cette nuit."
_NOT_TODAY = "Ce qui est en ligne n’est pas d’aujourd’hui."
_NO_THEME = "Sans thème, aucune page ne peut être refaite."
_NOT_TONIGHT = "Ce n’est pas son tour cette nuit."


def _unproven(why: str) -> Problem:
    return error(
        "site-non-prouve",
        f"Le site refait à partir de ses seules sources n’est pas celui qui est en ligne : {why}",
        "Lancez « usine build COMMUNE --clean » ; si cela se répète, voyez le journal.",
    )
