"""Addresses of release plans: channels, what they carried, the package to copy."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.outlets import acts, views

urlpatterns = [
    path("<str:number>/", views.plan, name="plan"),
    path("<str:number>/package/", views.package, name="package"),
    path("<str:number>/add/", acts.add, name="plan-add"),
    path("line/<int:pk>/", views.line, name="plan-line"),
    path("line/<int:pk>/files/<int:piece>/", views.file, name="plan-file"),
    path("line/<int:pk>/edit/", acts.edit, name="plan-edit"),
    path("line/<int:pk>/carried/", acts.carried, name="plan-carried"),
    path("line/<int:pk>/doubt/", acts.doubt, name="plan-doubt"),
    path("line/<int:pk>/absent/", acts.absent, name="plan-absent"),
    path("line/<int:pk>/drop/", acts.drop, name="plan-drop"),
]
