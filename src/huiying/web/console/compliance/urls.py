"""Addresses of the compliance page."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.compliance import views

urlpatterns = [
    path("", views.compliance, name="compliance"),
    path("acts/<str:number>/<int:place>/", views.acts, name="compliance-acts"),
    path("deadlines/<str:number>/<str:outcome>/", views.deadlines, name="compliance-deadlines"),
    path("missing/<str:number>/<str:check>/", views.missing, name="compliance-missing"),
    path("incidents/<str:number>/", views.incident, name="compliance-incident"),
]
