"""A hand that corrects a story at random: the same seed makes the same corrections."""

import random

from coverage_app.errors import ServiceError
from coverage_app.models import Article, Passage
from coverage_app.services.absences import absence_check, absence_uncheck
from coverage_app.services.annotations import annotation_accept, annotation_dismiss
from coverage_app.services.links import link_add, link_move, link_remove
from coverage_app.services.passages import passage_join, passage_set_aside, passage_split, passage_take_back
from coverage_app.services.points import (
    point_create,
    point_lock,
    point_merge,
    point_name,
    point_place,
    point_split,
    point_unlock,
)


class Hand:
    """Corrects at random. A correction that is refused is none."""

    def __init__(self, actor, story, seed):
        self.actor, self.story, self.random = actor, story, random.Random(seed)

    def passage(self):
        found = Passage.objects.filter(revision__article__story=self.story).select_related("revision__article__outlet")
        return self.random.choice(list(found.order_by("pk")))

    def passages(self, within=None):
        found = Passage.objects.filter(revision__article__story=self.story).select_related("revision__article__outlet")
        found = list((found.filter(links__point=within) if within else found).distinct().order_by("pk"))
        return self.random.sample(found, min(len(found), self.random.randint(1, 3)))

    def point(self):
        return self.random.choice(list(self.story.points.order_by("pk")))

    def annotation(self):
        return self.random.choice(list(self.story.annotations.order_by("pk")))

    def article(self):
        return self.random.choice(list(Article.objects.filter(story=self.story).order_by("pk")))

    def correct(self):
        me = {"actor": self.actor}
        passage, point, other = self.passage(), self.point(), self.point()
        annotation, span = self.annotation(), (passage.start, passage.end)
        within = self.random.choice([link.point for link in passage.links.all()] or [point])
        acts = [
            lambda: link_add(**me, passage=passage, point=point),
            lambda: link_move(**me, passage=passage, source=within, target=other),
            lambda: link_remove(**me, passage=passage, point=within),
            lambda: point_create(**me, story=self.story, passages=self.passages()),
            lambda: point_split(**me, point=point, passages=self.passages(point)),
            lambda: point_merge(**me, point=point, version=point.version, into=other),
            lambda: point_name(**me, point=point, version=point.version, label=f"Name {self.random.random()}"),
            lambda: point_lock(**me, point=point, version=point.version),
            lambda: point_unlock(**me, point=point, version=point.version),
            lambda: point_place(**me, point=point, version=point.version, before=self.random.choice([other, None])),
            lambda: passage_set_aside(**me, passage=passage),
            lambda: passage_take_back(**me, passage=passage),
            lambda: passage_split(**me, passage=passage, span=span, at=self.random.randrange(len(passage.text) + 1)),
            lambda: passage_join(**me, passage=passage, span=span),
            lambda: absence_check(**me, point=point, article=self.article()),
            lambda: absence_uncheck(**me, point=point, article=self.article()),
            lambda: annotation_accept(**me, annotation=annotation, version=annotation.version),
            lambda: annotation_dismiss(**me, annotation=annotation, version=annotation.version),
        ]
        try:
            self.random.choice(acts)()
        except ServiceError:
            return False
        return True
