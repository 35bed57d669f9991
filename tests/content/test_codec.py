"""The cache of parsed documents: what comes back is what went in, types included."""

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from factory.content.codec import dump, parse
from factory.content.load import load
from factory.content.models import MODELS

EXAMPLES = Path(__file__).with_name("exemples")
BLOCKS = {
    kind: re.findall(
        r"^\w+:.*\n(?:[ -].*\n)*",
        (EXAMPLES / f"{kind}.md").read_text("utf-8").split("---\n")[1],
        re.M,
    )
    for kind in MODELS
}
"""Each example's front matter, one text a key."""
TEXTS = {"titre", "resume", "categorie", "objet", "groupe", "lieu", "capacite", "cout", "nature"}


@st.composite
def fronts(draw: st.DrawFn) -> str:
    """Some keys of an example, some of its texts replaced by any text."""
    kind = draw(st.sampled_from(sorted(MODELS)))
    required = {name for name, field in MODELS[kind].model_fields.items() if field.is_required()}
    lines = []
    for block in BLOCKS[kind]:
        key = block.split(":")[0]
        if key not in required | {"type"} and draw(st.booleans()):
            continue
        if key in TEXTS and not (kind == "acte" and key == "nature") and draw(st.booleans()):
            block = f"{key}: {json.dumps(draw(st.text(max_size=20)))}\n"
        lines.append(block)
    return "".join(lines)


@settings(max_examples=150)
@given(fronts(), st.text(max_size=80))
def test_any_document_comes_back_the_same(front: str, body: str) -> None:
    document = load("contenu/a.md", f"---\n{front}---\n{body}".encode()).document
    if document is None:
        return
    back = parse(dump(document))
    assert back == document
    assert repr(back) == repr(document), "a day is not an instant, nor True a text"


def test_only_what_was_written_takes_room() -> None:
    document = load("contenu/a.md", b"---\ntitre: A\n---\nTexte").document
    assert document is not None
    assert dump(document).split(b"\n")[:2] == [b"page", b'{"titre":"A"}']
