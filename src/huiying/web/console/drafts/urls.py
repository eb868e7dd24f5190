"""Addresses of drafts and answers."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.drafts import acts, autosave, comments, preview, views, writing_acts
from huiying.web.console.releases import effect, topic

urlpatterns = [
    path("", views.response_list, name="responses"),
    path("start/<str:number>/", acts.start, name="draft-start"),
    path("<int:pk>/", views.draft_page, name="draft"),
    path("<int:pk>/edit/", views.draft_edit, name="draft-edit"),
    path("<int:pk>/changes/", views.draft_changes, name="draft-changes"),
    path("<int:pk>/facts/add/", acts.fact_add, name="draft-fact-add"),
    path(
        "<int:pk>/facts/<int:fact_id>/change/",
        writing_acts.fact_change,
        name="draft-fact-change",
    ),
    path("<int:pk>/facts/<int:fact_id>/remove/", acts.fact_remove, name="draft-fact-remove"),
    path("<int:pk>/form/", writing_acts.form_choose, name="draft-form"),
    path("<int:pk>/reason/", writing_acts.reason, name="draft-reason"),
    path(
        "<int:pk>/supersede/<int:fact_id>/", writing_acts.replace_fact, name="draft-supersede"
    ),
    path("<int:pk>/autosave/", autosave.autosave, name="draft-autosave"),
    path("<int:pk>/editing/", autosave.lease, name="draft-lease"),
    path("<int:pk>/reader/", preview.as_read, name="draft-reader"),
    path("<int:pk>/versions/", autosave.versions, name="draft-versions"),
    path("<int:pk>/versions/<int:number>/restore/", autosave.restore, name="draft-restore"),
    path("<int:pk>/comments/", comments.comment, name="draft-comment"),
    path(
        "<int:pk>/comments/<int:comment_id>/settle/",
        comments.settle,
        name="draft-comment-settle",
    ),
    path("<int:pk>/submit/", acts.submit, name="draft-submit"),
    path("<int:pk>/drop/", acts.drop, name="draft-drop"),
    path("<int:pk>/publish/", acts.publish_draft, name="draft-publish"),
    path("answers/<str:number>/groups/", effect.judge, name="answer-groups"),
    path("answers/<str:number>/topic/", topic.file, name="answer-file"),
    path("answers/<str:number>/correct/", acts.correct, name="answer-correct"),
]
