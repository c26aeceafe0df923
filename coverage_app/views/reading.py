"""What the page of an import shows of each file, and what an editor corrected on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.contrib.auth.models import User
from django.http import QueryDict
from django.template.defaultfilters import date
from django.utils import timezone

from .. import queries
from ..engine.layout import column_letter
from ..errors import StaleEdit
from ..forms import ArticleForm
from ..models import Article, ImportBatch, ImportFile, Passage
from ..services.articles import article_correct
from ..services.imports import fields_of

OPEN_AT_ONCE = 5  # articles whose passages are unfolded when the page opens; of more, one opens them one by one


@dataclass(frozen=True)
class ShownPassage:
    key: int
    text: str
    kind: str  # as it is stored
    ticked: bool  # as the editor has it on the page

    @property
    def label(self) -> str:
        """What is said beside it; most passages are simply the body."""
        named = self.kind in (Passage.Kind.HEADLINE, Passage.Kind.STANDFIRST)
        return Passage.Kind(self.kind).label if named else ""


@dataclass
class Sheet:
    """One article on the page."""

    file: ImportFile
    article: Article
    form: ArticleForm
    passages: list[Passage]
    ticked: set[int]  # keys of the passages that are part of the report
    conflict: str = ""  # somebody else was faster: who
    theirs: list[tuple[str, str]] = field(default_factory=list)  # and what is stored now, where it is otherwise

    @property
    def letter(self) -> str:
        return column_letter(self.article.position - 1)

    @property
    def aside(self) -> int:
        return len(self.passages) - len(self.ticked)

    @property
    def paragraphs(self) -> list[list[ShownPassage]]:
        text = self.article.current.text
        return [
            [ShownPassage(p.pk, text[p.start : p.end], p.kind, p.pk in self.ticked) for p in group]
            for _, group in groupby(self.passages, key=lambda passage: passage.paragraph)
        ]

    def corrected(self) -> dict:
        """What article_correct asks for, of a valid form."""
        return self.form.cleaned_data | {"kinds": {p.pk: p.pk in self.ticked for p in self.passages}}


class Reading:
    """The page of an import; with what was sent from it, when it was."""

    def __init__(self, batch: ImportBatch, data: QueryDict | None = None, *, without: ImportFile | None = None) -> None:
        self._data = data
        self._without = without
        self.status = 200
        self.files = queries.batch_files(batch)
        self.sheets = [self._sheet(file, article, data) for file, article in self.files if article]

    def save(self, actor: User) -> bool:
        """Saves every article that was corrected, if all fields are sound. False: the page says what is in the way."""
        sheets = [sheet for sheet in self.sheets if sheet.file != self._without]
        valid = [sheet.form.is_valid() for sheet in sheets]  # of all of them, so that each says what is wrong with it
        if not all(valid):
            self.status = 422
            return False
        for sheet in sheets:
            try:
                article_correct(actor=actor, article=sheet.article, **sheet.corrected())
            except StaleEdit as late:
                self.status = 409
                self._show_conflict(sheet, late)
        if self.gone:
            self.status = 409
        if self.status == 409:
            self._build_on_what_is_stored()
        return self.status == 200

    @cached_property
    def gone(self) -> bool:
        """Whether an article that the page showed is no longer there."""
        sent = set(self._data.getlist("article")) if self._data else set()
        return bool(sent - {str(sheet.article.pk) for sheet in self.sheets})

    @property
    def has_drafts(self) -> bool:
        return any(sheet.article.state == Article.State.DRAFT for sheet in self.sheets)

    @property
    def overfull(self) -> bool:
        """Whether the page has more fields than can be sent. An import is kept smaller, but the limit may have been
        lowered since."""
        return sum(fields_of(len(sheet.passages)) for sheet in self.sheets) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS

    @property
    def unfolded(self) -> bool:
        return len(self.sheets) <= OPEN_AT_ONCE

    @property
    def unsound(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.form.errors]

    @property
    def conflicts(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.conflict]

    @property
    def rows(self) -> list[tuple[ImportFile, Sheet | None]]:
        by_file = {sheet.file.pk: sheet for sheet in self.sheets}
        return [(file, by_file.get(file.pk)) for file, _ in self.files]

    @property
    def summary(self) -> str:
        """ "5 files: 4 read, 1 not read" """
        states = [file.state for file, _ in self.files]
        counted = (
            ("read", states.count(ImportFile.State.READ)),
            ("confirmed", states.count(ImportFile.State.CONFIRMED)),
            ("discarded", states.count(ImportFile.State.DISCARDED)),
            ("not read", states.count(ImportFile.State.FAILED)),
        )
        parts = ", ".join(f"{number} {word}" for word, number in counted if number)
        return f"{len(states)} file{'' if len(states) == 1 else 's'}: {parts}"

    @staticmethod
    def _sheet(file: ImportFile, article: Article, data: QueryDict | None) -> Sheet:
        passages = list(article.current.passages.all())
        if data is None:
            ticked = {p.pk for p in passages if p.kind != Passage.Kind.FURNITURE}
        else:
            sent = set(data.getlist("report"))
            ticked = {p.pk for p in passages if str(p.pk) in sent}
        return Sheet(file, article, ArticleForm(data, article=article), passages, ticked)

    def _show_conflict(self, sheet: Sheet, late: StaleEdit) -> None:
        """Tells what is stored now, where it differs from what was typed."""
        sheet.conflict = str(late)
        current = late.current
        if not isinstance(current, Article):
            return
        typed = sheet.form.cleaned_data
        stored = {
            "outlet": current.outlet.name,
            **{name: getattr(current, name) for name in ("headline", "byline", "published_at", "url")},
        }
        for name, value in stored.items():
            if (value or "") != (typed[name] or ""):
                sheet.theirs.append((sheet.form.fields[name].label or name.capitalize(), _shown(value)))
        kinds = dict(Passage.objects.filter(revision=current.current_id).values_list("pk", "kind"))
        others = sum((kind != Passage.Kind.FURNITURE) != (key in sheet.ticked) for key, kind in kinds.items())
        if others:
            sheet.theirs.append(("Passages", f"{others} ticked otherwise than here"))
        sheet.article.version = current.version

    def _build_on_what_is_stored(self) -> None:
        """Keeps what was typed; saved again, it goes on top of what is stored now."""
        data = self._data.copy()
        for sheet in self.sheets:
            data[sheet.form.add_prefix("version")] = str(sheet.article.version)
        for sheet in self.sheets:
            sheet.form = ArticleForm(data, article=sheet.article)


def _shown(value: object) -> str:
    if not value:
        return "empty"
    return value if isinstance(value, str) else date(timezone.localtime(value), "j F Y, H:i")
