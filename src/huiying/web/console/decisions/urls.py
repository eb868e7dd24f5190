"""Addresses of the assessments of decisions."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.decisions import acts, parts, views

urlpatterns = [
    path("", views.decision_list, name="decisions"),
    path("new/", views.start, name="decision-start"),
    path("methods/<int:pk>/file/", views.method_file, name="decision-method-file"),
    path("methods/<int:pk>/strike/", parts.strike_of_method, name="decision-method-strike"),
    path("points/<int:pk>/", parts.edit_of_point, name="decision-point"),
    path("points/<int:pk>/strike/", parts.strike_of_point, name="decision-point-strike"),
    path("<str:number>/", views.detail, name="decision"),
    path("<str:number>/edit/", acts.edit, name="decision-edit"),
    path("<str:number>/methods/", parts.method, name="decision-method"),
    path("<str:number>/points/", parts.new_point, name="decision-point-add"),
    path("<str:number>/dissents/", parts.dissent, name="decision-dissent"),
    path("<str:number>/submit/", acts.submit, name="decision-submit"),
    path("<str:number>/sign/", acts.sign, name="decision-sign"),
    path("<str:number>/return/", acts.send_back, name="decision-return"),
    path("<str:number>/revise/", acts.revise, name="decision-revise"),
    path("<str:number>/announce/", acts.announce, name="decision-announce"),
    path("<str:number>/incidents/", acts.link, name="decision-incident"),
]
