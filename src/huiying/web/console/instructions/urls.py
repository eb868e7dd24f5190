"""Addresses of instructions."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.instructions import acts, views

urlpatterns = [
    path("incident/<str:number>/", acts.of_incident, name="instruct"),
    path("incident/<str:number>/paper/", acts.paper_of_incident, name="instruction-enter"),
    path("reference/<str:number>/", acts.of_reference, name="instruct-reference"),
    path(
        "reference/<str:number>/paper/",
        acts.paper_of_reference,
        name="instruction-enter-reference",
    ),
    path("report/<str:number>/", acts.of_report, name="instruct-report"),
    path("report/<str:number>/paper/", acts.paper_of_report, name="instruction-enter-report"),
    path("received/<str:number>/", acts.of_received, name="instruct-received"),
    path(
        "received/<str:number>/paper/",
        acts.paper_of_received,
        name="instruction-enter-received",
    ),
    path("petition/<str:number>/", acts.of_petition, name="instruct-petition"),
    path(
        "petition/<str:number>/paper/",
        acts.paper_of_petition,
        name="instruction-enter-petition",
    ),
    path("<str:number>/", views.detail, name="instruction"),
    path("<str:number>/scan/", views.scan, name="instruction-scan"),
    path("<str:number>/confirm/", acts.confirm, name="instruction-confirm"),
    path("<str:number>/disown/", acts.disown, name="instruction-disown"),
    path("<str:number>/correct/", acts.correct, name="instruction-correct"),
    path("<str:number>/correct/paper/", acts.correct_paper, name="instruction-correct-paper"),
]
