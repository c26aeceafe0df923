"""The amounts that a phrase names, so that "5,000" and "five thousand" can be the same. English only."""

import re
from collections.abc import Sequence

_FACTORS = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "m": 1e6, "bn": 1e9, "dozen": 12.0,
}  # fmt: skip
_WORDS = {"one": 1.0, "half": 0.5, "single": 1.0}
_NUMBER = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)(m|bn|k|st|nd|rd|th)?")


def amounts(norms: Sequence[str]) -> frozenset[float]:
    """The numbers among the words of a phrase, those written in words with their factor: five hundred thousand."""
    found: list[float] = []
    is_open = False  # whether a factor may follow
    for norm in norms:
        match = _NUMBER.fullmatch(norm)
        if match:
            found.append(float(match[1]) * {"m": 1e6, "bn": 1e9, "k": 1e3}.get(match[2] or "", 1.0))
        elif norm in _WORDS:
            found.append(_WORDS[norm])
        elif is_open and norm in _FACTORS:
            found[-1] *= _FACTORS[norm]
            continue
        is_open = match is not None or norm in _WORDS
    return frozenset(found)
