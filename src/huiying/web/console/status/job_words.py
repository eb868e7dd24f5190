"""What each job is called by people who do not run the installation.

In:   the name of a job.    Out:  its words.
Cost: none. A test finds a job without words.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

JOB_WORDS = {
    "stream": gettext_lazy("帖文归组"),
    "ladder": gettext_lazy("时限提醒"),
    "deliver": gettext_lazy("消息发送"),
    "webhooks": gettext_lazy("事件推送"),
    "pauses": gettext_lazy("恢复到期的暂停"),
    "rises": gettext_lazy("到期未研判的升级建议"),
    "holders": gettext_lazy("核对时限的经办"),
    "webhook-deliveries": gettext_lazy("清理推送记录"),
    "articles": gettext_lazy("公众号文章"),
    "imports": gettext_lazy("文件导入"),
    "collect": gettext_lazy("来源采集"),
    "deliveries": gettext_lazy("接收来件"),
    "closing": gettext_lazy("办结后监测"),
    "reports": gettext_lazy("定期报告"),
    "risk-sweeps": gettext_lazy("定期梳理提醒"),
    "report-work": gettext_lazy("报告编制"),
    "report-files": gettext_lazy("清理报告文件"),
    "ledger": gettext_lazy("违规台账登记"),
    "coverage": gettext_lazy("监测覆盖核对"),
    "names": gettext_lazy("姓名遮盖"),
    "places": gettext_lazy("平台名称整理"),
    "voice-keys": gettext_lazy("销毁到期去标识密钥"),
    "forms": gettext_lazy("清理表单记录"),
    "sign-ins": gettext_lazy("清理登录记录"),
    "old-runs": gettext_lazy("清理备份记录"),
    "erased-references": gettext_lazy("清除已删除来件"),
    "files": gettext_lazy("附件核对"),
    "dossiers": gettext_lazy("卷宗制作"),
    "packets": gettext_lazy("证据包制作"),
    "snapshots": gettext_lazy("网页快照"),
    "retention": gettext_lazy("到期帖文删除"),
    "purges": gettext_lazy("到期信访事项删除"),
    "record": gettext_lazy("审计记录校验"),
    "backups": gettext_lazy("备份"),
    "scanner": gettext_lazy("核对恶意代码扫描程序"),
    "statistics": gettext_lazy("数据库统计更新"),
    "demo": gettext_lazy("演示"),
    "drill": gettext_lazy("演练"),
}


def job_words(name: str) -> str:
    """Return what a job is called; one of another version keeps its name."""
    return str(JOB_WORDS.get(name) or _("任务 %(name)s") % {"name": name})
