"""EcoIndex: what a page costs, by the published formula, from three counts.

Elements of the DOM, requests, kilobytes transferred, each placed among the quantiles of the pages
that the method's authors measured (cnumr, version 5). The figures are theirs; the code is not.
"""

from bisect import bisect_right

_ELEMENTS = (
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801,
    2479, 594601,
)  # fmt: skip
_REQUESTS = (
    0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920,
)  # fmt: skip
_KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27,
    1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)  # fmt: skip
_GRADES = ((80, "A"), (70, "B"), (55, "C"), (40, "D"), (25, "E"), (10, "F"))


def score(elements: int, requests: int, kilobytes: float) -> float:
    """From 100, which costs least, to 0."""
    place = (
        3 * _quantile(_ELEMENTS, elements)
        + 2 * _quantile(_REQUESTS, requests)
        + _quantile(_KILOBYTES, kilobytes)
    )
    return 100 - 5 * place / 6


def grade(points: float) -> str:
    """A to G. The method rounds before it grades: A is above 80."""
    return next((letter for least, letter in _GRADES if round(points) > least), "G")


def _quantile(bounds: tuple[float, ...], value: float) -> float:
    above = bisect_right(bounds, value)
    if above >= len(bounds):
        return len(bounds) - 1
    low, high = bounds[above - 1], bounds[above]
    return above - 1 + (value - low) / (high - low)
