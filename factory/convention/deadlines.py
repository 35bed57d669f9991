"""The next days that count for a convention: what the morning page and the calendar show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from factory.convention import diligence
from factory.convention.life import State, formal, letters, longest, pending, prolonged, standing
from factory.convention.periods import DAY, last_day, last_receipt
from factory.convention.readings import Lectures
from factory.tenants.convention import Convention
from factory.tenants.roles import OFFICES

_COUNTED = {"années civiles": "en années civiles", "date à date": "de date à date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day to come. `doubt` says which reading of the text it depends on, where not confirmed."""

    day: date
    code: str
    title: str
    article: str
    doubt: str = ""

    def left(self, today: date) -> int:
        """Days from `today`: 0 is today."""
        return (self.day - today).days


def deadlines(
    convention: Convention, day: date, lectures: Lectures | None = None
) -> tuple[Deadline, ...]:
    """Every deadline from `day` on, the nearest first; nothing that was not known by that day."""
    found = _all(convention, day, lectures or Lectures())
    return tuple(
        sorted(
            (one for one in found if one.day >= day),
            key=lambda one: (one.day, one.code, one.title),
        )
    )


def _all(convention: Convention, day: date, lectures: Lectures) -> Iterator[Deadline]:
    now = standing(convention, day, lectures)
    yield from _article_13(convention, day)
    if now.state is State.TERMINEE:
        return
    yield from _people(convention, day)
    for amendment in convention.avenants:
        if amendment.notifie_le and amendment.notifie_le <= day and amendment.debut:
            yield Deadline(
                day=amendment.debut,
                code="avenant",
                title=f"L’avenant {amendment.numero} prend effet",
                article="article 6",
            )
    if now.state in (State.PREPARATION, State.SIGNEE):
        return
    yield from _term(convention, day, lectures)
    yield from _article_9(convention, day, lectures)


def _term(convention: Convention, day: date, lectures: Lectures) -> Iterator[Deadline]:
    """The end of the year, the last receipt of a letter before it, the end of the eight years."""
    now = standing(convention, day, lectures)
    end, notification = now.end, convention.dates.notification
    assert end is not None and notification is not None
    year_end = last_day(day.year)
    limit = longest(notification, lectures)
    if end.day == limit:
        yield from _longest(notification, lectures)
    else:
        yield Deadline(
            day=end.day,
            code="fin",
            title=f"La convention prend fin : {end.why}",
            article=end.article,
        )
    instruction = convention.depart.instruction
    told = instruction is not None and instruction.date <= day
    if end.day <= last_day(day.year + 1) and not told:
        yield Deadline(
            day=end.day,
            code="sort-des-donnees",
            title="La commune dit le sort de ses données : rendues, détruites ou archivées",
            article="article 13-i",
        )
    if end.day <= year_end:
        return
    yield Deadline(
        day=year_end,
        code="reconduction",
        title=f"Fin de l’année civile : reconduction tacite pour {year_end.year + 1}",
        article="article 7",
    )
    if letters(convention, day, lectures):
        return
    year = day.year if day <= last_receipt(year_end, lectures) else day.year + 1
    if last_day(year) < end.day:
        yield Deadline(
            day=last_receipt(last_day(year), lectures),
            code="preavis",
            title=f"Dernière réception utile d’une résiliation pour le 31 décembre {year}",
            article="article 9",
            doubt="week-ends compris" if lectures.open("echeances") else "",
        )


def _longest(notification: date, lectures: Lectures) -> Iterator[Deadline]:
    """Both readings of « 8 ans » until one is confirmed."""
    doubtful = bool(lectures.open("huit_ans"))
    readings = (
        (Lectures(huit_ans="années civiles"), Lectures(huit_ans="date à date"))
        if doubtful
        else (lectures,)
    )
    for reading in readings:
        yield Deadline(
            day=longest(notification, reading),
            code="huit-ans",
            title="La convention prend fin : durée maximale de 8 ans",
            article="article 7",
            doubt=_COUNTED[reading.huit_ans] if doubtful else "",
        )


def _article_9(convention: Convention, day: date, lectures: Lectures) -> Iterator[Deadline]:
    for notice in convention.dates.mises_en_demeure:
        if pending(notice, day, lectures):
            yield Deadline(
                day=formal(notice, lectures),
                code="mise-en-demeure",
                title=f"Fin de la mise en demeure : {notice.obligation}",
                article="article 9",
            )
    for force in convention.dates.force_majeure:
        lasting = force.debut <= day and (force.fin is None or day <= force.fin)
        if lasting:
            yield Deadline(
                day=prolonged(force, lectures) + DAY,
                code="force-majeure",
                title="La force majeure dépasse six mois : chaque partie peut résilier",
                article="article 9",
            )


def _people(convention: Convention, day: date) -> Iterator[Deadline]:
    """An office that will be vacant: its holder leaves, and nobody follows."""
    for key, name, article in OFFICES:
        holders = getattr(convention.contacts, key)
        leaving = max((one.au for one in holders if one.au and one.en_poste(day)), default=None)
        if leaving and not any(one.en_poste(leaving + DAY) for one in holders):
            yield Deadline(
                day=leaving,
                code="role",
                title=f"{name} : personne n’est désigné ensuite",
                article=article,
            )


def _article_13(convention: Convention, day: date) -> Iterator[Deadline]:
    """What data protection asks by a day: it goes on after the end, until the data are gone."""
    for breach in convention.rgpd.violations:
        limit, aware = diligence.notification_limit(breach), diligence.awareness(breach)
        if limit and aware and aware.date() <= day and diligence.to_notify(breach, day):
            yield Deadline(
                day=limit.date(),
                code="violation",
                title=f"Notification à la CNIL avant le {limit:%d/%m/%Y à %Hh%M}",
                article="article 13-f ; RGPD, article 33",
            )
    for request in convention.rgpd.demandes:
        answered = request.repondue_le is not None and request.repondue_le <= day
        if request.recue_le <= day and not answered:
            yield Deadline(
                day=diligence.answer_limit(request),
                code="demande",
                title=f"Réponse de la commune à la demande {request.reference} ({request.droit})",
                article="article 13-e ; RGPD, article 12.3",
            )
