"""Addresses of dockets."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.verification import acts, answers, views

urlpatterns = [
    path("", views.docket_list, name="dockets"),
    path("ask/<str:number>/", acts.ask_docket, name="docket-ask"),
    path("<str:number>/", views.detail, name="docket"),
    path("<str:number>/answer/", answers.answer, name="docket-answer"),
    path("<str:number>/evidence/", answers.evidence_add, name="docket-evidence"),
    path("<str:number>/confirm/", acts.confirm, name="docket-confirm"),
    path("<str:number>/return/", acts.send_back, name="docket-return"),
    path("<str:number>/again/", acts.again, name="docket-again"),
    path("<str:number>/withdraw/", acts.withdraw, name="docket-withdraw"),
    path("<str:number>/serve/", acts.serve, name="docket-serve"),
    path("<str:number>/serve/<str:other>/stop/", acts.unserve, name="docket-unserve"),
    path(
        "<str:number>/evidence/<int:pk>/file/",
        answers.evidence_file,
        name="docket-evidence-file",
    ),
    path("<str:number>/evidence/<int:pk>/lost/", answers.lost, name="docket-evidence-lost"),
    path("<str:number>/fact/<int:draft_id>/", answers.use_in_draft, name="docket-fact"),
]
