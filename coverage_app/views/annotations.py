"""Annotating: propose, accept, edit, dismiss, delete. With htmx each answers the rows it changed; without, it goes back
to the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from ..access import annotation_for, passage_for
from ..errors import ServiceError, StaleEdit
from ..forms import AnnotationEditForm, AnnotationForm, WordsForm
from ..models import Annotation, Passage, Story
from ..presentation import RowView
from ..services import annotations as service
from .desk import Desk

LABEL_WORDS = 12  # of the words, to begin a label with


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, passage_id: int) -> HttpResponse:
    story, passage = passage_for(request, passage_id, "annotate")
    desk = Desk(request, story)
    row = desk.row_of(f"p{passage.pk}")
    data = request.POST if request.method == "POST" else None
    others = desk.others(row, passage)
    words = WordsForm(data, passage=passage, others=others, initial=_selection(request, passage))
    form = AnnotationForm(data, story=story, initial=_first_guess(words.initial["exact"], passage))
    if data is not None and form.is_valid() & words.is_valid() and _targets_fit(form, words):
        annotation = service.annotation_create(
            actor=request.user, story=story, content=form.content(), words=_words(passage, words)
        )
        return _after(request, story, annotation, f"Annotated: {annotation.label}.", _passages(annotation))
    context = {"story": story, "passage": passage, "form": form, "words": words, "row": row, "desk": desk}
    return _form(request, "annotations/create.html", context, row)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, annotation_id: int) -> HttpResponse:
    story, annotation = annotation_for(request, annotation_id, "annotate")
    desk = Desk(request, story)
    passages = _passages(annotation)
    row = desk.row_of(passages[0])
    context = {"story": story, "annotation": annotation, "row": row, "desk": desk}
    if request.method == "GET":
        context["form"] = AnnotationEditForm(story=story, initial=_initial(annotation))
        return _form(request, "annotations/edit.html", context, row)
    context["form"] = form = AnnotationEditForm(request.POST, story=story)
    if not form.is_valid():
        return _form(request, "annotations/edit.html", context, row)
    try:
        service.annotation_edit(
            actor=request.user, annotation=annotation, version=form.cleaned_data["version"], content=form.content()
        )
    except StaleEdit as error:
        # The editor's own text stays in the form, which now builds on what the other one saved.
        data = request.POST.copy()
        data["version"] = error.current.version if error.current else ""
        context |= {"form": AnnotationEditForm(data, story=story), "conflict": error}
        return _form(request, "annotations/edit.html", context, row, status=409)
    return _after(request, story, annotation, f"Saved: {annotation.label}.", passages)


@require_POST
def accept(request: HttpRequest, annotation_id: int) -> HttpResponse:
    return _decide(request, annotation_id, service.annotation_accept, "Accepted")


@require_POST
def dismiss(request: HttpRequest, annotation_id: int) -> HttpResponse:
    return _decide(request, annotation_id, service.annotation_dismiss, "Dismissed")


@require_POST
def delete(request: HttpRequest, annotation_id: int) -> HttpResponse:
    return _decide(request, annotation_id, service.annotation_delete, "Deleted")


def _decide(request: HttpRequest, annotation_id: int, verb: Callable[..., None], did: str) -> HttpResponse:
    story, annotation = annotation_for(request, annotation_id, "annotate")
    passages = _passages(annotation)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        return HttpResponse("The field “version” must be the number that the page was given.", status=400)
    try:
        verb(actor=request.user, annotation=annotation, version=version)
    except ServiceError as error:
        status = 409 if isinstance(error, StaleEdit) else 422
        desk = Desk(request, story)
        row = desk.row_of(passages[0])
        context = {"story": story, "annotation": annotation, "conflict": error, "did": did, "row": row, "desk": desk}
        return _form(request, "annotations/conflict.html", context, row, status=status)
    return _after(request, story, annotation, f"{did}: {annotation.label}.", passages)


def _after(
    request: HttpRequest, story: Story, annotation: Annotation, sentence: str, passages: list[str]
) -> HttpResponse:
    """The rows that show what was edited, made anew, with the focus on it, or on its passage when it is gone. Without
    htmx: back to the page."""
    desk = Desk(request, story)
    rows = desk.rows_of(passages)
    if not request.htmx:
        return redirect(desk.url(rows[0]))
    html = [
        render_to_string(
            "compare/page.html#row",
            {"row": desk.row_context(row), "desk": desk, "story": story, "oob": row is not rows[0]},
            request=request,
        )
        for row in rows
    ]
    response = reswap(retarget(HttpResponse("".join(html)), f"#row-{rows[0].key}"), "outerHTML")
    focus = [f"#n{annotation.pk}"] if annotation.pk else []
    focus.append(f"#row-{rows[0].key}-{passages[0]}")
    return trigger_client_event(response, "crossread:after", {"say": sentence, "focus": focus}, after="settle")


def _form(request: HttpRequest, template: str, context: dict, row: RowView, status: int = 0) -> HttpResponse:
    """The form as a page of its own, or, asked for by htmx, its fragment in the place below its row."""
    bound = any(context[name].is_bound for name in ("form", "words") if name in context)
    status = status or (422 if bound else 200)
    if not request.htmx:
        return render(request, template, context | {"back": context["desk"].url(row)}, status=status)
    response = render(request, f"{template}#form", context, status=status)
    reswap(retarget(response, f"#editor-{row.key}"), "innerHTML")
    places = ["[data-focus]"] if status == 200 else [".notice", "[aria-invalid=true]"]
    after = {"focus": [f"#editor-{row.key} {place}" for place in places]}
    return trigger_client_event(response, "crossread:after", after, after="settle")


def _passages(annotation: Annotation) -> list[str]:
    return [f"p{target.passage_id}" for target in annotation.targets.all()]


def _selection(request: HttpRequest, passage: Passage) -> dict:
    """The words that the page says are selected, else the whole passage."""
    text = passage.text
    try:
        start, end = int(request.GET["start"]), int(request.GET["end"])
    except (KeyError, ValueError):
        start, end = 0, len(text)
    if not 0 <= start < end <= len(text):
        start, end = 0, len(text)
    return {"exact": text[start:end], "start": start}


def _first_guess(exact: str, passage: Passage) -> dict:
    words = exact.split()
    label = " ".join(words[:LABEL_WORDS]) + (" …" if len(words) > LABEL_WORDS else "")
    return {"kind": Annotation.Kind.ADDED_DETAIL, "label": label, "outlets": [passage.revision.article.outlet_id]}


def _initial(annotation: Annotation) -> dict:
    return {
        "version": annotation.version,
        "difference_class": annotation.difference_class,
        "outlets": annotation.outlets.all(),
        "label": annotation.label,
        "body": annotation.body,
    }


def _targets_fit(form: AnnotationForm, words: WordsForm) -> bool:
    if form.cleaned_data["kind"] == Annotation.Kind.DIFFERENCE and not words.cleaned_data["against"]:
        words.add_error("against", "A difference is between two articles: choose the passage to compare with.")
        return False
    return True


def _words(passage: Passage, words: WordsForm) -> list[service.Words]:
    start, exact = words.cleaned_data["place"], words.cleaned_data["exact"]
    chosen = [service.Words(passage, start, start + len(exact))]
    if words.cleaned_data["against"]:
        other = Passage.objects.select_related("revision").get(pk=words.cleaned_data["against"])
        chosen.append(service.Words(other, 0, other.end - other.start))
    return chosen
