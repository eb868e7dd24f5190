"""Addresses of units and officers."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.people import (
    contact_details,
    invitations,
    officers,
    pending_roles,
    resets,
    role_requests,
    setting_changes,
    sheets,
    units,
    views,
)
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.people, name="people"),
    path("roles/", sensitive(pending_roles.role_requests), name="role-requests"),
    path("roles/<int:signoff_id>/", sensitive(role_requests.role_request), name="role-request"),
    path("changes/<int:signoff_id>/", sensitive(setting_changes.change), name="setting-change"),
    path(
        "officers/<int:pk>/confirm/", sensitive(pending_roles.confirm), name="officer-confirm"
    ),
    path("resets/<int:signoff_id>/", sensitive(resets.reset_request), name="reset-request"),
    path("contact/", contact_details.edit, name="contact-details"),
    path("units/add/", units.add, name="unit-add"),
    path("units/import/", sheets.import_units, name="unit-import"),
    path("officers/links/", invitations.links, name="officer-links"),
    path("officers/import/", sensitive(sheets.import_officers), name="officer-import"),
    path("units/<int:pk>/", units.edit, name="unit-edit"),
    path("officers/add/", sensitive(officers.add, secret=True), name="officer-add"),
    path("officers/<int:pk>/", sensitive(officers.edit), name="officer-edit"),
    path(
        "officers/<int:pk>/password/",
        sensitive(resets.password),
        name="officer-password",
    ),
    path(
        "officers/<int:pk>/second-factor/",
        sensitive(resets.second_factor),
        name="officer-second-factor",
    ),
]
