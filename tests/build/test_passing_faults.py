"""What went wrong for a moment is tried again: nothing that passes is remembered."""

import os
import signal

import pytest
from histoire import Factory

from factory.media import batches, derive, examine


def _killed(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("name", ["derive", "examine"])
def test_a_picture_whose_child_was_killed_is_made_at_the_next_build(
    factory: Factory, name: str
) -> None:
    commune = factory.commune().with_a_picture()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, name, _killed)
        report = factory.build()["exemple"]
    assert "fichier-panne" in [problem.code for problem in report.problems]
    assert "<img" not in commune.page("/place/")
    factory.build()
    assert "<img" in commune.page("/place/")
    assert commune.online == factory.clean(commune)


assert derive and examine, "the children's code is imported before they are forked"
