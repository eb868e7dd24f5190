"""Addresses of contingency plans, and of their activation on an incident."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.plans import activation, acts, prepared, views

urlpatterns = [
    path("", views.plan_list, name="contingency-plans"),
    path("new/", views.start, name="contingency-plan-start"),
    path("items/<int:pk>/drop/", acts.drop, name="contingency-plan-item-drop"),
    path("incidents/<str:incident>/", activation.choose, name="incident-plan-choose"),
    path(
        "incidents/<str:incident>/answers/<str:key>/insert/",
        prepared.insert,
        name="prepared-answer-insert",
    ),
    path("<str:number>/", views.detail, name="contingency-plan"),
    path("<str:number>/edit/", acts.edit, name="contingency-plan-edit"),
    path("<str:number>/measures/", acts.measure, name="contingency-plan-measure"),
    path("<str:number>/questions/", acts.question, name="contingency-plan-question"),
    path("<str:number>/contacts/", acts.contact, name="contingency-plan-contact"),
    path("<str:number>/submit/", acts.submit, name="contingency-plan-submit"),
    path("<str:number>/approve/", acts.approve, name="contingency-plan-approve"),
    path("<str:number>/return/", acts.send_back, name="contingency-plan-return"),
    path("<str:number>/revise/", acts.revise, name="contingency-plan-revise"),
    path(
        "<str:number>/activate/<str:incident>/",
        activation.activate,
        name="incident-plan-activate",
    ),
]
