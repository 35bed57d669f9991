"""What a text points to: gathered as it is written, for the site room to resolve.

Inside the commune's folder: a reference, `ref:n` in the HTML. On the web, a mail address, a
telephone number: left as it is. Anything else (`javascript:`, `file:`…) is refused and told.
"""

import re
from difflib import get_close_matches
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink

from factory.content.body import Reference
from factory.content.markdown.faults import Faults
from factory.content.markdown.slug import Names, slug
from factory.ground.problems import notice, warning

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BARE_HOST = re.compile(r"www\.[\w-]+\.[\w.-]+", re.IGNORECASE)
_BARE_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_KEPT = ("http", "https", "mailto", "tel")
_TOP = ("", "top", "haut")


class References:
    """Numbers the references of one text, in the order in which they are met."""

    def __init__(self, faults: Faults, domaine: str = "") -> None:
        """`domaine` is the site's own, with « www. » or not."""
        bare = re.escape(domaine.lower().removeprefix("www."))
        self._own = re.compile(rf"(?i)(?:https?:)?//(?:www\.)?{bare}(?:[/?#]|$)") if bare else None
        self.found: list[Reference] = []
        self._faults = faults
        self._anchors: list[tuple[str, str, int, int]] = []

    def link(self, target: str, line: int, titre: str = "") -> str | None:
        """The `href` for a target; None where there must be no link (told as a problem)."""
        target = _CONTROLS.sub("", target).strip()
        line, column = self._faults.find(target, line) if target else (line, 0)
        if not target:
            self._empty(line)
            return None
        if target.startswith("#"):
            return self._anchor(target[1:], line, column)
        if not self._is_own(target):
            web = self._web(target, line, column)
            if web is not None:
                return web or None
        return self._add(
            Reference(
                nature="lien",
                cible=target,
                line=self._faults.line(line),
                column=column,
                titre=titre,
            )
        )

    def picture(self, target: str, alt: str | None, line: int, titre: str = "") -> str | None:
        """The `src` for a picture of the commune's; None for any other."""
        target = _CONTROLS.sub("", target).strip()
        line, column = self._faults.find(target, line) if target else (line, 0)
        if not target or target.startswith("#"):
            self._empty(line)
            return None
        absolute = _SCHEME.match(target) or target.startswith("//")
        if absolute and not self._is_own(target):
            return None
        if alt is None:
            self._faults.add(
                warning(
                    "image-sans-alternative",
                    f"L’image « {target} » n’a pas de texte de remplacement : "
                    "une personne aveugle ne saura pas ce qu’elle montre.",
                    "Décrivez-la entre les crochets : ![Le marché place de la Mairie](…). "
                    'Si elle est purement décorative, écrivez ![""](…).',
                ),
                line,
                column,
            )
        return self._add(
            Reference(
                nature="image",
                cible=target,
                line=self._faults.line(line),
                column=column,
                alt=alt,
                titre=titre,
            )
        )

    def foreign_picture(self, target: str, line: int) -> str | None:
        """A picture that isn't the commune's: told; its address if a link may replace it."""
        target = _CONTROLS.sub("", target).strip()
        line, column = self._faults.find(target, line) if target else (line, 0)
        if not target.lower().startswith(("http:", "https:", "//")):
            if target:
                self._refuse(target, line, column)
            return None
        self._faults.add(
            warning(
                "image-externe",
                "Cette image est sur un autre site : l’afficher ferait suivre vos visiteurs "
                "par ce site. Elle est remplacée par un lien.",
                "Enregistrez l’image dans le dossier « medias », si vous en avez le droit, "
                "et citez ce fichier.",
            ),
            line,
            column,
        )
        return self._web(target, line, column) or None

    def contact(self, target: str, line: int) -> str:
        """The number of a directory entry."""
        line, column = self._faults.find(target, line)
        where = self._faults.line(line)
        reference = Reference(nature="contact", cible=target, line=where, column=column)
        return self._add(reference).removeprefix("ref:")

    def check_anchors(self, names: Names) -> None:
        """Tell the links to a place in the page that is not there."""
        missing = [anchor for anchor in self._anchors if anchor[1] not in names]
        if not missing:
            return
        known = names.first(500)
        for written, name, line, column in missing[:100]:
            near = get_close_matches(name[:80], known, n=1)
            self._faults.add(
                warning(
                    "ancre-introuvable",
                    f"Le lien « #{written[:80]} » ne mène à aucun titre de cette page.",
                    f"Écrivez « #{near[0]} »."
                    if near
                    else "Reprenez le titre visé en minuscules, sans accents, avec des tirets : "
                    "« ## Nos horaires » devient « #nos-horaires ».",
                ),
                line,
                column,
            )

    def _is_own(self, target: str) -> bool:
        """Whether an absolute address is on the site's own domain: the site room resolves it."""
        return self._own is not None and self._own.match(target) is not None

    def _add(self, reference: Reference) -> str:
        self.found.append(reference)
        return f"ref:{len(self.found) - 1}"

    def _anchor(self, written: str, line: int, column: int) -> str:
        name = slug(unquote(written))
        if name in _TOP:
            return "#"
        self._anchors.append((written, name, line, column))
        return f"#{name}"

    def _web(self, target: str, line: int, column: int) -> str | None:
        """A web, mail or telephone address; "" if refused; None if it is the commune's own."""
        if target.startswith("//"):
            return normalizeLink("https:" + target)
        if scheme := _SCHEME.match(target):
            if scheme[1].lower() in _KEPT:
                return normalizeLink(scheme[0].lower() + target[scheme.end() :].strip())
            self._refuse(target, line, column)
            return ""
        if target.startswith("\\"):
            self._refuse("\\\\:" + target, line, column)
            return ""
        if _BARE_HOST.match(target):
            self._completed(target, f"https://{target}", line, column)
            return normalizeLink(f"https://{target}")
        if _BARE_MAIL.fullmatch(target):
            self._completed(target, f"mailto:{target}", line, column)
            return f"mailto:{target}"
        return None

    def _completed(self, target: str, whole: str, line: int, column: int) -> None:
        self._faults.add(
            notice(
                "adresse-completee",
                f"L’adresse « {target} » est lue comme « {whole} ».",
                f"Écrivez « {whole} ».",
            ),
            line,
            column,
        )

    def _empty(self, line: int) -> None:
        self._faults.add(
            warning(
                "lien-vide",
                "Ce lien ou cette image n’a pas d’adresse : seul son texte est affiché.",
                "Écrivez l’adresse entre les parenthèses : [le texte](page.md).",
            ),
            line,
        )

    def _refuse(self, target: str, line: int, column: int) -> None:
        scheme = target.partition(":")[0].lower()
        if scheme == "data":
            message = "Cette image a été collée dans le texte, et non enregistrée : elle n’est pas "
            message += "affichée."
            remedy = "Enregistrez-la dans le dossier « medias », et citez ce fichier : "
            remedy += "![ce qu’on y voit](photo.jpg)."
        elif len(scheme) == 1 or scheme in ("file", "\\\\"):
            message = "Cette adresse désigne un fichier de votre ordinateur : personne d’autre "
            message += "ne peut l’ouvrir. Le lien est retiré."
            remedy = (
                "Copiez le fichier dans le dossier « medias » et citez-le : [le plan](plan.pdf)."
            )
        else:
            message = f"Une adresse qui commence par « {scheme[:30]}: » n’est pas permise : "
            message += "le lien est retiré."
            remedy = "Les adresses permises commencent par https:, mailto: ou tel:, "
            remedy += "ou sont le nom d’un fichier de la commune."
        self._faults.add(warning("lien-interdit", message, remedy), line, column)
