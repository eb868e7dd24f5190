"""Addresses of what is kept back, and of sealings."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.disclosure import acts, files, seals, third_parties, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.register, name="disclosure"),
    path("keep/<int:pk>/", acts.keep_back, name="withhold"),
    path("free/<int:pk>/<int:withholding_id>/", acts.free, name="withhold-free"),
    path("lift/<int:pk>/", third_parties.lift, name="withhold-lift"),
    path("third-party/<int:pk>/", third_parties.ask, name="third-party-ask"),
    path("views/<int:pk>/", third_parties.answer, name="third-party-view"),
    path("review/<int:pk>/", acts.review, name="withholding-review"),
    path("seal/<str:number>/<int:version>/", sensitive(seals.ask_for), name="seal-ask"),
    path("seals/<int:signoff_id>/", sensitive(seals.decide), name="seal"),
    path("seals/<int:signoff_id>/report/", seals.report, name="seal-report"),
    path("files/<str:number>/", files.file_page, name="file"),
    path("files/<str:number>/release/", files.let_go, name="file-release"),
    path("files/<str:number>/erase/", files.erase, name="file-erase"),
    path("files/<str:number>/sign/", files.sign, name="file-sign"),
]
