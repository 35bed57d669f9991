"""What asks for care of the whole factory: its nights, its settings, its mail, its hosts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from factory.archive.nights import Night, Outage, Sighting
from factory.ground.french import durations
from factory.ground.problems import Problem, Severity, error, notice, warning
from factory.report import words
from factory.report.morning import LATE, RUNNING, Concern, Gravity
from factory.report.room import Room, lacking


def is_late(night: Night | None, ended: Night | None, now: datetime, late: timedelta) -> bool:
    """Whether a night is missing: the last ended too long ago, and none is under way."""
    if night is not None and night.end is None and now - night.start < RUNNING:
        return False
    return ended is None or now - (ended.end or ended.start) > late


def of_nights(
    night: Night | None, ended: Night | None, now: datetime, late: timedelta
) -> Iterator[Concern]:
    """About the last night and the last that ended: whether one is missing, or was broken off."""
    if is_late(night, ended, now, late):
        last = "aucune nuit n’a encore tourné"
        if ended is not None:
            when = ended.end or ended.start
            last = f"la dernière s’est terminée {words.moment(when)}, {words.ago(when, now)}"
        yield Concern(
            gravity=Gravity.PROMESSE,
            problem=error(
                "nuit-absente",
                f"Il manque une nuit : {last}.",
                "Vérifiez le minuteur (systemctl list-timers) et le journal du service, puis "
                "lancez « usine nightly ».",
            ),
        )
    if night is not None and night.end is None and now - night.start > RUNNING:
        yield Concern(
            gravity=Gravity.PROMESSE,
            problem=error(
                "nuit-interrompue",
                f"La nuit commencée {words.moment(night.start)} n’est pas allée à son terme.",
                "Lancez « usine nightly » : elle reprend où elle s’est arrêtée.",
            ),
        )
    if night is not None and night.message:
        yield Concern(
            gravity=Gravity.PROMESSE,
            problem=error(
                "nuit-empechee",
                f"La dernière nuit n’a rien publié : {night.message}",
                "Corrigez cette cause, puis lancez « usine nightly ». Les sites restent en ligne.",
            ),
        )
    elif night is not None and night.resumed:
        times = "une fois" if night.resumed == 1 else f"{night.resumed} fois"
        yield Concern(
            gravity=Gravity.SAVOIR,
            problem=notice(
                "nuit-reprise",
                f"La dernière nuit a été interrompue {times}, et reprise où elle en était.",
                "Si cela se répète, cherchez dans le journal ce qui l’arrête.",
            ),
        )


def of_factory(night: Night | None) -> Iterator[Concern]:
    """About what was wrong with the factory itself, the last night."""
    if night is None:
        return
    for problem in night.problems:
        grave = problem.severity is Severity.ERREUR
        if problem.message != night.message:
            yield Concern(gravity=Gravity.PROMESSE if grave else Gravity.CORRIGER, problem=problem)


def of_settings(backups: bool) -> Iterator[Concern]:
    if not backups:
        yield Concern(
            gravity=Gravity.CORRIGER,
            problem=warning(
                "sauvegardes-non-reglees",
                "Aucune commune n’est sauvegardée : les sauvegardes ne sont pas réglées.",
                "Donnez « depot » et « cles » sous « sauvegardes » de usine.yaml.",
            ),
        )


def of_rooms(rooms: tuple[Room, ...]) -> Iterator[Concern]:
    for problem in lacking(rooms):
        yield Concern(gravity=Gravity.CORRIGER, problem=problem)


def of_conventions(shared: tuple[Problem, ...]) -> Iterator[Concern]:
    """About what all conventions have in common: no site depends on it."""
    for problem in shared:
        yield Concern(gravity=Gravity.CORRIGER, problem=problem)


def of_mail(waiting: int, unsent: tuple[Problem, ...]) -> Iterator[Concern]:
    """About letters that wait; `unsent` says why, where they have just been tried."""
    number = max(waiting, len(unsent))  # what is given up waits no more
    if number:
        several = "courriels n’ont" if number > 1 else "courriel n’a"
        yield Concern(
            gravity=Gravity.CORRIGER,
            problem=warning(
                "courriels-retenus",
                f"{number} {several} pas pu partir.",
                "Ce qui attend sera tenté de nouveau la nuit prochaine. Vérifiez les réglages "
                "« courriel » de usine.yaml et le serveur d’envoi.",
            ),
            files=unsent,
        )


def of_hosts(
    outages: tuple[Outage, ...], sightings: tuple[Sighting, ...], ahead: timedelta, now: datetime
) -> Iterator[Concern]:
    """About hosts: one down is told once, by what was seen first; a certificate that nears."""
    for outage in outages:
        yield Concern(
            gravity=Gravity.PROMESSE,
            commune=outage.commune,
            problem=error(
                "panne-en-cours",
                f"« {outage.host} » ne répond pas comme il faut depuis "
                f"{durations.spoken(now - outage.start)} : {outage.cause}.",
                "Vérifiez le serveur web, son certificat et le nom de domaine. La sonde note la "
                "fin de la panne d’elle-même.",
            ),
        )
    down = {outage.host for outage in outages}
    for seen in sightings:
        if seen.expires is not None and seen.host not in down and seen.expires - now < ahead:
            yield Concern(
                gravity=Gravity.CORRIGER,
                commune=seen.commune,
                problem=warning(
                    "certificat-proche",
                    f"Le certificat de « {seen.host} » expire le {words.day(seen.expires)}.",
                    "Renouvelez-le : vérifiez que le renouvellement automatique tourne encore.",
                ),
            )
    if sightings and now - max(seen.moment for seen in sightings) > LATE:
        last = max(seen.moment for seen in sightings)
        yield Concern(
            gravity=Gravity.CORRIGER,
            problem=warning(
                "sonde-muette",
                f"La sonde n’a rien relevé {words.ago(last, now).replace('il y a', 'depuis')}.",
                "Vérifiez son minuteur, sa machine, et que ses relevés arrivent.",
            ),
        )
