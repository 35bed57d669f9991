"""One full example a type: every key given, nothing to say, and back from the cache the same."""

from pathlib import Path

import pytest

from factory.content.codec import dump, parse
from factory.content.document import Document
from factory.content.load import load
from factory.content.models import MODELS

EXAMPLES = Path(__file__).with_name("exemples")


def example(kind: str) -> Document:
    found = load(f"contenu/exemples/{kind}.md", (EXAMPLES / f"{kind}.md").read_bytes())
    assert found.problems == (), list(map(str, found.problems))
    assert found.document is not None
    return found.document


def test_every_type_has_its_example() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(MODELS)


@pytest.mark.parametrize("kind", MODELS)
def test_the_example_uses_every_key(kind: str) -> None:
    document = example(kind)
    model = MODELS[kind]
    assert type(document.meta) is model
    empty = {name for name in model.model_fields if getattr(document.meta, name) in ("", None, ())}
    assert not empty
    assert set(model.written().values()) <= {place.split(".")[0] for place in document.places}


@pytest.mark.parametrize("kind", MODELS)
def test_the_example_comes_back_from_the_cache(kind: str) -> None:
    document = example(kind)
    assert parse(dump(document)) == document
    assert type(parse(dump(document)).meta) is MODELS[kind]
