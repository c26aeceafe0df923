"""What a page answers to an edit: with htmx, what now differs from what the browser shows; without, the page again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import reswap, retarget, trigger_client_event

from .. import known, queries
from ..errors import NoStep, ServiceError, StaleEdit
from ..models import Change, Point, Story
from ..presentation import RowView
from ..services import history
from .desk import Desk

_KNOWN = re.compile(r"(?P<key>[a-z0-9-]{1,40}):(?P<stamp>[0-9a-f]{1,8}):(?P<number>\d{0,6})")


@dataclass(frozen=True)
class Shown:
    """The rows that stand on the page in the browser, in order. static/js/compare.js sends them with what it posts:
    "pt5:3f2a91c0:7 solo-p9:88ab12ff:", and "+" before or behind them where more rows are still to come."""

    stamps: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    more_before: bool = False
    more_after: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Shown | None:
        """None where the page did not say."""
        words = request.POST.get("rows", "").split()
        if not words:
            return None
        known = [match for match in map(_KNOWN.fullmatch, words) if match]
        return cls(
            stamps={match["key"]: match["stamp"] for match in known},
            numbers={match["key"]: match["number"] for match in known},
            more_before=words[0] == "+",
            more_after=words[-1] == "+",
        )


@dataclass
class Difference:
    """Between the rows that the browser shows and the rows as they are now."""

    changed: list[RowView] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    come: list[tuple[RowView, str]] = field(default_factory=list)  # with where: "afterend:#row-pt5"
    renumbered: list[RowView] = field(default_factory=list)

    @property
    def is_steady(self) -> bool:
        """Whether all rows stand where they stood."""
        return not (self.gone or self.come or self.renumbered)

    @classmethod
    def between(cls, shown: Shown, desk: Desk) -> Difference:
        rows = {row.key: row for row in desk.sheet.rows}
        old, new = list(shown.stamps), list(rows)
        kept = set(old) if old == new else set()
        if not kept:
            for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
                kept.update(old[block.a : block.a + block.size])
        found = cls(gone=[key for key in old if key not in kept])
        matching = {row.key for row in desk.strip.matching}
        places = [at for at, key in enumerate(new) if key in kept]
        first = places[0] if places and shown.more_before else 0
        last = places[-1] if places and shown.more_after else len(new)
        before = ""  # the row of the page behind which the next one comes
        for at, row in enumerate(rows.values()):
            if row.key in kept:
                before = row.key
                if shown.stamps[row.key] != desk.stamp(row):
                    found.changed.append(row)
                elif shown.numbers[row.key] != str(row.number or ""):
                    found.renumbered.append(row)
            elif first <= at <= last and row.key in matching and places:
                where = f"afterend:#row-{before}" if before else f"beforebegin:#row-{new[places[0]]}"
                found.come.append((row, where))
                before = row.key
        return found


def answer(
    request: HttpRequest,
    story: Story,
    sentence: str = "",
    *,
    passages: Sequence[str] = (),
    row: Point | None = None,
    change: Change | None = None,
    notes: Sequence[int] = (),
    focus: Sequence[str] = (),
) -> HttpResponse:
    """After an edit, which the sentence tells (without one, the journal does). Without htmx the page comes back at the
    row of the point `row`, else where the editor works, if the edit touched that, else at the first of the passages.
    With it, all rows that now differ are made anew (where the browser did not say what it shows: those that the edit
    touched), and the focus goes to the first place of `focus` that is there, else to those of the annotations `notes`
    and of what was touched that stand where the editor works, else to those anywhere, else to a row nearby."""
    change = change or story.changes.filter(actor=request.user.pk).first()
    desk = _desk(request, story, change)
    about = [*passages]
    if change is not None:
        about += [f"p{pk}" for pk in sorted(history.passages_in(change))]
        about += desk.targets_of(history.annotations_in(change))
    own = _own_row(request, desk, about)
    touched = [found for found in (desk.sheet.row(f"pt{row.pk}") if row else own, *desk.rows_of(about)) if found]
    if change is not None:
        points = {f"pt{pk}" for pk in history.points_in(change)}
        touched += [found for found in desk.sheet.rows if found.key in points]
    touched = list({found.key: found for found in touched}.values())
    if not request.htmx:
        return redirect(desk.url(touched[0] if touched else None))
    shown = Shown.of(request)
    if shown and not any(view.key in shown.stamps for view in desk.sheet.rows):
        shown = None  # compared anew: nothing to hold on to, and the page is told so
    found = Difference.between(shown, desk) if shown else Difference(changed=touched)
    desk.here = frozenset(shown.stamps if shown else ()) | {come.key for come, _ in found.come}
    here = {view.key for view in touched}
    first, *others = [*sorted(found.changed, key=lambda view: view.key not in here)] or [None]
    stops = found.is_steady and not desk.filters and shown is not None
    context = {
        "story": story,
        "desk": desk,
        "has_strip": not stops,
        "has_set_aside": change is None or "passage" in history.kinds_in(change),
        "first": first and desk.row_context(first),
        "others": [desk.row_context(view) for view in others if view],
        "gone": found.gone,
        "come": [(desk.row_context(view), where) for view, where in found.come],
        "renumbered": found.renumbered,
        "is_unplaced": not touched and first is None,
    }
    response = render(request, "compare/answer.html", context)
    if first or not touched:
        response = reswap(retarget(response, f"#row-{first.key}" if first else "#unplaced"), "outerHTML")
    else:
        response = reswap(response, "none")
    places = [*focus]
    if own:
        places += [f"#row-{own.key} #n{pk}" for pk in notes]
        places += [f"#row-{own.key}-{passage}" for passage in about if passage in own.passages]
    places += [f"#n{pk}" for pk in notes]
    places += [f"#row-{view.key}-{passage}" for passage in passages for view in touched if passage in view.passages]
    places += [f"#row-{view.key} [data-passage]" for view in touched[:1]]
    places += _near(request, desk, shown)
    places.append("#unplaced")
    said = sentence or f"{change.summary if change else 'Done'}."
    if stops:
        changed = {view.key for view in found.changed}
        news = [stop.news for stop in desk.strip.stops if stop.key in changed]
        trigger_client_event(response, "crossread:stops", {"stops": news}, after="settle")
    return trigger_client_event(response, "crossread:after", {"say": said, "focus": places}, after="settle")


def _desk(request: HttpRequest, story: Story, change: Change | None) -> Desk:
    """The story after the step, of what was known of it before where that will do."""
    comparison = known.after(story, change) if change else None
    comparison = comparison or queries.shown(story)
    if change:
        known.keep(story, change, comparison)
    desk = Desk(request, story, comparison)
    if change and change.of_id is None and history.is_step(change):
        desk.steps = change, None
    return desk


def row_of(request: HttpRequest, desk: Desk, passages: Sequence[str]) -> RowView | None:
    """The row where the editor works, where one of the passages stands in it; else the first in which one stands."""
    return _own_row(request, desk, passages) or desk.first_row_of(passages)


def near(request: HttpRequest, passage: str, column: str) -> list[str]:
    """Where the work goes on once a passage left its row: what else the row has, its own column first."""
    key = _row_key(request)
    if not key:
        return []
    return [f"#row-{key}-{passage}", f"#row-{key} [data-article={column}] [data-passage]", f"#row-{key} [data-passage]"]


def refuse(request: HttpRequest, story: Story, error: ServiceError) -> HttpResponse:
    """What cannot be done, said where it was asked for; nothing was changed."""
    status = 409 if isinstance(error, StaleEdit) else 422
    desk = Desk(request, story)
    row = desk.sheet.row(_row_key(request))
    context = {"story": story, "desk": desk, "error": error, "row": row, "back": desk.url(row)}
    if not request.htmx:
        return render(request, "compare/refused.html", context, status=status)
    if isinstance(error, NoStep):
        response = render(request, "compare/refused.html#quiet", context, status=status)
        reswap(retarget(response, "#told"), "innerHTML")
        return trigger_client_event(response, "crossread:after", {"say": str(error)}, after="settle")
    place = f"#editor-{row.key}" if row else "#told"
    response = render(request, "compare/refused.html#said", context, status=status)
    reswap(retarget(response, place), "innerHTML")
    return trigger_client_event(response, "crossread:after", {"focus": [f"{place} .notice"]}, after="settle")


def form(request: HttpRequest, desk: Desk, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """A form as a page of its own, or, asked for by htmx, in the place below the row where one asked."""
    row = context.get("row") or desk.sheet.row(_row_key(request))
    context = {**context, "desk": desk, "story": desk.story, "row": row, "back": desk.url(row)}
    context["row_query"] = desk.query_with(row=row.key if row else "")
    if not request.htmx:
        return render(request, template, context, status=status)
    editor = f"#editor-{row.key if row else 'unplaced'}"
    response = render(request, f"{template}#form", context, status=status)
    reswap(retarget(response, editor), "innerHTML")
    places = [f"{editor} [aria-invalid=true]", f"{editor} [data-focus]"]
    if status == 409:  # what somebody else did comes before what one would do now
        places.insert(0, f"{editor} .notice")
    return trigger_client_event(response, "crossread:after", {"focus": places}, after="settle")


def _row_key(request: HttpRequest) -> str:
    """The row where the editor works."""
    return (request.POST if request.method == "POST" else request.GET).get("row", "")


def _own_row(request: HttpRequest, desk: Desk, passages: Sequence[str]) -> RowView | None:
    """The row where the editor works, as long as one of the passages stands in it."""
    own = desk.sheet.row(_row_key(request))
    return own if own and not own.passages.isdisjoint(passages) else None


def _near(request: HttpRequest, desk: Desk, shown: Shown | None) -> list[str]:
    """Rows near the one where the editor works, those below it first."""
    if shown is None:
        return []
    keys, key = list(shown.stamps), _row_key(request)
    at = keys.index(key) if key in keys else 0
    now = {row.key for row in desk.sheet.rows}
    order = [*keys[at:], *reversed(keys[:at])]
    return [f"#row-{key} [data-passage]" for key in order if key in now][:3]
