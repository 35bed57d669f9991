"""`usine convention record`: a fact of a convention, or of the committee, where it belongs."""

from typing import Any

import click

from factory.cli import options
from factory.cli.answer import answer
from factory.convention.facts import COMMITTEE, DECISION, KINDS, Kind, Told, told
from factory.convention.recording import Recorded, decide, record
from factory.ground.dates import in_words
from factory.ground.models import shapes
from factory.ground.refusal import Refus


class Fact(click.ParamType[Told]):
    """A value of a fact, as its key in the file takes it."""

    name = "VALEUR"

    def __init__(self, kind: Kind, key: str) -> None:
        self.kind, self.key = kind, key

    def convert(self, value: Any, param: Any, ctx: Any) -> Told:
        if isinstance(value, Told):
            return value
        try:
            return told(self.kind.model, self.key, value)
        except Refus as refused:
            self.fail(f"{refused.message} {refused.remedy}", param, ctx)


@click.group(
    "record",
    help="Inscrire un fait dans la convention d’une commune, ou une décision du comité. Ce qui est "
    "déjà écrit se complète et ne change pas ; les commentaires du fichier restent.",
    context_settings=options.HELP,
    subcommand_metavar="FAIT [ARGUMENTS]...",
)
def command() -> None: ...


def _options(kind: Kind, skipped: str = "") -> list[click.Option]:
    found = []
    for key in kind.fields:
        if key == skipped:
            continue
        annotation = shapes.annotation(kind.model, key)
        shape = shapes.of(annotation)
        help = kind.model.model_fields[key].description or ""
        if shape.choices:
            help = f"{help.rstrip('.')} : {', '.join(shape.choices)}."
        found.append(
            click.Option(
                [f"--{key.replace('_', '-')}", f"fact_{key}"], type=Fact(kind, key),
                metavar="VALEUR", help=help, required=key == kind.known_by,
                multiple=shape.item is not None,
            )
        )  # fmt: skip
    return found


def _shared(*decorators: options.Decorated) -> list[click.Parameter]:
    """The parameters that other verbs have too."""

    def bare() -> None: ...

    for decorator in decorators:
        bare = decorator(bare)
    return list(bare.__click_params__)  # type: ignore[attr-defined]


def _given(words: dict[str, Any]) -> dict[str, Any]:
    return {
        name.removeprefix("fact_"): value
        for name, value in words.items()
        if name.startswith("fact_") and value
    }


def _of_commune(kind: Kind) -> click.Command:
    def run(commune: str, config: Any, as_json: bool, **words: Any) -> int:
        settings, day = options.settings(config), options.now().date()
        return _told(record(settings, commune, kind, _given(words), day), as_json)

    return click.Command(
        kind.name, callback=run, context_settings=options.HELP,
        params=[
            *_shared(options.commune), *_options(kind), *_shared(options.config, options.as_json)
        ],
        help=f"{kind.title} ({kind.article}). « --{kind.known_by.replace('_', '-')} » la désigne : "
        "redonnez-le pour compléter ce qui est écrit.",
    )  # fmt: skip


def _of_committee(kind: Kind) -> click.Command:
    whole = kind is COMMITTEE

    def run(annee: Told, config: Any, as_json: bool, **words: Any) -> int:
        settings, day = options.settings(config), options.now().date()
        return _told(decide(settings, annee, _given(words), day, whole=whole), as_json)

    year = click.Argument(["annee"], type=Fact(COMMITTEE, "annee"), metavar="ANNÉE")
    return click.Command(
        kind.name, callback=run, context_settings=options.HELP,
        params=[
            year, *_options(kind, "annee" if whole else ""),
            *_shared(options.config, options.as_json),
        ],
        help=f"{kind.title} ({kind.article}), pour le bilan d’une année.",
    )  # fmt: skip


for _kind in KINDS:
    command.add_command(_of_commune(_kind))
for _kind in (COMMITTEE, DECISION):
    command.add_command(_of_committee(_kind))


def _told(done: Recorded, as_json: bool) -> int:
    if as_json:
        answer(
            fait=done.kind.name,
            fichier=done.file,
            ligne=done.line,
            nouveau=done.new,
            problemes=[one.as_json() for one in done.problems],
            echeances=done.deadlines,
        )
    else:
        place = f"{done.file}, ligne {done.line}"
        said = "c’est inscrit" if done.new else "c’était déjà écrit, rien n’a changé"
        click.echo(f"{done.kind.title} : {said} ({place}).")
        for problem in done.problems:
            click.echo(str(problem))
        for one in done.deadlines:
            deadline = one.deadline
            click.echo(
                f"Échéance du {in_words(deadline.day)} : {deadline.title} ({deadline.article})."
            )
    return 1 if done.problems else 0
