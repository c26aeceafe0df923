"""Reads a round of blind double review: what was asked, what the two said, how far they agree. Six queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from .agreement import Agreement, agreement
from .models import Answer, Candidate, DoubleReview, Link, Passage, Point, Reviewer


@dataclass(frozen=True)
class Asked:
    """A question of a round, with what each of the two answered, in the order of the round's reviewers."""

    candidate: Candidate
    answers: tuple[bool | None, ...]  # None: not answered, or not for the reader's eyes
    link: Link | None  # as it now is
    there: bool  # point and passage still are, and the passage is part of the report

    @property
    def both(self) -> tuple[bool, bool] | None:
        """What both said, where both said something."""
        first, second = self.answers
        return None if first is None or second is None else (first, second)

    @property
    def agreed(self) -> bool:
        return self.both is not None and self.both[0] == self.both[1]

    @property
    def contrary(self) -> bool:
        """Whether somebody meanwhile decided the link by hand otherwise than both agreed."""
        decided = self.link is not None and self.link.by_id is not None
        return decided and self.agreed and self.link is not None and self.answers[0] != (self.link.state != "rejected")

    @property
    def waits(self) -> bool:
        """For the lead: nobody decided it, and at least one of the two said something."""
        return self.there and not self.candidate.verdict and any(answer is not None for answer in self.answers)


class Round:
    """A round as one may see it: while it is open, with no answers but one's own."""

    def __init__(self, double_review: DoubleReview, reader: Reviewer | None = None) -> None:
        self.review = double_review
        self.reviewers = tuple(double_review.reviewers.select_related("user"))
        answers = Answer.objects.filter(candidate__double_review=double_review)
        if double_review.state == DoubleReview.State.OPEN:
            answers = answers.filter(reviewer=reader)
        said = {(answer.candidate_id, answer.reviewer_id): answer.yes for answer in answers}
        points = set(Point.objects.filter(story=double_review.story_id).values_list("pk", flat=True))
        report = Passage.objects.filter(
            revision__article__story=double_review.story_id, revision__article__current=F("revision")
        )
        passages = set(report.exclude(kind=Passage.Kind.FURNITURE).values_list("pk", flat=True))
        links = Link.objects.filter(point__story=double_review.story_id).select_related("by")
        by_place = {(link.point_id, link.passage_id): link for link in links}
        self.asked = tuple(
            Asked(
                candidate=candidate,
                answers=tuple(said.get((candidate.pk, reviewer.pk)) for reviewer in self.reviewers),
                link=by_place.get((candidate.point_id, candidate.passage_id)),
                there=candidate.point_id in points and candidate.passage_id in passages,
            )
            for candidate in double_review.candidates.select_related("decided_by")
        )

    def find(self, key: int | None) -> Asked | None:
        return next((asked for asked in self.asked if asked.candidate.pk == key), None)

    @property
    def to_decide(self) -> tuple[Asked, ...]:
        """Where the two differ, where only one answered, and where somebody decided otherwise than both."""
        return tuple(asked for asked in self.asked if asked.waits and (not asked.agreed or asked.contrary))

    @property
    def to_write(self) -> tuple[Asked, ...]:
        """Where both agreed, to be written in one step."""
        return tuple(asked for asked in self.asked if asked.waits and asked.agreed and not asked.contrary)

    @property
    def decided(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.asked if asked.candidate.verdict)

    @cached_property
    def figures(self) -> Agreement:
        return agreement(asked.both for asked in self.asked if asked.both)

    @cached_property
    def by_point(self) -> list[tuple[str, Agreement]]:
        """The same for each point, in the order in which they were asked about."""
        found: dict[tuple[int, str], list[tuple[bool, bool]]] = defaultdict(list)
        for asked in self.asked:
            if asked.both:
                found[asked.candidate.point_id, asked.candidate.label].append(asked.both)
        return [(label, agreement(answers)) for (_, label), answers in found.items()]
