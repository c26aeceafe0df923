"""Two large readers teach a small one: knowledge distillation (Hinton et al. 2015).

A large reader reads far better than one that is small enough to ship. So two large ones, which differ by seed and rate,
learn from the invented stories and then from gold events, and say of many pairs how likely they are the same; the small
one learns what they say, on more pairs than anybody labelled: all of the stories and of ABCD-Link, those of a story
without a gold standard, and all of these again with shorter passages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import exp
from pathlib import Path

from coverage_app.engine.second_reader import Verdict
from tests.bench.verdicts import GROUPS

from .learning import Learner, Lesson
from .pairs import Example

SEED = 7
Groups = tuple[int, ...]  # of gold events, by their numbers in verdicts.GROUPS
SETS: list[Groups] = [*combinations(range(len(GROUPS)), 2), *combinations(range(len(GROUPS)), 1)]

FROM_STORIES = ((SEED, Lesson(1, 3e-5)), (SEED + 1, Lesson(1, 4e-5)))  # of each teacher: its seed and first lesson
FROM_EVENTS = Lesson(3, 3e-5)
FROM_TEACHERS = Lesson(18, 2e-4, batch=128, frozen=0, warm_up=0.04)
LAST = Lesson(3, 4e-5)
# What counts as right: so much of the label, the rest of the teachers' verdict.
OF_LABEL = 0.2
OF_GOLD = 0.5

Gold = Mapping[int, Sequence[Example]]  # by group: pairs of its events, labelled


class Teachers:
    """What large readers say that learned from each set of groups of gold events."""

    def __init__(self, start: Path, stories: Sequence[Example], pool: Sequence[Example], gold: Gold) -> None:
        """Trains them from the weights in `start`, and has them read the pool and the gold events they do not know."""
        self._of_pool: dict[Groups, list[list[Verdict]]] = {groups: [] for groups in SETS}
        self._of_gold: dict[tuple[Groups, int], list[list[Verdict]]] = {}
        for seed, lesson in FROM_STORIES:
            untaught = Learner(start, seed)
            untaught.learn(stories, lesson)
            for groups in SETS:
                teacher = untaught.copy()
                teacher.learn([example for group in groups for example in gold[group]], FROM_EVENTS)
                self._of_pool[groups].append(teacher.read([example.pair for example in pool]))
                for group in gold.keys() - set(groups):
                    read = teacher.read([example.pair for example in gold[group]])
                    self._of_gold.setdefault((groups, group), []).append(read)

    def of_pool(self, groups: Groups) -> list[Verdict]:
        """What those say that learned from these groups; for all groups, those that learned from two."""
        sets = [groups] if groups in self._of_pool else [pair for pair in SETS if len(pair) == len(GROUPS) - 1]
        return _mean([read for each in sets for read in self._of_pool[each]])

    def of_gold(self, groups: Groups, group: int) -> list[Verdict] | None:
        """What those say of a group's events that learned from the other ones of `groups`; None if it is the only."""
        others = tuple(each for each in groups if each != group)
        return _mean(self._of_gold[others, group]) if others else None


def taught(start: Path, teachers: Teachers, groups: Groups, pool: Sequence[Example], gold: Gold) -> Learner:
    """A small reader that learned from these groups of gold events, and from teachers who know no others."""
    student = Learner(start, SEED)
    student.learn(_told(pool, teachers.of_pool(groups), OF_LABEL), FROM_TEACHERS)
    last: list[Example] = []
    for group in groups:
        verdicts = teachers.of_gold(groups, group)
        last += _told(gold[group], verdicts, OF_GOLD) if verdicts else gold[group]
    student.learn(last, LAST)
    return student


def _told(examples: Sequence[Example], verdicts: Sequence[Verdict], of_label: float) -> list[Example]:
    return [
        replace(
            example,
            same=_mixed(example.same, verdict.same, of_label),
            shares=_mixed(example.shares, verdict.shares, of_label),
        )
        for example, verdict in zip(examples, verdicts, strict=True)
    ]


def _mixed(label: float | None, logit: float, of_label: float) -> float:
    likely = 1 / (1 + exp(-logit))
    return likely if label is None else of_label * label + (1 - of_label) * likely


def _mean(reads: Sequence[Sequence[Verdict]]) -> list[Verdict]:
    return [
        Verdict(sum(v.same for v in said) / len(said), sum(v.shares for v in said) / len(said))
        for said in zip(*reads, strict=True)
    ]
