"""Addresses of drafts and answers."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.responses import acts, shelf, views

urlpatterns = [
    path("", views.response_list, name="responses"),
    path("start/<str:number>/", acts.start, name="draft-start"),
    path("<int:pk>/", views.draft_page, name="draft"),
    path("<int:pk>/edit/", views.draft_edit, name="draft-edit"),
    path("<int:pk>/changes/", views.draft_changes, name="draft-changes"),
    path("<int:pk>/facts/add/", acts.fact_add, name="draft-fact-add"),
    path("<int:pk>/facts/<int:fact_id>/remove/", acts.fact_remove, name="draft-fact-remove"),
    path("<int:pk>/submit/", acts.submit, name="draft-submit"),
    path("<int:pk>/drop/", acts.drop, name="draft-drop"),
    path("<int:pk>/publish/", acts.publish_draft, name="draft-publish"),
    path("answers/<str:number>/topic/", shelf.file, name="answer-file"),
    path("answers/<str:number>/correct/", acts.correct, name="answer-correct"),
]
