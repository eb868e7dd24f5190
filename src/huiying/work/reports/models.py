"""The models of reports, gathered for Django; import them from their own modules."""

from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.models import (
    Report,
    ReportSignature,
    ReportVersion,
    ReportWithdrawal,
    WithdrawalRequest,
)
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.downward.models import (
    IssuedStep,
    IssuedSupervision,
    ReceivedAnswer,
    SuperiorAnswer,
    SuperiorStep,
)
from huiying.work.reports.drafting.models import ReportComposition
from huiying.work.reports.exchange.models import (
    ReceivedReport,
    ReceivedWithdrawal,
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)
from huiying.work.reports.files.models import VersionFile
from huiying.work.reports.routing.models import RecipientChange, RecipientRule
from huiying.work.reports.schedules.models import ReportSchedule, ScheduleChange
from huiying.work.reports.templates.models import ReportTemplate

__all__ = [
    "IssuedStep",
    "IssuedSupervision",
    "ReceivedAnswer",
    "ReceivedReport",
    "ReceivedWithdrawal",
    "RecipientChange",
    "RecipientRule",
    "Report",
    "ReportComposition",
    "ReportDelivery",
    "ReportFiling",
    "ReportSchedule",
    "ReportSignature",
    "ReportTemplate",
    "ReportVersion",
    "ReportWithdrawal",
    "ScheduleChange",
    "Subordinate",
    "SubordinateToken",
    "SuperiorAnswer",
    "SuperiorStep",
    "SuperiorSystem",
    "SuperiorToken",
    "VersionFile",
    "WithdrawalRequest",
]
