"""A factory whose nights are told: what its history holds, and what the morning makes of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from factory.archive.history import History
from factory.archive.nights import (
    Backup,
    CommuneNight,
    Night,
    Outage,
    Outcome,
    Sighting,
    Step,
    Trial,
    Verdict,
    Watched,
)
from factory.convention.deadlines import Deadline
from factory.ground.moment import PARIS
from factory.ground.problems import Problem, error, warning
from factory.report.gathering import NONE, gather
from factory.report.morning import Agreements, Morning
from factory.tenants import folder, settings
from factory.tenants.folder import Tenant
from factory.tenants.settings import Settings

NOW = datetime(2026, 11, 23, 5, 40, tzinfo=PARIS)
START = datetime(2026, 11, 23, 1, 0, tzinfo=PARIS)
ALERT = (
    "<!doctype html><html lang=fr><title>Site</title><section class=alertes>"
    '<div class="alerte alerte-vigilance"><p class=alerte-titre><strong>Vigilance :</strong> '
    "Pont fermé<p>Un texte.<p class=alerte-fin>Jusqu’au <time>18 décembre 2026 à 18 h</time>. "
    "<a href=/x/>Lire</a></div></section><main>Bienvenue</main>"
)
HELD = error(
    "date-illisible",
    "« 31 février 2026 » n’est pas une date : il n’y a pas de 31 février.",
    "Écrivez la date ainsi : 3 mars 2026.",
    file="contenu/actualites/fete-des-olives.md",
    line=3,
    column=7,
    document="La fête des olives",
    excerpt="date: 31 février 2026",
)
BARE = warning(
    "image-sans-alternative",
    "L’image « marche.jpg » n’a pas de texte de remplacement.",
    "Ajoutez « alt » : ce que montre l’image, en une phrase.",
    file="contenu/agenda/marche.md",
    document="Marché de Noël <centre-ville>",
)


class Nights:
    """A factory of `slugs`, with a site each, and the nights that are told of them."""

    def __init__(self, root: Path, *slugs: str, more: str = "") -> None:
        self.root = root
        for slug in slugs:
            (root / "tenants" / slug).mkdir(parents=True)
            self.publish(slug)
        (root / "usine.yaml").write_text(
            f"theme: {_theme()}\nmetropole: {{telephone: 04 00 00 00 00}}\n{more}", "utf-8"
        )

    @property
    def settings(self) -> Settings:
        return settings.load(self.root / "usine.yaml", {}, self.root)

    @property
    def tenants(self) -> tuple[Tenant, ...]:
        return folder.communes(self.settings).tenants

    def publish(self, slug: str, page: str = "<!doctype html><main>Bienvenue</main>") -> None:
        public = self.root / "build" / slug / "generations" / "3"
        public.mkdir(parents=True, exist_ok=True)
        (public / "index.html").write_text(page, "utf-8")
        link = self.root / "build" / slug / "public"
        if not link.is_symlink():
            link.symlink_to("generations/3")

    def history(self) -> History:
        return History(self.settings.memoire)

    def night(
        self,
        start: datetime = START,
        *done: CommuneNight,
        problems: dict[str, tuple[Problem, ...]] | None = None,
        end: datetime | None = None,
        **of_night: object,
    ) -> None:
        """One night that did what is said for the communes named."""
        with self.history() as history:
            for one in done:
                found = (problems or {}).get(one.commune, ())
                history.note(start, one, found)
            whole = Night(
                start=start,
                end=end or start + timedelta(minutes=42),
                code=max((one.code for one in done), default=0),
                communes=len(done),
            )
            history.note_night(replace(whole, **of_night))  # type: ignore[arg-type]

    def morning(
        self,
        moment: datetime = NOW,
        agreements: Agreements = NONE,
    ) -> Morning:
        with self.history() as history:
            return gather(self.settings, history, self.tenants, moment, agreements)


def good(slug: str, start: datetime = START, **changes: object) -> CommuneNight:
    """A commune's night without a fault."""
    when = start + timedelta(minutes=12)
    done = CommuneNight(
        commune=slug,
        name=slug.replace("-", " ").title(),
        state="inchangée",
        generation=3,
        since=start - timedelta(days=2),
        pages=120,
        octets=4_200_000,
        ecoindex="A",
        score=82.5,
        backups=(Backup(moment=when, snapshot="a1b2c3", added=12_000, size=8_400_000),),
        drill=Trial(moment=when, of="a1b2c3", verdict=Verdict.PROUVEE),
        proof=Trial(moment=when, of="3", verdict=Verdict.PROUVEE),
        steps=(
            Step(name="construction", outcome=Outcome.BIEN, seconds=1.4),
            Step(name="sauvegarde", outcome=Outcome.BIEN, seconds=2.1),
        ),
    )
    return replace(done, **changes)  # type: ignore[arg-type]


def story(root: Path) -> Nights:
    """Six communes over fourteen nights: one of each thing that a morning may find."""
    backups = "sauvegardes: {depot: depots, cles: cles, exploitant: Métropole}\n"
    slugs = ("aurelle", "bois-joli", "chateau-clair", "dieulune", "eygues", "font-rousse")
    told = Nights(root, *slugs, more=backups)
    told.publish("aurelle", ALERT)
    for back in range(13, -1, -1):
        start = START - timedelta(days=back)
        communes = [
            good(slug, start, erreurs=0, avertissements=(back + rank) % 5 if rank else 0)
            for rank, slug in enumerate(slugs)
        ]
        problems: dict[str, tuple[Problem, ...]] = {}
        if not back:
            communes, problems = _last_night(communes)
        told.night(start, *communes, problems=problems)
    with told.history() as history:
        history.note_outage(
            Outage(
                host="www.dieulune.example", watched=Watched.CERTIFICAT,
                start=NOW - timedelta(hours=3), commune="dieulune",
                cause="le certificat a expiré le 22 novembre 2026",
            )
        )  # fmt: skip
        for host, slug, left in (
            ("www.dieulune.example", "dieulune", -1), ("www.eygues.example", "eygues", 12),
            ("aurelle.example", "aurelle", 70), ("www.metropole.example", "", 70),
        ):  # fmt: skip
            history.note_sighting(
                Sighting(
                    host=host, moment=NOW - timedelta(minutes=5), commune=slug,
                    causes={Watched.DNS: "", Watched.HTTP: "", Watched.CERTIFICAT: ""},
                    expires=NOW + timedelta(days=left), milliseconds=120,
                )
            )  # fmt: skip
    return told


def _last_night(
    communes: list[CommuneNight],
) -> tuple[list[CommuneNight], dict[str, tuple[Problem, ...]]]:
    by_slug = {one.commune: one for one in communes}
    by_slug["bois-joli"] = replace(
        by_slug["bois-joli"], code=3, backups=(), state="publiée", since=START,
        steps=(
            Step(name="construction", outcome=Outcome.BIEN, seconds=8.2),
            Step(
                name="sauvegarde", outcome=Outcome.ECHEC, seconds=92.0, tries=3,
                message="le dépôt ne répond pas (connexion refusée)",
            ),
        ),
    )  # fmt: skip
    by_slug["chateau-clair"] = replace(
        by_slug["chateau-clair"], code=1, state="publiée", since=START, erreurs=1, avertissements=1
    )
    by_slug["font-rousse"] = replace(
        by_slug["font-rousse"],
        drill=Trial(
            moment=START, of="a1b2c3", verdict=Verdict.ECHEC,
            message="le fichier « contenu/accueil.md » manque à la sauvegarde",
        ),
    )  # fmt: skip
    return list(by_slug.values()), {"chateau-clair": (HELD, BARE)}


AGREED = Agreements(
    days={
        "aurelle": (
            Deadline(
                day=date(2026, 12, 31),
                code="reconduction",
                title="Reconduction tacite",
                article="article 7",
            ),
        )
    },
    to_mend={
        "eygues": (
            error(
                "dates-de-convention",
                "La fin de la convention précède sa notification.",
                "Corrigez « notification » ou « fin » (article 7).",
                file="eygues/convention.yaml",
                line=4,
            ),
        )
    },
)
"""What the conventions of that story say."""


def _theme() -> str:
    return f'"{Path(__file__).resolve().parents[2] / "themes" / "institutional"}"'
