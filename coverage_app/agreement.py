"""How far two people agree who answered the same questions by yes or no. Made of numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Counts of what the two answered, and the figures that follow from them."""

    both_yes: int
    both_no: int
    only_first: int  # the first said yes, the second no
    only_second: int

    @property
    def asked(self) -> int:
        return self.both_yes + self.both_no + self.only_first + self.only_second

    @property
    def agreed(self) -> int:
        return self.both_yes + self.both_no

    @property
    def raw(self) -> float | None:
        """The share of questions that both answered alike; None: nothing was asked."""
        return self.agreed / self.asked if self.asked else None

    @property
    def by_chance(self) -> float | None:
        """The share that would be answered alike if each kept to their own share of yes, but by lot."""
        if not self.asked:
            return None
        first = (self.both_yes + self.only_first) / self.asked
        second = (self.both_yes + self.only_second) / self.asked
        return first * second + (1 - first) * (1 - second)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (1960): agreement beyond chance, 1 at most. None where it is not defined: see `no_kappa`."""
        if self.raw is None or self.by_chance is None or self.no_kappa:
            return None
        return (self.raw - self.by_chance) / (1 - self.by_chance)

    @property
    def no_kappa(self) -> str:
        """Why there is no kappa; empty where there is one."""
        if not self.asked:
            return "not defined: there is nothing that both answered"
        if self.both_yes == self.asked:
            return "not defined: both said yes to everything, so nothing tells agreement from chance"
        if self.both_no == self.asked:
            return "not defined: both said no to everything, so nothing tells agreement from chance"
        return ""

    @property
    def f1(self) -> float | None:
        """F1 of the links that one reviewer would make against the other's; the same whichever is taken as the truth.
        None: neither said yes to anything."""
        said = 2 * self.both_yes + self.only_first + self.only_second
        return 2 * self.both_yes / said if said else None


def agreement(answers: Iterable[tuple[bool, bool]]) -> Agreement:
    """The figures of pairs of answers (first person's, second person's), true for yes."""
    counts = Counter((bool(first), bool(second)) for first, second in answers)
    return Agreement(
        both_yes=counts[True, True],
        both_no=counts[False, False],
        only_first=counts[True, False],
        only_second=counts[False, True],
    )
