"""What a commune is told of all the problems that its build met."""

import re
from collections.abc import Iterable
from dataclasses import replace

from factory.content.unread import once_per_site
from factory.ground.problems import Problem, Severity, in_order, notice
from factory.reception.sources import Sources
from factory.site.plan import Plan

_ONLY_IF_ASKED = frozenset({"format-non-publie", "contenu-inattendu", "fichier-vide"})
"""Faults of files that harm nobody where no page asks for the file: a licence, a read-me."""
_OF_A_TOOL = re.compile(
    r"/(?:_(?:layouts|includes|data|sass|plugins|site|templates)|layouts|archetypes|themes)/"
    r"|\.(?:njk|liquid|hbs|ejs|pug|scss|sass|less|css|js|mjs|cjs|ts|lock|toml|ya?ml|archive)$"
    r"|/(?:CNAME|Gemfile|Makefile|Dockerfile|LICENSE|LICENCE|_redirects|_headers|netlify\.toml)$"
    r"|/(?:package|package-lock|tsconfig|renovate|site|posts|_?data|_category_)\.json$",
    re.IGNORECASE,
)
"""Files that other tools make sites with: templates, settings, styles."""
_REFUSED = frozenset(
    {"format-non-publie", "contenu-inattendu", "fichier-page-web", "extension-refusee"}
)


def told(problems: Iterable[Problem], plan: Plan, sources: Sources) -> tuple[Problem, ...]:
    """The problems in reading order: each once, with the line at fault, unread keys once a site."""
    page = _Page(sources)
    known = [page.quoted(_weighed(p, plan)) for p in once_per_site(tuple(problems))]
    named = {problem.file for problem in known}
    unused = (
        _of_a_tool(path)
        if _OF_A_TOOL.search(path)
        else notice(
            "fichier-inutilise",
            "Aucune page ne montre ce fichier : il n’est pas publié.",
            "Faites-y un lien depuis une page, ou supprimez-le.",
            file=path,
        )
        for path in plan.snapshot.files
        if path not in plan.asked and path not in named
    )
    return in_order((*known, *unused))


class _Page:
    """The lines of the file that is being spoken of: problems come file by file."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._path = ""
        self._lines: list[str] = []

    def quoted(self, problem: Problem) -> Problem:
        """The problem with its source line, where it names one and does not quote it yet."""
        if problem.excerpt or not problem.line:
            return problem
        if problem.file != self._path:
            self._path = problem.file
            self._lines = self._read(problem.file)
        if problem.line > len(self._lines):
            return problem
        return replace(problem, excerpt=self._lines[problem.line - 1])

    def _read(self, path: str) -> list[str]:
        file = self._sources.files.get(path)
        try:
            return file.real.read_text("utf-8-sig", "replace").splitlines() if file else []
        except OSError:
            return []


def _of_a_tool(path: str) -> Problem:
    return notice(
        "fichier-d-un-autre-outil",
        "Ce fichier sert à un autre outil qui fait des sites : il n’est pas publié.",
        "Rien à faire ; vous pouvez le supprimer.",
        file=path,
    )


def _weighed(problem: Problem, plan: Plan) -> Problem:
    if problem.file in plan.asked:
        return problem
    if problem.code in _REFUSED and _OF_A_TOOL.search(problem.file):
        return _of_a_tool(problem.file)
    if problem.code in _ONLY_IF_ASKED:
        return replace(problem, severity=Severity.INFORMATION)
    return problem
