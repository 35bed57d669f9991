"""Signs kept on the line of their word, as French wants them, in texts written by the factory."""

from factory.ground.french.counts import NBSP

_KEPT = {"« ": f"«{NBSP}", " »": f"{NBSP}»", " :": f"{NBSP}:", " ;": f"{NBSP};", " ?": f"{NBSP}?",
         " !": f"{NBSP}!", " %": f"{NBSP}%"}  # fmt: skip


def unbroken(text: str) -> str:
    """« Option « X » : 3 » with no-break spaces where a line must not end."""
    for spaced, kept in _KEPT.items():
        text = text.replace(spaced, kept)
    return text
