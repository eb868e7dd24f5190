"""The models of reports, gathered for Django; import them from their own modules."""

from huiying.work.reports.core.models import Report, ReportVersion, ReportWithdrawal
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.downward.models import (
    IssuedStep,
    IssuedSupervision,
    ReceivedAnswer,
    SuperiorAnswer,
    SuperiorStep,
)
from huiying.work.reports.exchange.models import (
    ReceivedReport,
    ReceivedWithdrawal,
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.templates.models import ReportTemplate

__all__ = [
    "IssuedStep",
    "IssuedSupervision",
    "ReceivedAnswer",
    "ReceivedReport",
    "ReceivedWithdrawal",
    "RecipientRule",
    "Report",
    "ReportDelivery",
    "ReportSchedule",
    "ReportTemplate",
    "ReportVersion",
    "ReportWithdrawal",
    "Subordinate",
    "SubordinateToken",
    "SuperiorAnswer",
    "SuperiorStep",
    "SuperiorSystem",
    "SuperiorToken",
]
