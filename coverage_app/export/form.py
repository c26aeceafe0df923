"""What may be chosen about an export, as fields of a form and in an address: the page shows the one, a link and a
published version keep the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.http import QueryDict

from ..engine.documents import Comparison
from .options import DATA, HOUSE_LANGUAGE, LANGUAGES, LAYOUTS, MARKS, USUAL_CAP, Options, Texts, may_go_out_unchecked
from .phrases import CLASSES, KINDS
from .themes import PAPER, Theme, read_theme

_LAYOUTS = {"columns": "Side by side", "articles": "Article with notes in the margin", "ledger": "Ledger of details"}
_MARKS = {"both": "Added and left-out words", "added": "Added words only", "none": "None"}
_RIGHTS = {"full": "In full", "quotes": "Quoted words only"}
_NAMES = {"names": "By name", "roles": "By role"}
_DATA = {"packed": "Compressed", "plain": "Readable as it stands", "none": "None"}
_LEFT_OUT = ("no_article", "no_point", "no_note", "no_single")
_FOLDED = ("rights", "cap", "names", "language", "theme", "inside")
MOST_WORDS = 100_000


class ExportForm(forms.Form):
    """What may be chosen. Whatever is left out or makes no sense is as usual, so that any address shows something."""

    title = forms.CharField(
        max_length=200, required=False, help_text="The document's heading. Empty: the name of the story."
    )
    layout = forms.ChoiceField(choices=[(name, _LAYOUTS[name]) for name in LAYOUTS], required=False)
    reference = forms.ChoiceField(
        label="Compare wording with", required=False, help_text="The other articles' words are marked against this one."
    )
    marks = forms.ChoiceField(label="Mark words", choices=[(mark, _MARKS[mark]) for mark in MARKS], required=False)
    language = forms.ChoiceField(
        choices=LANGUAGES.items(),
        required=False,
        help_text="Of headings and labels. Articles and notes stay as they are.",
    )
    theme = forms.ChoiceField(label="Colours", required=False)
    rights = forms.ChoiceField(
        label="Articles",
        choices=_RIGHTS.items(),
        required=False,
        help_text="Quoted words: those that notes are about, and the first words of what is reported on a point.",
    )
    cap = forms.IntegerField(
        label="Most words of an outlet",
        min_value=0,
        max_value=MOST_WORDS,
        required=False,
        help_text=f"Where words are quoted only. Empty: {USUAL_CAP}.",
    )
    names = forms.ChoiceField(label="Who decided", choices=_NAMES.items(), required=False)
    inside = forms.ChoiceField(
        label="Data inside",
        choices=[(name, _DATA[name]) for name in DATA],
        required=False,
        help_text="Lets anybody check the words that are quoted.",
    )
    proposed = forms.BooleanField(label="Include notes that nobody has checked", required=False)
    no_article = forms.MultipleChoiceField(label="Articles", widget=forms.CheckboxSelectMultiple, required=False)
    no_note = forms.MultipleChoiceField(
        label="Kinds of note",
        choices=[
            *((kind, label) for kind, label in KINDS.items()),
            *((name, f"Difference: {label}") for name, label in CLASSES.items()),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    no_single = forms.MultipleChoiceField(label="Single notes", widget=forms.CheckboxSelectMultiple, required=False)
    no_point = forms.MultipleChoiceField(label="Points", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(
        self, query: QueryDict, title: str, comparison: Comparison, texts: Texts, roles: Mapping[str, str]
    ) -> None:
        """`title` is the story's; `roles` says what to call each editor where names do not go out."""
        super().__init__(query)
        self._title, self._texts, self._roles = title, texts, roles
        self.fields["title"].widget.attrs["placeholder"] = title
        self.fields["cap"].widget.attrs["placeholder"] = str(USUAL_CAP)
        outlets = [(document.id, document.outlet) for document in comparison.documents]
        self._offer("reference", outlets)
        self._offer("no_article", outlets)
        self._offer("no_point", [(point.id, f"{n} {point.label}") for n, point in enumerate(comparison.points, 1)])
        notes = [a for a in comparison.annotations if a.state == "accepted" or may_go_out_unchecked(a)]
        self._offer("no_single", [(note.id, note.label) for note in notes])
        self._offer("theme", [(name, theme.name) for name, theme in house_themes().items()])
        waiting = sum(map(may_go_out_unchecked, comparison.annotations))
        self.fields["proposed"].help_text = (
            f"{waiting} proposed by the engine, which is fairly sure of them; they go out marked as not checked."
            if waiting
            else "None that the engine is fairly sure of are waiting."
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    @property
    def _quotes(self) -> bool:
        """Whether words are quoted only. So they are, too, when it cannot be told what was wished for: of two rights
        the narrower."""
        return self.cleaned_data.get("rights") == "quotes" or "rights" in self.errors

    @property
    def left_out(self) -> list[forms.BoundField]:
        """The groups of what can be left out, that have anything in them."""
        return [self[name] for name in _LEFT_OUT if self.fields[name].choices]  # type: ignore[attr-defined]

    @property
    def leaves_out(self) -> bool:
        return any(self[name].data for name in _LEFT_OUT)

    @property
    def is_unusual(self) -> bool:
        """Whether one of the choices that are folded away was made."""
        return any(self.data.get(name) for name in _FOLDED)

    def options(self, made: datetime) -> Options:
        self.full_clean()
        chosen = self.cleaned_data
        cap = chosen.get("cap")
        return Options(
            title=chosen.get("title") or self._title,
            layout=chosen.get("layout") or "columns",
            reference=chosen.get("reference") or None,
            without=frozenset(w for name in _LEFT_OUT for w in chosen.get(name, ())),
            include_proposed=chosen.get("proposed", False),
            marks=chosen.get("marks") or "both",
            cap=(USUAL_CAP if cap is None else cap) if self._quotes else None,
            roles=self._roles if chosen.get("names") == "roles" else None,
            texts=self._texts,
            language=chosen.get("language") or HOUSE_LANGUAGE,
            theme=house_themes().get(chosen.get("theme", ""), PAPER),
            data=chosen.get("inside") or "packed",
            made=made,
        )

    def in_words(self) -> list[str]:
        """What was chosen, a phrase for each field that is not as usual; the title speaks for itself."""
        self.full_clean()
        return [said for name in self.fields if name != "title" and (said := self._said(name))]

    def _said(self, name: str) -> str:
        label, value = self[name].label, self.cleaned_data.get(name)
        choices: list[tuple[str, str]] = list(getattr(self.fields[name], "choices", ()))
        usual = choices[0][0] if choices and name not in _LEFT_OUT else None  # what is offered first
        if value in (None, "", False, [], usual):
            return ""
        if name in _LEFT_OUT:
            return f"{label} left out: {', '.join(dict(choices)[one] for one in value)}"
        return f"{label}: {dict(choices).get(value, value)}" if value is not True else str(label)


@cache
def house_themes() -> Mapping[str, Theme]:
    """The themes to choose from, by the name of their file: our own, and those in the folder of the setting. Raises
    UnfitTheme, OSError."""
    folder = settings.EXPORT_THEMES
    files = sorted(Path(folder).glob("*.json")) if folder else []
    return {"": PAPER} | {file.stem: read_theme(file.read_text(encoding="utf-8")) for file in files}
