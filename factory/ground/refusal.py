"""A value that cannot be read, said in French: what field parsers raise and `bind` reports."""


class Refus(ValueError):
    """Raised by a field's parser or a model's validator: what is wrong, and what to write.

    Pydantic carries it through as a `value_error`; `binding.bind` gives it its place.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


class Refuses(ValueError):
    """Several refusals within one value, each with the path of its part (keys and ranks)."""

    def __init__(self, refusals: list[tuple[tuple[str | int, ...], Refus]]) -> None:
        super().__init__("; ".join(refusal.message for _, refusal in refusals))
        self.refusals = refusals


BRIEF = 2000


def brief(text: str) -> str:
    """The text itself. Raises `Refus` where it is too long for a value that holds on a line."""
    if len(text) <= BRIEF:
        return text
    raise Refus(
        "valeur-trop-longue",
        f"Cette valeur a {len(text)} caractères : c’est trop.",
        "Gardez la valeur seule, et mettez le reste dans le texte de la page.",
    )
