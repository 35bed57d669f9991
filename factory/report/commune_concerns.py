"""What asks for care in one commune, from its line."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from factory.archive.nights import Night, Outcome, Step, Trial, Verdict
from factory.ground.french import durations
from factory.ground.french.counts import kept_together
from factory.ground.problems import Problem, Severity, error, notice, warning
from factory.report import words
from factory.report.morning import (
    NEAR,
    OLD_BACKUP,
    OLD_PROOF,
    OLD_RESTORE,
    Concern,
    Due,
    Gravity,
    Line,
)


def of_commune(line: Line, night: Night | None, backups: bool, now: datetime) -> Iterator[Concern]:
    """Each once: what a step of the night says is not said again by what follows from it."""
    failed = _failed(line, night)
    causes = {step.message for step in failed}
    held = tuple(
        one
        for one in line.problems
        if one.severity is Severity.ERREUR and (one.line or one.message not in causes)
    )
    if not line.online:
        yield _concern(line, _offline(line), held)
    if night is not None and not line.tonight and not night.message:
        yield _concern(line, _forgotten(line))
    for rank, step in enumerate(failed):
        yield _concern(line, _missed(line, step), () if rank or not line.online else held)
    if backups and line.backup is None:
        yield _concern(line, _no_backup(line))
    elif line.backup is not None and now - line.backup.moment > _told_late(failed):
        yield _concern(line, _old_backup(line, line.backup.moment, now))
    for check in line.done.checks if line.done else ():
        if not check.good and check.message not in causes:
            yield _concern(line, _damaged(line, check.message))
    yield from _restores(line, causes, backups, now)
    yield from _proofs(line, causes, now)
    if held and line.online and not failed:
        yield _concern(line, _held(held), held, Gravity.CORRIGER)
    if line.done is not None and line.done.state == "suspendue":
        yield _concern(line, _suspended(line), gravity=Gravity.CORRIGER)
    if line.to_mend:
        yield _concern(line, _agreement(line), line.to_mend, Gravity.CORRIGER)
    for due in line.deadlines:
        if timedelta(0) <= due.day - now.date() <= NEAR:
            yield _concern(line, _due(due, now), gravity=Gravity.SAVOIR)


def _told_late(failed: tuple[Step, ...]) -> timedelta:
    """How old a backup is told to be; that it was not made last night is told by its step."""
    return 2 * OLD_BACKUP if any(step.name == "sauvegarde" for step in failed) else OLD_BACKUP


def proven(trial: Trial | None) -> bool:
    """Whether a trial showed what was promised, or as much of it as could be."""
    return trial is not None and trial.verdict is not Verdict.ECHEC


def _concern(
    line: Line,
    problem: Problem,
    files: tuple[Problem, ...] = (),
    gravity: Gravity = Gravity.PROMESSE,
) -> Concern:
    return Concern(
        gravity=gravity, problem=problem, commune=line.commune, name=line.name, files=files
    )


def _failed(line: Line, night: Night | None) -> tuple[Step, ...]:
    """But for what kept the whole night from publishing, which is said once."""
    steps = line.done.steps if line.done else ()
    whole = night.message if night else ""
    failed = (step for step in steps if step.outcome is Outcome.ECHEC)
    return tuple(step for step in failed if not whole or step.message != whole)


def _restores(line: Line, told: set[str], backups: bool, now: datetime) -> Iterator[Concern]:
    if line.drill is not None and not proven(line.drill):
        if line.drill.message not in told:
            yield _concern(line, _unrestored(line, line.drill))
    elif line.restored is not None and now - line.restored.moment > OLD_RESTORE:
        since = durations.spoken(now - line.restored.moment)
        yield _concern(line, _restore_late(line, f"depuis {since}"), gravity=Gravity.CORRIGER)
    elif backups and line.restored is None and now - (line.known or now) > OLD_RESTORE:
        yield _concern(line, _restore_late(line, "depuis son arrivée"), gravity=Gravity.CORRIGER)


def _proofs(line: Line, told: set[str], now: datetime) -> Iterator[Concern]:
    if line.proof is not None and not proven(line.proof):
        if line.proof.message not in told:
            yield _concern(line, _unproven(line, line.proof))
    elif line.reversible is not None and now - line.reversible.moment > OLD_PROOF:
        since = durations.spoken(now - line.reversible.moment)
        yield _concern(line, _proof_late(line, since), gravity=Gravity.CORRIGER)


# -- the words ---------------------------------------------------------------------------------


def _offline(line: Line) -> Problem:
    return error(
        "commune-hors-ligne",
        "Le site n’est pas en ligne.",
        f"Corrigez ce qui est dit de ses fichiers, puis lancez « usine build {line.commune} ».",
    )


def _forgotten(line: Line) -> Problem:
    return error(
        "commune-oubliee",
        "La dernière nuit n’est pas passée par cette commune.",
        f"Lancez « usine nightly {line.commune} », et lisez ce qui en est dit.",
    )


def _missed(line: Line, step: Step) -> Problem:
    tries = f" ({step.tries} essais)" if step.tries > 1 else ""
    why = (step.message or "pas faite").removeprefix(f"{line.commune} : ").rstrip(".")
    cause = next((one for one in line.problems if one.message == step.message), None)
    remedy = cause.remedy if cause and cause.remedy else "Corrigez la cause."
    return error(
        "etape-manquee",
        f"{step.name.capitalize()} : {why}{tries}.",
        f"{remedy} Puis lancez « usine nightly {line.commune} ».",
    )


def _no_backup(line: Line) -> Problem:
    return error(
        "sauvegarde-absente",
        "Cette commune n’a aucune sauvegarde.",
        f"Lancez « usine backup run {line.commune} ».",
    )


def _old_backup(line: Line, made: datetime, now: datetime) -> Problem:
    return error(
        "sauvegarde-ancienne",
        f"La dernière sauvegarde a {durations.spoken(now - made)}.",
        f"Vérifiez que le dépôt répond, puis lancez « usine backup run {line.commune} ».",
    )


def _damaged(line: Line, message: str) -> Problem:
    return error(
        "sauvegarde-abimee",
        f"La relecture de la sauvegarde a trouvé un défaut : {message.rstrip('.')}.",
        f"Ne supprimez rien : lancez « usine backup check {line.commune} », puis voyez la copie.",
    )


def _unrestored(line: Line, trial: Trial) -> Problem:
    return error(
        "restauration-non-prouvee",
        f"La restauration de la sauvegarde a échoué : {trial.message.rstrip('.')}.",
        f"Lancez « usine backup drill {line.commune} », et ne comptez pas sur cette sauvegarde "
        "d’ici là.",
    )


def _restore_late(line: Line, since: str) -> Problem:
    return warning(
        "restauration-en-retard",
        f"Aucune restauration n’a été prouvée {since}.",
        f"Lancez « usine backup drill {line.commune} ».",
    )


def _unproven(line: Line, trial: Trial) -> Problem:
    return error(
        "reversibilite-non-prouvee",
        f"La preuve de réversibilité a échoué : {trial.message.rstrip('.')}.",
        f"Lancez « usine prove {line.commune} » : il montre ce qui diffère.",
    )


def _proof_late(line: Line, since: str) -> Problem:
    return warning(
        "preuve-en-retard",
        f"La réversibilité n’a pas été prouvée depuis {since}.",
        f"Lancez « usine prove {line.commune} ».",
    )


def _held(held: tuple[Problem, ...]) -> Problem:
    files = len({one.file for one in held})
    return warning(
        "fichiers-retenus",
        f"{kept_together(files, 'fichier')} en faute : le site montre la dernière bonne version.",
        "Voyez avec la commune ; son référent le lit aussi dans son courriel de la semaine.",
    )


def _suspended(line: Line) -> Problem:
    return warning(
        "publication-suspendue",
        "La publication est suspendue par un retour en arrière.",
        f"Quand la cause est levée, lancez « usine rollback {line.commune} --reprendre ».",
    )


def _agreement(line: Line) -> Problem:
    points = kept_together(len(line.to_mend), "point") if len(line.to_mend) > 1 else "un point"
    return warning(
        "convention-a-corriger",
        f"Sa convention a {points} à corriger ; le site n’en dépend pas.",
        f"Corrigez « convention.yaml » ; « usine convention show {line.commune} » la montre.",
    )


def _due(due: Due, now: datetime) -> Problem:
    left = (due.day - now.date()).days
    when = "aujourd’hui" if not left else f"dans {kept_together(left, 'jour')}"
    return notice(
        "echeance-proche",
        f"{due.title.rstrip('.')} : le {words.day(due.day)}, {when}.",
        "Le calendrier de la convention est donné par « usine convention ».",
    )
