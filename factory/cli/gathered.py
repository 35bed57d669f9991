"""Problems as a terminal shows them: one cause that is met in many places is told once.

A site moved from another tool has the same slip in hundreds of pages. JSON keeps each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from factory.audit.finding import Finding
from factory.ground.french.counts import counted
from factory.ground.problems import Problem

_EACH = 3
"""So many are shown one by one."""
_PLACES = 5
"""Of the others, so many places are named."""
_LINES = 12
"""Of those that are mended in one way but differ by their words, so many have a line."""


def gathered(found: Iterable[Problem | Finding]) -> Iterator[str]:
    """Each as it is printed; beyond three alike, the places of the others at the first's foot."""
    every = list(found)
    by_cause = Counter(_cause(_problem(one)) for one in every)
    by_remedy = Counter(_way(_problem(one)) for one in every)
    met: Counter[tuple[str, ...]] = Counter()
    for one in every:
        problem = _problem(one)
        cause, way = _cause(problem), _way(problem)
        met[cause] += 1
        met[way] += 1
        if by_cause[cause] > _EACH:
            if met[cause] == 1:
                yield f"{one}\n    {_elsewhere(cause, every)}"
        elif by_remedy[way] <= _LINES or met[way] <= _EACH:
            yield str(one)
        elif met[way] <= _LINES:
            yield str(one).split("\n", 1)[0]
        elif met[way] == by_remedy[way]:
            rest = met[way] - _LINES
            yield f"… et {counted(rest, 'autre')} [{problem.code}] (--json les donne)"


def _elsewhere(cause: tuple[str, ...], every: Iterable[Problem | Finding]) -> str:
    """« Et à 11 autres endroits : a.md:3, b.md:8… »"""
    places = dict.fromkeys(
        f"{problem.file}:{problem.line}" if problem.line else problem.file
        for problem in map(_problem, every)
        if _cause(problem) == cause
    )
    first, *others = places
    if not others:
        return f"Plusieurs fois à cet endroit : {first}."
    named = ", ".join(others[:_PLACES]) + ("…" if len(others) > _PLACES else ".")
    elsewhere = counted(len(others), "autre endroit", "autres endroits")
    return f"Et à {elsewhere} : {named}"


def _problem(one: Problem | Finding) -> Problem:
    return one.problem if isinstance(one, Finding) else one


def _cause(problem: Problem) -> tuple[str, ...]:
    return (problem.severity, problem.code, problem.message, problem.remedy)


def _way(problem: Problem) -> tuple[str, ...]:
    return (problem.severity, problem.code, problem.remedy)
