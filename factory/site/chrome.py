"""What all pages of a site share: identity, menu, footer, alerts in force."""

from factory.content.models import Alerte
from factory.ground.moment import closing, opening
from factory.ground.slugs import slug
from factory.site import pictures, views
from factory.site.bodies import body
from factory.site.contacts import emergency, of_commune
from factory.site.details import alert_link
from factory.site.legal.conformity import conformity
from factory.site.legal.fixed import FIXED
from factory.site.legal.recourse import answerer
from factory.site.machines import manifest
from factory.site.media import APPLE, LARGE, TAB
from factory.site.menu import menu
from factory.site.plan import Plan
from factory.site.views import Chrome, Link

_LEVELS = ("urgence", "vigilance", "info")


def chrome(plan: Plan, feed: str) -> Chrome:
    commune = plan.snapshot.commune
    arms = None
    if commune.blason is not None:
        path = pictures.path_of(plan, "commune.yaml", commune.blason.fichier)
        arms = pictures.at(plan, path, commune.blason.alt or "") if path else None
    return Chrome(
        nom=commune.intitule,
        commune=commune.nom,
        domaine=plan.base,
        langue=commune.langue,
        menu=menu(plan),
        pied=tuple(Link(texte=title, url=url) for url, title in FIXED.items()),
        reseaux=tuple(Link(texte=r.nom, url=r.url) for r in commune.reseaux),
        contact=of_commune(plan),
        alertes=alerts(plan),
        couleurs_css=plan.palette,
        blason=arms,
        flux=feed,
        **_icons(plan),
        fictive=commune.fictive,
        accessibilite=conformity(commune, plan.clock),
        acces=answerer(plan),
        urgences=tuple(emergency(number) for number in commune.urgences),
    )


def _icons(plan: Plan) -> dict[str, str]:
    icons = plan.media.icons
    if not icons:
        return {}
    for copy in icons.values():
        plan.copies[copy.path] = copy
    urls = {name: f"/{copy.path}" for name, copy in icons.items()}
    return {
        "icone": urls[TAB],
        "icone_apple": urls[APPLE],
        "vignette": urls[LARGE] if plan.media.arms else "",
        "manifeste": f"/{manifest.PATH}",
    }


def alerts(plan: Plan) -> tuple[views.Alert, ...]:
    """The alerts in force, the gravest first."""
    found = []
    for document in plan.of_type("alerte"):
        meta = document.meta
        assert isinstance(meta, Alerte)
        began, ended = (
            plan.clock.reached(opening(meta.debut)), plan.clock.reached(closing(meta.fin)),
        )  # fmt: skip
        if began and not ended:
            alert = views.Alert(
                id=slug(document.path.removeprefix("contenu/")),
                niveau=meta.niveau,
                titre=meta.titre,
                texte=body(plan, document),
                fin=meta.fin,
                lien=alert_link(plan, document, meta),
            )
            found.append((_LEVELS.index(meta.niveau), opening(meta.debut), document.path, alert))
    return tuple(alert for *_, alert in sorted(found, key=lambda entry: entry[:3]))
