"""Pydantic's refusals, in French."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from factory.ground.dates import plain
from factory.ground.models import shapes

Told = tuple[str, str, str]
"""A code, a message and a remedy."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that resembles most, empty where none does."""
    by_form = {plain(name): name for name in known}
    close = get_close_matches(plain(word).replace("-", "_"), by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else ""


def described(model: type[BaseModel], path: tuple[Any, ...], detail: Any) -> Told:
    """The problem of one of pydantic's errors, by its type."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    subject = f"« {key} »" if key else "Cette valeur"
    shape = shapes.of(shapes.at(model, path))
    if kind == "missing":
        return _missing(model, path, key)
    if kind == "string_type":
        return _text_expected(subject, key, given)
    if kind in ("literal_error", "enum"):
        return _one_of(subject, given, shape)
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return _group_expected(subject, key, given, shape)
    if kind in ("tuple_type", "list_type", "set_type"):
        return (
            "liste-attendue",
            f"{subject} attend une liste, pas {_what(given)}.",
            "Écrivez un élément par ligne, précédé d’un tiret.",
        )
    if kind.endswith("too_short"):
        return _too_short(subject, key, kind, context, shape)
    if kind.endswith("too_long"):
        return _too_long(subject, kind, context)
    if kind in _BOUNDS:
        words, name = _BOUNDS[kind]
        return (
            "nombre-hors-limites",
            f"{subject} doit être {words} {context.get(name)}.",
            f"Corrigez le nombre « {_shown(given)} ».",
        )
    if kind == "string_pattern_mismatch":
        example = shape.example
        return (
            "forme-inattendue",
            f"« {_shown(given)} » n’a pas la forme attendue pour {subject}.",
            f"Écrivez par exemple « {key}: {example} »." if example else "Corrigez la valeur.",
        )
    if kind in ("value_error", "assertion_error"):
        reason = str(context.get("error", "")) or "cette valeur n’est pas acceptée"
        return "valeur-refusee", f"{subject} : {reason}", "Corrigez la valeur."
    return _unreadable(subject, key, given, shape)


_BOUNDS = {
    "greater_than": ("supérieur à", "gt"),
    "greater_than_equal": ("au moins égal à", "ge"),
    "less_than": ("inférieur à", "lt"),
    "less_than_equal": ("au plus égal à", "le"),
}


def _missing(model: type[BaseModel], path: tuple[Any, ...], key: str) -> Told:
    above = next((part for part in reversed(path[:-1]) if isinstance(part, str)), "")
    example = shapes.example(model, path)
    return (
        "cle-manquante",
        f"La clé « {key} » manque" + (f" dans « {above} »." if above else "."),
        f"Ajoutez une ligne « {key}: {example} »."
        if example
        else f"Ajoutez une ligne qui commence par « {key}: ».",
    )


def _text_expected(subject: str, key: str, given: Any) -> Told:
    return (
        "texte-attendu",
        f"{subject} attend un texte, pas {_what(given)}.",
        f"Écrivez le texte sur une ligne, entre guillemets droits : « {key}: 'votre texte' »."
        if key
        else "Écrivez le texte sur une ligne, entre guillemets droits.",
    )


def _one_of(subject: str, given: Any, shape: shapes.Shape) -> Told:
    known = ", ".join(shape.choices)
    close = nearest(given, shape.choices) if isinstance(given, str) else ""
    return (
        "valeur-inconnue",
        f"« {_shown(given)} » n’est pas accepté pour {subject}."
        + (f" Vouliez-vous dire « {close} » ?" if close else ""),
        f"Écrivez l’un de ces mots : {known}." if known else "Corrigez la valeur.",
    )


def _group_expected(subject: str, key: str, given: Any, shape: shapes.Shape) -> Told:
    fields = tuple(shape.model.model_fields) if shape.model else ()
    names = ", ".join(fields)
    return (
        "groupe-attendu",
        f"{subject} attend plusieurs clés en retrait"
        + (f" ({names})" if names else "")
        + f", pas {_what(given)}.",
        f"Écrivez « {key}: » seul, puis à la ligne, après deux espaces : « {fields[0]}: … »."
        if fields
        else "Écrivez une clé par ligne, après deux espaces.",
    )


def _too_short(subject: str, key: str, kind: str, context: Any, shape: shapes.Shape) -> Told:
    least = context.get("min_length", 1)
    if least == 1:
        example = shape.example
        return (
            "cle-vide",
            f"{subject} est vide.",
            f"Écrivez par exemple « {key}: {example} »." if example else "Écrivez sa valeur.",
        )
    unit = "caractères" if kind.startswith("string") else "éléments"
    return (
        "valeur-trop-courte" if unit == "caractères" else "liste-trop-courte",
        f"{subject} doit avoir au moins {least} {unit}.",
        "Complétez la valeur.",
    )


def _too_long(subject: str, kind: str, context: Any) -> Told:
    most = context.get("max_length", 0)
    unit = "caractères" if kind.startswith("string") else "éléments"
    return (
        "valeur-trop-longue" if unit == "caractères" else "liste-trop-longue",
        f"{subject} ne peut pas dépasser {most} {unit}.",
        "Raccourcissez la valeur.",
    )


def _unreadable(subject: str, key: str, given: Any, shape: shapes.Shape) -> Told:
    example = shape.example
    remedy = f"Écrivez par exemple « {key}: {example} »." if example else "Corrigez la valeur."
    if isinstance(given, str):
        return "valeur-refusee", f"« {_shown(given)} » ne se lit pas pour {subject}.", remedy
    return (
        "valeur-seule-attendue",
        f"{subject} attend une seule valeur, pas {_what(given)}.",
        remedy,
    )


def _what(given: Any) -> str:
    match given:
        case dict():
            return "un groupe de clés"
        case list() | tuple():
            return "une liste"
        case str():
            return "un texte"
    return "cette valeur"


def _shown(given: Any) -> str:
    text = " ".join(given.split()) if isinstance(given, str) else _what(given)
    return text if len(text) <= 60 else text[:59] + "…"
