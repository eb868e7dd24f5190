"""Addresses of the archive: filed matters and reports, dossiers, the deletion of posts."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.archive import acts, deletions, dossiers, reports, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.archive, name="archive"),
    path("fonds/", acts.fonds, name="archive-fonds"),
    path("file/<str:number>/", acts.file, name="archive-file"),
    path("reports/", reports.filed, name="archive-reports"),
    path("reports/<str:number>/file/", acts.report, name="archive-report-file"),
    path("periods/<str:number>/", views.period_request, name="archive-period"),
    path("periods/<str:number>/sign/", acts.sign, name="archive-period-sign"),
    path("periods/<str:number>/return/", acts.send_back, name="archive-period-return"),
    path("dossiers/<str:number>/", sensitive(dossiers.take), name="dossier-take"),
    path("posts/", deletions.overview, name="post-deletions"),
    path("posts/plan/", deletions.plan, name="post-deletion-plan"),
    path("posts/<str:number>/", deletions.page, name="post-deletion"),
    path("posts/<str:number>/sign/", sensitive(deletions.sign), name="post-deletion-sign"),
    path("posts/<str:number>/return/", deletions.send_back, name="post-deletion-return"),
    path("posts/<str:number>/stop/", deletions.stop, name="post-deletion-stop"),
    path("posts/<str:number>/resume/", deletions.resume, name="post-deletion-resume"),
    path("posts/<str:number>/end/", deletions.end, name="post-deletion-end"),
    path("<str:number>/", views.filing, name="filing"),
    path("<str:number>/period/", acts.period, name="filing-period"),
    path("<str:number>/dossier/", dossiers.make, name="dossier-make"),
]
