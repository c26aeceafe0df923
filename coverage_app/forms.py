"""Forms: what people type, checked, with messages that say what to do."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.utils import timezone

from .engine.bundle_zip import MOST_BYTES
from .models import Annotation, Article, FrontMatter, Outlet, Passage, Role, Story
from .services.annotations import Content


class SignInForm(auth_forms.AuthenticationForm):
    error_messages = {
        **auth_forms.AuthenticationForm.error_messages,
        "invalid_login": "This name and password do not belong together. Capital letters count in both.",
    }


class StoryForm(forms.ModelForm):
    class Meta:
        model = Story
        fields = ["title"]
        labels = {"title": "Event"}
        help_texts = {"title": "What happened, in a few words: “Call between the two foreign ministers”."}


class FrontMatterForm(forms.ModelForm):
    """What a newsroom says before and behind a published comparison."""

    class Meta:
        model = FrontMatter
        fields = ["byline", "dated", "introduction", "method"]
        widgets = {
            "dated": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "method": forms.Textarea(attrs={"rows": 3}),
        }


class MemberForm(forms.Form):
    username = forms.CharField(label="Account", max_length=150)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)


class OutletsField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:  # a number that SQLite cannot even be asked for
            raise forms.ValidationError("Tick the outlets in the list.") from None


class AnnotationForm(forms.Form):
    """What an editor writes about some words. `outlets` are those of the story."""

    kind = forms.ChoiceField(choices=Annotation.Kind.choices, widget=forms.RadioSelect, initial="added_detail")
    difference_class = forms.ChoiceField(
        label="Kind of difference", choices=[("", "—"), *Annotation.Difference.choices], required=False
    )
    outlets = OutletsField(
        Outlet.objects.none(),
        label="Outlets credited",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the outlet that added these words (for an omission: that left them out)."},
    )
    label = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"data-focus": True}),
        error_messages={"required": "Say in a few words what was added, or how they differ."},
    )
    body = forms.CharField(
        label="Note",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="*italic*, **bold**, [link](https://…), lists with a hyphen",
    )

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outlets"]
        field.queryset = Outlet.objects.filter(articles__story=story, articles__state="confirmed").distinct()

    def content(self) -> Content:
        data = self.cleaned_data
        return Content(
            kind=data.get("kind", ""),
            outlets=tuple(data["outlets"]),
            label=data["label"],
            body=data["body"],
            difference_class=data["difference_class"],
        )


class AnnotationEditForm(AnnotationForm):
    """The kind stays: it says what the targets are."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, story=story, **kwargs)
        del self.fields["kind"]


class WordsForm(forms.Form):
    """Which words of a passage: the words themselves, and where they start when they stand there twice."""

    exact = forms.CharField(
        label="Words",
        strip=True,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Select the words in the passage, or copy them here."},
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    against = forms.TypedChoiceField(label="Compared with", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, passage: Passage, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passage = passage
        self.fields["against"].choices = [("", "—"), *others]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        exact = data.get("exact", "")
        text = self.passage.text
        places = [i for i in range(len(text)) if text.startswith(exact, i)] if exact else []
        if exact and not places:
            self.add_error("exact", "These words do not stand in the passage. Copy them as they are printed there.")
        elif exact:
            hint = data.get("start") or 0
            data["place"] = min(places, key=lambda i: abs(i - hint))
        return data


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files. Each is judged by the import, which has its own word for what is wrong with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, widget=FilesInput, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list:
        one = super().clean
        return [one(file, initial) for file in data] if data else [one(None, initial)]


class UploadForm(forms.Form):
    files = FilesField(
        label="Files",
        help_text="Saved web pages (.html), plain text (.txt) or Word files (.docx), at most 10 MB each.",
        error_messages={"required": "Choose at least one file, or paste an article’s text."},
    )


class BundleForm(forms.Form):
    file = forms.FileField(
        label="Bundle",
        help_text="The .zip that “Story bundle” on the export page of the other Crossread gave.",
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": "Choose the bundle’s file.",
            "empty": "This file is empty. Download the bundle once more.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"This file has {file.size / 2**20:,.0f} MB; a bundle has at most {MOST_BYTES // 2**20}."
            )
        return file


class AnnotationsFileForm(forms.Form):
    MOST_BYTES = 5 * 2**20

    file = forms.FileField(
        label="File",
        help_text="W3C Web Annotations (JSON-LD), or what Hypothesis exports as JSON. At most 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".json,.jsonld,application/json,application/ld+json"}),
        error_messages={
            "required": "Choose the file with the annotations.",
            "empty": "This file is empty. Export the annotations once more.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB. Export fewer annotations at a time.")
        return file


class AnnotationsTextForm(forms.Form):
    """The file's text, while one looks at where its annotations would go."""

    text = forms.CharField(widget=forms.HiddenInput)


class PasteForm(forms.Form):
    outlet = forms.CharField(
        max_length=120,
        help_text="Who published it.",
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off"}),
        error_messages={"required": "Say who published the article."},
    )
    headline = forms.CharField(max_length=500, required=False, help_text="Leave it out if the text begins with it.")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 12}), error_messages={"required": "Paste the article’s text here."}
    )


class ArticleForm(forms.Form):
    """What was read of one article, to be corrected. Its passages are ticked beside it: see views/imports.py."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outlet = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off"}),
        error_messages={"required": "Say who published the article."},
    )
    headline = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    byline = forms.CharField(max_length=300, required=False)
    published_at = forms.DateTimeField(
        label="Published",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Give day and time as 2026-03-11 15:42, or leave it empty."},
    )
    url = forms.URLField(
        label="Address",
        max_length=1000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Give the address as https://…, or leave it empty."},
    )

    def __init__(self, data: Any = None, *, article: Article) -> None:
        facts = {name: getattr(article, name) for name in ("version", "headline", "byline", "published_at", "url")}
        initial = facts | {"outlet": article.outlet.name}
        super().__init__(data, prefix=f"article-{article.pk}", initial=initial)
        self.fields["published_at"].help_text = f"Time zone: {timezone.get_current_timezone_name()}"

    def clean_url(self) -> str:
        """Addresses of the web only: it becomes a link."""
        url = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(self.fields["url"].error_messages["invalid"])
        return url

    def clean_published_at(self) -> datetime | None:
        """The field shows no seconds: a time that was left alone keeps its own."""
        given, known = self.cleaned_data["published_at"], self.initial["published_at"]
        untouched = given and known and given == known.replace(second=0, microsecond=0)
        return known if untouched else given
