"""Whether a document is online at the moment: drafts, dates of publication and of withdrawal."""

from factory.content.document import Document
from factory.ground.clock import Clock
from factory.ground.moment import closing, opening


def is_visible(document: Document, clock: Clock, drafts: bool = False) -> bool:
    """Whether readers may see it now. In a preview (`drafts`), whatever will be online is shown."""
    meta = document.meta
    if meta.retirer_le is not None and clock.reached(closing(meta.retirer_le)):
        return False
    if drafts:
        return True
    if meta.brouillon:
        return False
    return meta.publier_le is None or clock.reached(opening(meta.publier_le))
