"""Addresses of documents; ``?format=pdf`` and ``?format=docx`` are the files."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.documents import views

urlpatterns = [
    path("minutes/<str:number>/", views.minutes, name="document-minutes"),
    path("proposals/<str:number>/", views.proposal, name="document-proposal"),
    path("approvals/<int:pk>/", views.approval, name="document-approval"),
    path("decisions/<str:number>/<int:version>/", views.decision, name="document-decision"),
    path("drills/<str:number>/", views.drill, name="document-drill"),
    path("calls/<str:number>/", views.call, name="document-call"),
    path("deliveries/<str:number>/", views.delivery, name="document-delivery"),
    path("answers/<str:number>/<int:version>/", views.answer, name="document-answer"),
]
