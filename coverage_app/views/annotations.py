"""Annotating: propose, accept, edit, dismiss, delete. With htmx each answers the rows it changed; without, it goes back
to the page."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from .. import versions
from ..access import AnnotationDeleted, annotation_for, passage_for
from ..errors import ServiceError, StaleEdit
from ..forms import AnnotationEditForm, AnnotationForm, WordsForm
from ..models import Annotation, Change, Outlet, Passage, Story
from ..presentation import RowView
from ..services import annotations as service
from ..services import history
from .answers import answer, row_of
from .desk import Desk

LABEL_WORDS = 12  # of the words, to begin a label with
# How to go on with what somebody else changed meanwhile, by what was tried.
ALL_THE_SAME = {
    "Accepted": "Accept it as it is now",
    "Dismissed": "Dismiss it all the same",
    "Deleted": "Delete it all the same",
}


def tells_of_deletion(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who acts on an annotation that somebody deleted meanwhile is told who did, what it said, and what one typed."""

    @wraps(view)
    def wrapped(request: HttpRequest, annotation_id: int) -> HttpResponse:
        try:
            return view(request, annotation_id)
        except AnnotationDeleted as deleted:
            return _deleted(request, deleted)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, passage_id: int) -> HttpResponse:
    story, passage = passage_for(request, passage_id, "annotate")
    desk = Desk(request, story)
    row = row_of(request, desk, [f"p{passage.pk}"])
    if row is None:
        raise Http404("This passage was set aside: it stands in no row.")
    data = request.POST if request.method == "POST" else None
    others = desk.others(row, passage)
    words = WordsForm(data, passage=passage, others=others, initial=_selection(request, passage))
    form = AnnotationForm(data, story=story, initial=_first_guess(words.initial["exact"], passage, row))
    if data is not None and form.is_valid() & words.is_valid() and _targets_fit(form, words):
        annotation = service.annotation_create(
            actor=request.user, story=story, content=form.content(), words=_words(passage, words)
        )
        return _after(request, story, annotation, f"Annotated: {annotation.label}.", _passages(annotation))
    context = {"story": story, "passage": passage, "form": form, "words": words, "row": row, "desk": desk}
    return _form(request, "annotations/create.html", context, row)


@require_http_methods(["GET", "HEAD", "POST"])
@tells_of_deletion
def edit(request: HttpRequest, annotation_id: int) -> HttpResponse:
    story, annotation = annotation_for(request, annotation_id, "annotate")
    desk = Desk(request, story)
    passages = _passages(annotation)
    row = desk.first_row_of(passages)
    context = {"story": story, "annotation": annotation, "row": row, "desk": desk}
    if request.method != "POST":
        context["form"] = AnnotationEditForm(story=story, initial=_initial(annotation))
        return _form(request, "annotations/edit.html", context, row)
    context["form"] = form = AnnotationEditForm(request.POST, story=story)
    if not form.is_valid():
        return _form(request, "annotations/edit.html", context, row)
    try:
        change = service.annotation_edit(
            actor=request.user, annotation=annotation, version=form.cleaned_data["version"], content=form.content()
        )
    except StaleEdit as error:
        # The editor's own text stays in the form, which now builds on what the other one saved.
        data = request.POST.copy()
        data["version"] = error.current.version if error.current else ""
        context |= {"form": AnnotationEditForm(data, story=story), "conflict": error}
        context |= _both(error.current, _said(form.content()))
        return _form(request, "annotations/edit.html", context, row, status=409)
    return _after(request, story, annotation, f"Saved: {annotation.label}.", passages, change)


@require_POST
@tells_of_deletion
def accept(request: HttpRequest, annotation_id: int) -> HttpResponse:
    return _decide(request, annotation_id, service.annotation_accept, "Accepted")


@require_POST
@tells_of_deletion
def dismiss(request: HttpRequest, annotation_id: int) -> HttpResponse:
    return _decide(request, annotation_id, service.annotation_dismiss, "Dismissed")


@require_POST
@tells_of_deletion
def delete(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """Asks first: the browser's own question with htmx, a page without."""
    if not request.htmx and "sure" not in request.POST:
        story, annotation = annotation_for(request, annotation_id, "annotate")
        desk = Desk(request, story)
        row = desk.first_row_of(_passages(annotation))
        context = {"story": story, "annotation": annotation, "version": request.POST.get("version", "")}
        return render(request, "annotations/delete.html", context | {"desk": desk, "back": desk.url(row)})
    return _decide(request, annotation_id, service.annotation_delete, "Deleted")


def _decide(request: HttpRequest, annotation_id: int, verb: Callable[..., Change], did: str) -> HttpResponse:
    story, annotation = annotation_for(request, annotation_id, "annotate")
    passages = _passages(annotation)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        return HttpResponse("The field “version” must be the number that the page was given.", status=400)
    try:
        change = verb(actor=request.user, annotation=annotation, version=version)
    except ServiceError as error:
        status = 409 if isinstance(error, StaleEdit) else 422
        desk = Desk(request, story)
        row = desk.first_row_of(passages)
        context = {"story": story, "annotation": annotation, "conflict": error, "row": row, "desk": desk}
        context["all_the_same"] = ALL_THE_SAME[did]
        context |= _both(getattr(error, "current", None), _seen(annotation, version))
        return _form(request, "annotations/conflict.html", context, row, status=status)
    return _after(request, story, annotation, f"{did}: {annotation.label}.", passages, change)


def _after(
    request: HttpRequest,
    story: Story,
    annotation: Annotation,
    sentence: str,
    passages: list[str],
    change: Change | None = None,
) -> HttpResponse:
    """The focus goes to the annotation, or to its passage when it is gone or stands in another row than one's own."""
    notes = [annotation.pk] if annotation.pk else []
    return answer(request, story, sentence, passages=passages, notes=notes, change=change)


def _form(request: HttpRequest, template: str, context: dict, row: RowView | None, status: int = 0) -> HttpResponse:
    """The form as a page of its own, or, asked for by htmx, its fragment in the place below its row."""
    bound = any(context[name].is_bound for name in ("form", "words") if name in context)
    status = status or (422 if bound else 200)
    if not request.htmx:
        return render(request, template, context | {"back": context["desk"].url(row)}, status=status)
    editor = f"#editor-{row.key if row else 'unplaced'}"
    response = render(request, f"{template}#form", context, status=status)
    reswap(retarget(response, editor), "innerHTML")
    places = ["[data-focus]"] if status == 200 else [".notice", "[aria-invalid=true]"]
    after = {"focus": [f"{editor} {place}" for place in places]}
    return trigger_client_event(response, "crossread:after", after, after="settle")


def _deleted(request: HttpRequest, deleted: AnnotationDeleted) -> HttpResponse:
    change, desk = deleted.change, Desk(request, deleted.story)
    row = desk.first_row_of(f"p{passage}" for passage in sorted(history.passages_in(change)))
    somebody = change.actor.get_full_name() or change.actor.username
    context = {
        "story": deleted.story,
        "conflict": StaleEdit(f"{somebody} deleted this annotation in the meantime.", None),
        "said": deleted.said,
        "typed": "\n\n".join(filter(None, (request.POST.get("label"), request.POST.get("body")))),
        "row": row,
        "desk": desk,
    }
    return _form(request, "annotations/conflict.html", context, row, status=409 if request.htmx else 404)


def _both(theirs: Annotation | None, other: dict[str, str] | None) -> dict:
    """What somebody else saved meanwhile, beside what one typed, or saw when one decided."""
    if theirs is None:
        return {}
    by = f", by {theirs.by.get_full_name() or theirs.by.username}" if theirs.by else ""
    head = f"As it is now ({theirs.get_state_display().lower()}{by})"
    now = _said(
        service.Content(theirs.kind, tuple(theirs.outlets.all()), theirs.label, theirs.body, theirs.difference_class)
    )
    both = versions.parts((name, now[name], other[name]) for name in now) if other else ()
    return {"theirs_head": head, "versions": both}


def _said(content: service.Content) -> dict[str, str]:
    """What an annotation says, by the names of the form's fields."""
    return {
        "Label": content.label,
        "Note": content.body,
        "Outlets": ", ".join(sorted(outlet.name for outlet in content.outlets)),
        "Kind of difference": str(dict(Annotation.Difference.choices).get(content.difference_class, "")),
    }


def _seen(annotation: Annotation, version: int) -> dict[str, str] | None:
    """What it said at that version, if the journal has it."""
    fields = history.at_version(annotation, version)
    if fields is None:
        return None
    outlets = tuple(Outlet.objects.filter(pk__in=fields["outlets"]))
    return _said(service.Content(fields["kind"], outlets, fields["label"], fields["body"], fields["difference_class"]))


def _passages(annotation: Annotation) -> list[str]:
    return [f"p{passage}" for passage in annotation.targets.values_list("passage_id", flat=True)]


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


def _first_guess(exact: str, passage: Passage, row: RowView) -> dict:
    """A whole passage of a point that others report as well is no detail of its own."""
    words = exact.split()
    label = " ".join(words[:LABEL_WORDS]) + (" …" if len(words) > LABEL_WORDS else "")
    whole = exact == passage.text and not row.alone
    kind = Annotation.Kind.NOTE if whole else Annotation.Kind.ADDED_DETAIL
    return {"kind": kind, "label": label, "outlets": [passage.revision.article.outlet_id]}


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
