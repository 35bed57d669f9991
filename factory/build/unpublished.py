"""What kept a commune from being published, or its register from being written: told."""

from factory.build.layout import Layout
from factory.build.lock import under_way
from factory.build.order import Made
from factory.build.report import Report, Status
from factory.ground.confined.children import ChildDied
from factory.ground.confined.deaths import Cause
from factory.ground.problems import Problem, error, warning
from factory.tenants.folder import ERASURE, Tenant


def busy(tenant: Tenant) -> Report:
    return Report(
        slug=tenant.slug,
        status=Status.OCCUPEE,
        problems=(under_way(tenant.slug),),
        passing=True,
    )


def died(tenant: Tenant, layout: Layout, death: ChildDied) -> Report:
    online = layout.online()
    stays = "Le site d’avant reste en ligne." if online else "Le site n’est pas en ligne."
    problem = error(
        "construction-interrompue",
        f"La construction a été interrompue : {death.message} {stays}",
        "Voyez le journal pour la cause ; les autres communes ne sont pas touchées.",
    )
    return Report(
        slug=tenant.slug,
        status=Status.ECHEC,
        problems=(problem,),
        number=online,
        faults=(death.detail,) if death.detail else (),
        passing=death.cause in (Cause.SIGNAL, Cause.MUETTE),
    )


def vanished() -> Problem:
    return error(
        "dossier-disparu",
        "Le dossier de cette commune a disparu pendant la publication : le site est en ligne, mais "
        "le registre n’a pas pu noter ce qui vient d’y paraître.",
        "Remettez le dossier à sa place avec son registre, puis relancez la construction : elle "
        "notera ce qui manque, à la bonne date.",
    )


def erasing(tenant: Tenant) -> tuple[Problem, ...]:
    """What is said of a commune of which an erasure was interrupted."""
    if not (tenant.folder / ERASURE).exists():
        return ()
    return (
        warning(
            "effacement-interrompu",
            "Un effacement demandé pour cette commune n’est pas allé à son terme : ce qui devait "
            "disparaître est encore dans l’usine.",
            f"La Métropole le finit : « usine erase {tenant.slug} --reprendre ».",
        ),
    )


def too_many(tenant: Tenant, made: Made) -> Problem:
    shown = ", ".join(made.removed[:3])
    return error(
        "retraits-en-nombre",
        f"{len(made.removed)} adresses sur {made.before} disparaîtraient ({shown}…) : "
        "cela ressemble à un accident, rien n’a été publié.",
        f"Si c’est voulu, lancez « usine build {tenant.slug} --accepter-retraits ». "
        "Sinon, remettez les fichiers à leur place.",
    )
