"""Addresses of incidents."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.incidents import acts, copies, model, recusals, views, weigh

urlpatterns = [
    path("", views.incident_list, name="incidents"),
    path("copies/<int:post_id>/", copies.copies, name="copies"),
    path("<str:number>/", views.detail, name="incident"),
    path("<str:number>/model/", model.summary, name="incident-model"),
    path("<str:number>/regrade/", weigh.regrade, name="regrade"),
    path("<str:number>/severity/", weigh.severity, name="severity"),
    path("<str:number>/value/", weigh.value, name="value"),
    path("<str:number>/level/", weigh.outside_level, name="outside-level"),
    path("<str:number>/notify/", acts.notify, name="notify"),
    path("<str:number>/merge/", acts.merge, name="incident-merge"),
    path("<str:number>/split/", acts.split, name="incident-split"),
    path("<str:number>/recuse/", recusals.recuse, name="incident-recuse"),
    path("<str:number>/recusals/<int:pk>/end/", recusals.end, name="recusal-end"),
    path("<str:number>/move/", acts.move, name="incident-move"),
]
