"""Forms: what people type, checked, with messages that say what to do."""

from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms

from .models import Annotation, Outlet, Passage, Role, Story
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


class MemberForm(forms.Form):
    username = forms.CharField(label="Account", max_length=150)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)

class AnnotationForm(forms.Form):
    """What an editor writes about some words. `outlets` are those of the story."""

    kind = forms.ChoiceField(choices=Annotation.Kind.choices, widget=forms.RadioSelect, initial="added_detail")
    difference_class = forms.ChoiceField(
        label="Kind of difference", choices=[("", "—"), *Annotation.Difference.choices], required=False
    )
    outlets = forms.ModelMultipleChoiceField(
        Outlet.objects.none(),
        label="Outlets credited",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the outlet that added these words (for an omission: that left them out)."},
    )
    label = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
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
