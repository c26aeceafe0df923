"""Corrects what was read of an article, and takes articles out of a story."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from ..engine.layout import column_letter
from ..errors import ServiceError, StaleEdit
from ..models import Annotation, Article, Change, ImportFile, Link, Outlet, Passage, Revision, Story
from .alignment import alignment_request, alignment_supersede
from .journal import record
from .locking import lock_open

UNKNOWN_OUTLET = "Unknown outlet"

_is_web_address = URLValidator(schemes=["http", "https"])


def article_correct(
    *,
    actor: User,
    article: Article,
    version: int,
    outlet: str,
    headline: str,
    byline: str,
    published_at: datetime | None,
    url: str,
    kinds: Mapping[int, bool],
) -> bool:
    """Saves what an editor corrected; `kinds` says of passages, by key, whether they are part of the report. Returns
    whether anything was to be changed. A confirmed article whose passages or outlet changed is compared anew.

    Raises StaleEdit when somebody else saved the article after `version`, and then changes nothing.
    """
    wanted: dict[str, Any] = {
        "outlet": _outlet_name(outlet, article),
        "headline": one_line(headline, Article, "headline"),
        "byline": one_line(byline, Article, "byline"),
        "published_at": moment(published_at),
        "url": web_address(url),
    }
    before = _facts(article)
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    moved = _moved(article, wanted["headline"], kinds)
    if not changed and not moved:
        return False

    was = {passage.pk: passage.kind for passage in _revision(article).passages.all() if passage.pk in moved}
    with transaction.atomic():
        lock_open(article.story_id)
        columns = {name: value for name, value in changed.items() if name != "outlet"}
        if "outlet" in changed:
            columns["outlet"] = outlet_ensure(name=changed["outlet"])
        mine = Article.objects.filter(pk=article.pk, version=version)
        if not mine.update(version=F("version") + 1, **columns):
            raise _stale(article)
        for kind in set(moved.values()):
            passages = Passage.objects.filter(pk__in=[key for key, new in moved.items() if new == kind])
            passages.update(kind=kind, kind_by=actor)
        article.refresh_from_db(fields=["outlet", *wanted, "version", "state"])
        record(
            actor=actor,
            story=article.story,
            verb="article.correct",
            summary=f"Corrected article {_column(article)}, {article.outlet}: {_what(changed, moved)}",
            object_id=article.pk,
            before=_plain({name: before[name] for name in changed})
            | {"kinds": {str(key): kind for key, kind in was.items()}},
            after=_plain(changed) | {"kinds": {str(key): kind for key, kind in moved.items()}},
        )
        if "outlet" in changed:
            _move_credits(article, before["outlet"])
        if article.state == Article.State.CONFIRMED and (moved or "outlet" in changed):
            alignment_request(actor=actor, story=article.story)
    return True


@transaction.atomic
def article_remove(*, actor: User, article: Article) -> None:
    """Takes an article out of its story, with its links and with annotations that point nowhere else. Its file stays,
    byte for byte; the journal keeps what editors had decided. The articles that remain are compared anew."""
    story = lock_open(article.story_id)
    now = Article.objects.select_related("outlet", "current").filter(pk=article.pk).first()
    if now is None:
        return  # somebody else was faster
    article = now
    confirmed = article.state == Article.State.CONFIRMED
    key, before = article.pk, _snapshot(article)
    summary = f"Removed article {_column(article)}, {article.outlet}: {article}"
    article_drop(article=article)
    story.annotations.filter(targets__isnull=True).delete()
    _part_differences(story)
    record(actor=actor, story=story, verb="article.remove", summary=summary, object_id=key, before=before)
    if not confirmed:
        return
    if story.articles.filter(state=Article.State.CONFIRMED).exists():
        alignment_request(actor=actor, story=story)
    else:
        alignment_supersede(story=story)
        story.points.filter(links__isnull=True).delete()  # no run will come that clears them away


def _move_credits(article: Article, old: str) -> None:
    """What was credited to an outlet by its wrong name is credited to the right one, unless another article of the
    story is the old outlet's."""
    if article.story.articles.filter(outlet__name=old).exclude(pk=article.pk).exists():
        return
    credited = article.story.annotations.filter(outlets__name=old)
    for annotation in credited:
        annotation.outlets.remove(*annotation.outlets.filter(name=old))
        annotation.outlets.add(article.outlet)


def _part_differences(story: Story) -> None:
    """A difference that has lost its other side is a note on what is left; the words that an editor wrote stay."""
    differences = story.annotations.filter(kind=Annotation.Kind.DIFFERENCE)
    sides = models.Count("targets__passage__revision__article", distinct=True)
    lonely = differences.annotate(sides=sides).filter(sides__lt=2).values_list("pk", flat=True)
    story.annotations.filter(pk__in=list(lonely)).update(
        kind=Annotation.Kind.NOTE, difference_class="", version=F("version") + 1
    )


def article_drop(*, article: Article) -> None:
    """Deletes the row and closes the gap in the columns; called inside a transaction, by services that journal it."""
    ImportFile.objects.filter(revisions__article=article).update(state=ImportFile.State.DISCARDED)
    article.delete()
    Article.objects.filter(story=article.story_id, position__gt=article.position).update(position=F("position") - 1)


def outlet_ensure(*, name: str, kind: str = "") -> Outlet:
    """The outlet of that name, however it is capitalised; made when there is none."""
    found = Outlet.objects.filter(name__iexact=name).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Outlet.objects.create(name=name, kind=kind or Outlet.Kind.OTHER)
    except IntegrityError:  # somebody else made it just now
        return Outlet.objects.get(name__iexact=name)


def one_line(text: str | None, model: type[models.Model], column: str) -> str:
    """The text on one line, without control characters, cut to what the column can hold."""
    field = model._meta.get_field(column)
    longest = field.max_length if isinstance(field, models.CharField) else None
    words = " ".join((text or "").split())
    return "".join(c for c in words if unicodedata.category(c) not in ("Cc", "Cs"))[:longest].strip()


def web_address(url: str | None) -> str:
    """The address, or nothing: what is no address of the web must not become a link."""
    url = (url or "").strip()
    longest = Article._meta.get_field("url").max_length or 0
    try:
        _is_web_address(url)
    except ValidationError:
        return ""
    return url if len(url) <= longest else ""


def moment(value: datetime | None) -> datetime | None:
    """The time with its zone; one without a zone is taken to be in the zone of this installation."""
    if value is None:
        return None
    try:
        return (timezone.make_aware(value) if timezone.is_naive(value) else value).astimezone(UTC)
    except (OverflowError, ValueError):  # a year that no database can hold
        return None


def _revision(article: Article) -> Revision:
    try:
        revision = article.current
    except Revision.DoesNotExist:  # deleted since the article was fetched
        raise _stale(article) from None
    if revision is None:
        raise ServiceError(f"“{article}” has no text. Remove it, and upload its file again.")
    return revision


def _outlet_name(given: str, article: Article) -> str:
    """What is only capitalised otherwise is the same outlet."""
    name = one_line(given, Outlet, "name") or UNKNOWN_OUTLET
    return article.outlet.name if name.casefold() == article.outlet.name.casefold() else name


def _moved(article: Article, headline: str, kinds: Mapping[int, bool]) -> dict[int, str]:
    """The new kinds of those passages for which the editor says otherwise than they are now."""
    revision = _revision(article)
    moved: dict[int, str] = {}
    for passage in revision.passages.all():
        is_report = passage.kind != Passage.Kind.FURNITURE
        wanted = kinds.get(passage.pk, is_report)
        if wanted and not is_report:
            words = " ".join(revision.text[passage.start : passage.end].split())
            moved[passage.pk] = Passage.Kind.HEADLINE if words == headline else Passage.Kind.BODY
        elif is_report and not wanted:
            moved[passage.pk] = Passage.Kind.FURNITURE
    return moved


def _stale(article: Article) -> StaleEdit:
    current = Article.objects.select_related("outlet").filter(pk=article.pk).first()
    if current is None:
        return StaleEdit(f"Somebody else removed “{article}” in the meantime.", None)
    last = Change.objects.filter(story=article.story_id, verb="article.correct", object_id=article.pk)
    by = getattr(last.select_related("actor").first(), "actor", None)
    who = (by.get_full_name() or by.get_username()) if by else "Somebody else"
    return StaleEdit(f"{who} saved article {_column(current)}, {current.outlet}, while you had it open.", current)


def _facts(article: Article) -> dict[str, Any]:
    return {
        "outlet": article.outlet.name,
        "headline": article.headline,
        "byline": article.byline,
        "published_at": article.published_at,
        "url": article.url,
    }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}


def _snapshot(article: Article) -> dict[str, Any]:
    """The article, and what editors decided in it, as plain data; its text is in the file, which stays."""
    links = Link.objects.filter(passage__revision__article=article, by__isnull=False)
    annotations = Annotation.objects.filter(
        targets__passage__revision__article=article, by__isnull=False
    ).prefetch_related("outlets", "targets__passage")
    return _plain(_facts(article)) | {
        "file": _revision(article).file_id,
        "position": article.position,
        "state": article.state,
        "kinds": {str(p.number): p.kind for p in _revision(article).passages.filter(kind_by__isnull=False)},
        "links": [
            {"passage": link.passage.number, "point": link.point.label, "state": link.state, "by": link.by_id}
            for link in links.select_related("passage", "point")
        ],
        "annotations": [_annotation(a, article) for a in annotations.distinct()],
    }


def _annotation(annotation: Annotation, article: Article) -> dict[str, Any]:
    return {
        "id": annotation.pk,
        "kind": annotation.kind,
        "difference_class": annotation.difference_class,
        "state": annotation.state,
        "label": annotation.label,
        "body": annotation.body,
        "by": annotation.by_id,
        "outlets": sorted(outlet.pk for outlet in annotation.outlets.all()),
        "targets": [
            {"passage": t.passage.number, "start": t.start, "end": t.end, "exact": t.exact}
            for t in annotation.targets.all()
            if t.passage.revision_id == article.current_id
        ],
    }


def _column(article: Article) -> str:
    return column_letter(article.position - 1)


def _what(changed: Mapping[str, Any], moved: Mapping[int, str]) -> str:
    names = {"published_at": "time", "url": "address"}
    parts = [names.get(name, name) for name in changed]
    aside = sum(kind == Passage.Kind.FURNITURE for kind in moved.values())
    if aside:
        parts.append(f"{aside} passage{'s' if aside > 1 else ''} set aside")
    if len(moved) > aside:
        back = len(moved) - aside
        parts.append(f"{back} passage{'s' if back > 1 else ''} taken back into the report")
    return ", ".join(parts)
