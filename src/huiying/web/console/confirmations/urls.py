"""Addresses of what other agencies confirm."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.confirmations import acts, manual_answers, views

urlpatterns = [
    path("ask/<int:pk>/", acts.ask_agency, name="confirmation-ask"),
    path("waive/<int:pk>/<int:unit_id>/", acts.waive, name="confirmation-waive"),
    path("<str:number>/", views.confirmation, name="confirmation"),
    path("<str:number>/by-hand/", manual_answers.record, name="confirmation-record"),
    path("<str:number>/countersign/", manual_answers.sign, name="confirmation-countersign"),
    path("<str:number>/scan/", manual_answers.scan, name="confirmation-scan"),
    path("<str:number>/answer/", views.answer, name="confirmation-answer"),
]
