"""The morning for Prometheus: a file for node_exporter's textfile collector.

Text format 0.0.4; names follow Prometheus' own rules (base units, no type in a name). A value that
is not known gives no line: a rule that waits for it sees its absence. The rules that alert are in
`deploy/prometheus/usine.rules.yml`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from factory.archive.nights import Sighting
from factory.ground.problems import Severity
from factory.report.morning import Gravity, Line, Morning

Labels = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One family of figures; all of them are gauges: what is, at the moment of the report."""

    name: str
    help: str
    values: tuple[tuple[Labels, float], ...]


def text(morning: Morning) -> str:
    """The whole file."""
    lines: list[str] = []
    for metric in (*_factory(morning), *_communes(morning), *_hosts(morning)):
        if metric.values:
            lines.append(f"# HELP {metric.name} {metric.help}")
            lines.append(f"# TYPE {metric.name} gauge")
            lines += [
                f"{metric.name}{_labels(found)} {value:.15g}" for found, value in metric.values
            ]
    return "\n".join(lines) + "\n"


def _factory(morning: Morning) -> Iterator[Metric]:
    night = morning.night
    yield _one("usine_rapport_timestamp_seconds", "Instant du rapport.", morning.moment.timestamp())
    if night is not None:
        yield _one(
            "usine_nuit_debut_timestamp_seconds",
            "Début de la dernière nuit.",
            night.start.timestamp(),
        )
    if night is not None and night.end is not None:
        seconds = (night.end - night.start).total_seconds()
        yield _one("usine_nuit_duree_seconds", "Durée de la dernière nuit.", seconds)
        yield _one("usine_nuit_code", "Code de sortie de la dernière nuit.", night.code or 0)
    if morning.last_end is not None:
        yield _one(
            "usine_nuit_fin_timestamp_seconds",
            "Fin de la dernière nuit menée à son terme.",
            morning.last_end.timestamp(),
        )
    yield _one("usine_communes", "Communes de l’usine.", len(morning.lines))
    yield _one("usine_courriels_en_attente", "Courriels qui n’ont pas pu partir.", morning.mail)
    yield Metric(
        name="usine_constats",
        help="Ce qui demande attention, par gravité.",
        values=tuple(
            ({"gravite": gravity.word}, sum(one.gravity is gravity for one in morning.concerns))
            for gravity in Gravity
        ),
    )


_OF_COMMUNE: tuple[tuple[str, str, Callable[[Line], float | None]], ...] = (
    ("usine_commune_en_ligne", "1 si le site est en ligne.", lambda line: line.online),
    (
        "usine_commune_code",
        "Code de la dernière nuit : 0, 1 à corriger, 3 promesse non tenue.",
        lambda line: line.done.code if line.done else None,
    ),
    (
        "usine_commune_en_ligne_timestamp_seconds",
        "Mise en ligne de ce qui est public.",
        lambda line: line.since.timestamp() if line.since else None,
    ),
    (
        "usine_commune_pages",
        "Pages en ligne.",
        lambda line: line.done.pages if line.done else None,
    ),
    (
        "usine_commune_site_bytes",
        "Poids de ce qui est en ligne.",
        lambda line: line.done.octets if line.done else None,
    ),
    (
        "usine_commune_ecoindex_score",
        "La plus basse note EcoIndex de ses pages, sur 100.",
        lambda line: line.done.score if line.done else None,
    ),
    (
        "usine_sauvegarde_timestamp_seconds",
        "Dernière sauvegarde.",
        lambda line: line.backup.moment.timestamp() if line.backup else None,
    ),
    (
        "usine_sauvegarde_bytes",
        "Ce que contient la dernière sauvegarde.",
        lambda line: line.backup.size if line.backup else None,
    ),
    (
        "usine_restauration_prouvee_timestamp_seconds",
        "Dernière restauration prouvée.",
        lambda line: line.restored.moment.timestamp() if line.restored else None,
    ),
    (
        "usine_reversibilite_prouvee_timestamp_seconds",
        "Dernière preuve de réversibilité.",
        lambda line: line.reversible.moment.timestamp() if line.reversible else None,
    ),
    (
        "usine_alertes_en_ligne",
        "Alertes que les agents ont en ligne.",
        lambda line: len(line.alerts),
    ),
)


def _communes(morning: Morning) -> Iterator[Metric]:
    lines = sorted(morning.lines, key=lambda line: line.commune)
    for name, help, value in _OF_COMMUNE:
        found = (({"commune": line.commune}, value(line)) for line in lines)
        known = tuple((labels, value) for labels, value in found if value is not None)
        yield Metric(name=name, help=help, values=known)
    yield _problems(line for line in lines if line.done)


def _problems(lines: Iterable[Line]) -> Metric:
    return Metric(
        name="usine_commune_problemes",
        help="Problèmes que la dernière nuit a laissés, par gravité.",
        values=tuple(
            ({"commune": line.commune, "gravite": severity.value}, line.count(severity))
            for line in lines
            for severity in Severity
        ),
    )


def _hosts(morning: Morning) -> Iterator[Metric]:
    sightings = morning.sightings
    down = {outage.host for outage in morning.outages}
    yield Metric(
        name="usine_hote_en_panne",
        help="1 si la sonde ne voit pas ce nom de domaine répondre comme il faut.",
        values=tuple((_host(one), one.host in down) for one in sightings),
    )
    yield Metric(
        name="usine_hote_vu_timestamp_seconds",
        help="Dernier passage de la sonde.",
        values=tuple((_host(one), one.moment.timestamp()) for one in sightings),
    )
    yield Metric(
        name="usine_certificat_fin_timestamp_seconds",
        help="Expiration du certificat.",
        values=tuple((_host(one), one.expires.timestamp()) for one in sightings if one.expires),
    )


def _host(sighting: Sighting) -> Labels:
    return {"hote": sighting.host, "commune": sighting.commune}


def _one(name: str, help: str, value: float) -> Metric:
    return Metric(name=name, help=help, values=(({}, value),))


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
