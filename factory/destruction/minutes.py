"""The papers of a destruction, as values: the plan, the minutes, the commune's own attestation.

They hold no content and no person's name: places, counts, dates, references of letters.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from factory.archive.destructions import Destruction, Emptied, Grounds, Piece
from factory.convention.document import (
    Block,
    Document,
    Facts,
    Heading,
    Points,
    Signatures,
    Text,
    day,
    moment,
    table,
)
from factory.destruction.conditions import Case
from factory.ground.french import sizes
from factory.ground.problems import Problem
from factory.tenants.naming import de

Rows = Iterable[tuple[str, str]]


def plan(
    case: Case, found: Sequence[Emptied], problems: Sequence[Problem], kept: Rows, unverified: Rows
) -> Document:
    """What would be destroyed, and what is lacking: nothing has been touched."""
    lacking: Block = (
        Points(items=tuple(f"{p.message} {p.remedy}" for p in problems))
        if problems
        else Text(text="Rien : la destruction peut être faite.")
    )
    return Document(
        title=f"Destruction {de(case.nom)} : ce qui serait détruit",
        subtitle="Essai : rien n’a été touché.",
        fictive=case.fictive,
        blocks=(
            Heading(text="Ce qui manque"),
            lacking,
            Heading(text="Ce qui serait détruit"),
            _places(found),
            *_limits(kept, unverified),
        ),
    )


def minutes(done: Destruction, metropole: str, kept: Rows, unverified: Rows) -> Document:
    """The procès-verbal: what was found, destroyed and checked, and what could not be."""
    assert done.fin is not None, "minutes are of what is done"
    return Document(
        title="Procès-verbal de destruction",
        subtitle=f"Commune {de(done.nom)}",
        fictive=done.fictive,
        footer=f"Usine à sites, {metropole}",
        blocks=(
            Text(
                text=f"L’hébergeur de l’usine à sites, {metropole}, atteste avoir détruit, dans "
                f"son système d’information, les fichiers et données de la commune {de(done.nom)}, "
                "comme l’article 9 de la convention et l’instruction de la commune (article 13-i) "
                "l’y engagent."
            ),
            Text(text=_copies(done.motifs), notice=True),
            Facts(
                rows=(
                    ("Commencée", moment(done.debut)),
                    ("Terminée", moment(done.fin)),
                    ("Noms de domaine", ", ".join(done.hotes) or "aucun"),
                    *_grounds(done.motifs),
                )
            ),
            Heading(text="Ce qui a été trouvé, puis détruit"),
            Text(
                text="Chaque lieu a été compté, détruit, puis relu une seconde fois après les "
                "autres : tous sont vides. Les clés des sauvegardes sont détruites les premières : "
                "ce qui en aurait été copié ailleurs n’est plus lisible."
            ),
            _places(done.lieux),
            Heading(text="Ce que répondent ses adresses"),
            Text(text=done.reponse),
            *_limits(kept, unverified),
            Signatures(signatories=((f"la Métropole ({metropole})", "Qualité du signataire :"),)),
        ),
    )


def attestation(done: Destruction, metropole: str) -> Document:
    """What the commune signs for its own side: article 9 binds both parties."""
    return Document(
        title="Attestation de destruction par la commune",
        subtitle=f"Commune {de(done.nom)}",
        fictive=done.fictive,
        footer=f"À retourner signée : {metropole}",
        blocks=(
            Text(
                text="« Les partenaires s’engagent dans ce cas, à détruire les fichiers fournis "
                "ainsi que l’ensemble des données intégrées dans leur système d’information » "
                "(article 9 de la convention)."
            ),
            Text(
                text=f"La commune {de(done.nom)} atteste avoir détruit, dans son propre système "
                "d’information, ce que la Métropole lui avait fourni pour l’usine à sites :"
            ),
            Points(
                items=(
                    "les clés et mots de passe des dépôts de fichiers ;",
                    "les documents et outils de la Métropole qui ne font pas partie de l’export ;",
                    "les données d’autres communes qu’elle aurait reçues.",
                )
            ),
            Text(
                text="Elle garde ce qui est à elle : ses données propres, qui lui ont été rendues "
                "(articles 3 et 11), dont les actes, qui sont des archives publiques."
            ),
            Facts(
                rows=(
                    ("Fin de la convention", day(done.motifs.fin)),
                    ("Procès-verbal de la Métropole", moment(done.fin)),
                )
            ),
            Signatures(signatories=((f"la commune {de(done.nom)}", "Qualité du signataire :"),)),
        ),
    )


def _copies(grounds: Grounds) -> str:
    """What was destroyed, in the law's terms: copies, or archives whose elimination is endorsed."""
    if grounds.visa is not None and grounds.instruction.objet == "détruire":
        service = f" ({grounds.visa.objet})" if grounds.visa.objet else ""
        return (
            "La commune n’a pas repris ses données. Leur élimination est visée sous la référence "
            f"{grounds.visa.reference}, du {day(grounds.visa.date)}{service} (Code du patrimoine, "
            "article L212-2). Seules ont été détruites les copies que tenait la Métropole."
        )
    kept = "aux archives" if grounds.instruction.objet == "archiver" else "à la commune"
    return (
        f"Les données ont été remises {kept} avant d’être détruites ici : seules des copies ont "
        "été détruites, et aucune archive publique n’a été éliminée."
    )


def _grounds(grounds: Grounds) -> Iterable[tuple[str, str]]:
    yield "Fin de la convention", f"{day(grounds.fin)} ({grounds.motif}, {grounds.article})"
    yield (
        "Instruction de la commune (13-i)",
        (f"{grounds.instruction.objet} : {_letter(grounds.instruction)}"),
    )
    yield "Export prouvé", moment(datetime.fromisoformat(grounds.preuve))
    yield "Empreinte du site rendu", grounds.empreinte
    yield "Empreinte du reçu de preuve", grounds.recu
    if grounds.recepisse is not None:
        yield "Export reçu", _letter(grounds.recepisse)
    if grounds.visa is not None:
        yield "Visa d’élimination", _letter(grounds.visa)


def _letter(piece: Piece) -> str:
    return f"{piece.reference}, du {day(piece.date)}"


def _places(found: Sequence[Emptied]) -> Block:
    total = (sum(one.fichiers for one in found), sum(one.octets for one in found))
    return table(
        "Lieux",
        ("Lieu", "Fichiers", "Taille"),
        [(one.lieu, str(one.fichiers), sizes.short(one.octets)) for one in found],
        foot=("Ensemble", str(total[0]), sizes.short(total[1])),
        figures=(1, 2),
    )


def _limits(kept: Rows, unverified: Rows) -> Sequence[Block]:
    return (
        Heading(text="Ce qui reste, et pourquoi"),
        Points(items=tuple(f"{what} : {why}." for what, why in kept)),
        Heading(text="Ce que l’usine ne peut pas vérifier"),
        Points(items=tuple(f"{what} : {why}." for what, why in unverified)),
    )
