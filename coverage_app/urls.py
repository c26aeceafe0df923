"""Addresses. The name of an address is the module and function of its view: `compare.row` is views/compare.py: row."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path, register_converter

from .converters import KeyConverter
from .forms import SignInForm
from .views import (
    absences,
    alignment,
    annotations,
    article,
    changes,
    compare,
    double_review,
    export,
    health,
    history,
    imports,
    journal,
    ledger,
    origins,
    passages,
    points,
    quotes,
    review,
    stories,
    verify,
)

register_converter(KeyConverter, "key")

admin.site.site_header = "Crossread administration"
admin.site.site_title = "Crossread"
admin.site.index_title = "Articles, outlets, stories and accounts"

urlpatterns = [
    path("", stories.list, name="stories.list"),
    path("verify/", verify.page, name="verify.page"),
    path("stories/new/", stories.new, name="stories.new"),
    path("stories/<key:story_id>/settings/", stories.settings, name="stories.settings"),
    path("stories/<key:story_id>/members/add/", stories.member_add, name="stories.member_add"),
    path("stories/<key:story_id>/members/<key:member_id>/", stories.member_change, name="stories.member_change"),
    path("stories/<key:story_id>/archive/", stories.archive, name="stories.archive"),
    path("stories/<key:story_id>/restore/", stories.restore, name="stories.restore"),
    path("stories/<key:story_id>/delete/", stories.delete, name="stories.delete"),
    path("stories/<key:story_id>/changes/", changes.poll, name="changes.poll"),
    path("stories/<key:story_id>/journal/", journal.page, name="journal.page"),
    path("stories/<key:story_id>/journal/<key:change_id>/place/", journal.place, name="journal.place"),
    path("stories/<key:story_id>/journal/<key:change_id>/take-back/", journal.take_back, name="journal.take_back"),
    path("stories/<key:story_id>/journal/<key:change_id>/do-again/", journal.do_again, name="journal.do_again"),
    path("stories/<key:story_id>/", compare.page, name="compare.page"),
    path("stories/<key:story_id>/quotes/", quotes.page, name="quotes.page"),
    path("stories/<key:story_id>/origins/", origins.page, name="origins.page"),
    path("stories/<key:story_id>/rows/<slug:key>/", compare.row, name="compare.row"),
    path("stories/<key:story_id>/article/", article.page, name="article.page"),
    path("stories/<key:story_id>/article/<key:article_id>/", article.page, name="article.page"),
    path("stories/<key:story_id>/ledger/", ledger.page, name="ledger.page"),
    path("stories/<key:story_id>/ledger/<key:point_id>/<key:article_id>/check/", ledger.check, name="ledger.check"),
    path(
        "stories/<key:story_id>/ledger/<key:point_id>/<key:article_id>/uncheck/", ledger.uncheck, name="ledger.uncheck"
    ),
    path("stories/<key:story_id>/alignment/", alignment.status, name="alignment.status"),
    path("stories/<key:story_id>/alignment/start/", alignment.start, name="alignment.start"),
    path("stories/<key:story_id>/review/", review.page, name="review.page"),
    path("stories/<key:story_id>/review/undo/", review.undo, name="review.undo"),
    path("stories/<key:story_id>/review/redo/", review.redo, name="review.redo"),
    path("stories/<key:story_id>/review/<slug:item>/accept/", review.accept, name="review.accept"),
    path("stories/<key:story_id>/review/<slug:item>/reject/", review.reject, name="review.reject"),
    path("stories/<key:story_id>/review/<slug:item>/edit/", review.edit, name="review.edit"),
    path("stories/<key:story_id>/double-review/", double_review.page, name="double_review.page"),
    path("stories/<key:story_id>/double-review/start/", double_review.start, name="double_review.start"),
    path("stories/<key:story_id>/double-review/done/", double_review.done, name="double_review.done"),
    path("stories/<key:story_id>/double-review/resume/", double_review.resume, name="double_review.resume"),
    path("stories/<key:story_id>/double-review/end/", double_review.end, name="double_review.end"),
    path("stories/<key:story_id>/double-review/agreed/", double_review.agreed, name="double_review.agreed"),
    path("stories/<key:story_id>/double-review/close/", double_review.close, name="double_review.close"),
    path(
        "stories/<key:story_id>/double-review/<key:candidate_id>/answer/",
        double_review.answer,
        name="double_review.answer",
    ),
    path(
        "stories/<key:story_id>/double-review/<key:candidate_id>/decide/",
        double_review.decide,
        name="double_review.decide",
    ),
    path("stories/<key:story_id>/articles/", imports.articles, name="imports.articles"),
    path("stories/<key:story_id>/articles/<key:article_id>/remove/", imports.remove, name="imports.remove"),
    path("stories/<key:story_id>/articles/<key:article_id>/source/", imports.source, name="imports.source"),
    path("stories/<key:story_id>/upload/", imports.upload, name="imports.upload"),
    path("stories/<key:story_id>/paste/", imports.paste, name="imports.paste"),
    path("imports/<key:batch_id>/", imports.review, name="imports.review"),
    path("imports/<key:batch_id>/files/<key:file_id>/discard/", imports.discard, name="imports.discard"),
    path("stories/<key:story_id>/undo/", history.undo, name="history.undo"),
    path("stories/<key:story_id>/redo/", history.redo, name="history.redo"),
    path("stories/<key:story_id>/points/new/", points.create, name="points.create"),
    path("points/<key:point_id>/correct/", points.correct, name="points.correct"),
    path("points/<key:point_id>/lock/", points.lock, name="points.lock"),
    path("points/<key:point_id>/unlock/", points.unlock, name="points.unlock"),
    path("points/<key:point_id>/up/", points.up, name="points.up"),
    path("points/<key:point_id>/down/", points.down, name="points.down"),
    path("points/<key:point_id>/merge/", points.merge, name="points.merge"),
    path("points/<key:point_id>/split/", points.split, name="points.split"),
    path("points/<key:point_id>/absences/<key:article_id>/check/", absences.check, name="absences.check"),
    path("points/<key:point_id>/absences/<key:article_id>/uncheck/", absences.uncheck, name="absences.uncheck"),
    path("passages/<key:passage_id>/move/", passages.move, name="passages.move"),
    path("passages/<key:passage_id>/link/", passages.link, name="passages.link"),
    path("passages/<key:passage_id>/take-out/", passages.take_out, name="passages.take_out"),
    path("passages/<key:passage_id>/set-aside/", passages.set_aside, name="passages.set_aside"),
    path("passages/<key:passage_id>/take-back/", passages.take_back, name="passages.take_back"),
    path("passages/<key:passage_id>/split/", passages.split, name="passages.split"),
    path("passages/<key:passage_id>/join/", passages.join, name="passages.join"),
    path("passages/<key:passage_id>/annotate/", annotations.create, name="annotations.create"),
    path("annotations/<key:annotation_id>/edit/", annotations.edit, name="annotations.edit"),
    path("annotations/<key:annotation_id>/accept/", annotations.accept, name="annotations.accept"),
    path("annotations/<key:annotation_id>/dismiss/", annotations.dismiss, name="annotations.dismiss"),
    path("annotations/<key:annotation_id>/delete/", annotations.delete, name="annotations.delete"),
    path("stories/<key:story_id>/export/", export.page, name="export.page"),
    path("stories/<key:story_id>/export/preview/", export.preview, name="export.preview"),
    path("stories/<key:story_id>/export/texts/", export.texts, name="export.texts"),
    path("stories/<key:story_id>/export/<str:kind>/", export.download, name="export.download"),
    path(
        "accounts/sign-in/",
        auth.LoginView.as_view(
            template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
        ),
        name="accounts.sign_in",
    ),
    path("accounts/sign-out/", auth.LogoutView.as_view(), name="accounts.sign_out"),
    path(
        "accounts/password/",
        auth.PasswordChangeView.as_view(template_name="accounts/password.html", success_url="/accounts/password/done/"),
        name="accounts.password",
    ),
    path(
        "accounts/password/done/",
        auth.PasswordChangeDoneView.as_view(template_name="accounts/password_done.html"),
        name="accounts.password_done",
    ),
    path("health/", health.show, name="health.show"),
    path("admin/", admin.site.urls),
]
