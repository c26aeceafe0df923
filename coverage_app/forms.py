"""Forms: what people type, checked, with messages that say what to do."""

from django import forms
from django.contrib.auth import forms as auth_forms

from .models import Role, Story


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
