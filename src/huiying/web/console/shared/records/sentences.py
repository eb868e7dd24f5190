"""Render an audit record as a sentence.

In:   audit records.    Out:  who did what, in the language of the page.
Cost: a dictionary look-up. A verb without a sentence is shown as it is; a test finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.policy.closing.breaches import Verdict
from huiying.policy.closing.gate import Condition
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.grading.response_value import ResponseValue
from huiying.web.console.shared.records.accusations import ACCUSATIONS
from huiying.web.console.shared.records.answers import ANSWERS
from huiying.web.console.shared.records.offline import OFFLINE
from huiying.web.console.shared.records.outward import OUTWARD
from huiying.web.console.shared.records.petitions import PETITIONS
from huiying.web.console.shared.records.prevention import PREVENTION
from huiying.web.console.shared.severity import severity_with_kind
from huiying.web.console.shared.situation import situation_line_word
from huiying.web.shared.proof_words import PROOFS
from huiying.work.collection.patrols.models import PatrolResult
from huiying.work.incidents.grading.models import RequestKind

SENTENCES: dict[str, str] = {
    **OUTWARD,
    **PREVENTION,
    **OFFLINE,
    **ANSWERS,
    **PETITIONS,
    **PREVENTION,
    **ACCUSATIONS,
    "bureau.made": gettext_noop("%(who)s建立%(label)s"),
    "list.exported": gettext_noop("%(who)s导出%(label)s，共 %(rows)s 条"),
    "installation.moved": gettext_noop(
        "%(who)s将全部数据从 SQLite 搬到 PostgreSQL：%(tables)s 个表、%(rows)s 行，逐行核对一致"
    ),
    "installation.export_began": gettext_noop("开始导出全部数据"),
    "installation.exported": gettext_noop(
        "已导出全部数据：%(tables)s 个表、%(rows)s 行、%(files)s 个存档文件"
    ),
    "installation.loaded": gettext_noop(
        "全部数据已从导出文件载入：%(tables)s 个表、%(rows)s 行、%(files)s 个存档文件"
    ),
    "installation.key_made": gettext_noop("%(who)s生成新的安装密钥，旧密钥暂时保留"),
    "installation.key_rotation_began": gettext_noop(
        "%(who)s开始更换安装密钥，现有密钥 %(keys)s 个"
    ),
    "installation.key_rotated": gettext_noop(
        "%(who)s更换安装密钥：重新封存 %(changed)s 处，仍用旧密钥 %(older)s 处"
    ),
    "installation.key_dropped": gettext_noop("%(who)s停用旧的安装密钥 %(keys)s 个"),
    "backup.asked": gettext_noop("%(who)s要求备份"),
    "backup.made": gettext_noop("备份已写成，%(rows)s 行"),
    "backup.failed": gettext_noop("备份失败"),
    "bureau.contact_details_set": gettext_noop("%(who)s修改%(label)s的联系方式"),
    "unit.added": gettext_noop("%(who)s添加单位“%(label)s”"),
    "unit.changed": gettext_noop("%(who)s修改单位“%(label)s”"),
    "officer.added": gettext_noop("%(who)s添加一名人员"),
    "officer.reset_requested": gettext_noop("%(who)s申请重设一名人员的登录：%(reason)s"),
    "officer.reset_signed": gettext_noop("%(who)s签署重设一名人员的登录"),
    "officer.reset_returned": gettext_noop("%(who)s不同意重设一名人员的登录：%(reason)s"),
    "officer.vouched": gettext_noop("%(who)s确认一名人员在岗并已接管账号"),
    "officer.roles_changed": gettext_noop("%(who)s调整一名人员的角色"),
    "officer.roles_requested": gettext_noop("%(who)s申请授予或取消一名人员的角色"),
    "officer.roles_signed": gettext_noop("%(who)s签署一名人员的角色授予或取消"),
    "officer.roles_returned": gettext_noop("%(who)s不同意一名人员的角色申请：%(reason)s"),
    "officer.sessions_ended": gettext_noop("%(who)s退出会话 %(sessions)s 个"),
    "officer.seeded": gettext_noop("%(who)s初始设置一名人员及其角色，未经第二人签署"),
    "officer.roles_seeded": gettext_noop("%(who)s初始授予一名人员角色，未经第二人签署"),
    "delegation.made": gettext_noop("%(who)s登记委托：%(role_word)s由他人代行"),
    "delegation.confirmed": gettext_noop("%(who)s确认委托：%(role_word)s由他人代行"),
    "delegation.revoked": gettext_noop("%(who)s撤回委托：%(role_word)s"),
    "incident.recused": gettext_noop("%(who)s登记回避：%(reason)s"),
    "incident.recusal_ended": gettext_noop("%(who)s解除一人的回避"),
    "roster.planned": gettext_noop("%(who)s排班 %(shifts)s 班"),
    "roster.replaced": gettext_noop("%(who)s给“%(label)s”换人：%(reason)s"),
    "roster.removed": gettext_noop("%(who)s删除“%(label)s”"),
    "shift.handed_over": gettext_noop("%(who)s交班（%(label)s）"),
    "shift.taken_over": gettext_noop("%(who)s接班（%(label)s）"),
    "officer.passed_on": gettext_noop("%(who)s将一名人员经办的 %(things)s 项事项移交他人"),
    "officer.password_set": gettext_noop("%(who)s重设一名人员的口令"),
    "officer.password_expired": gettext_noop("%(who)s要求一名人员更换到期口令"),
    "rulebook.adopted": gettext_noop("%(who)s启用规则第 %(ref)s 版"),
    "rulebook.edited": gettext_noop("%(who)s改动规则修改稿"),
    "rulebook.draft_dropped": gettext_noop("%(who)s放弃规则修改稿"),
    "rulebook.withdrawn": gettext_noop("%(who)s撤回未施行的规则第 %(ref)s 版：%(reason)s"),
    "calendar.days_set": gettext_noop("%(who)s改工作日历：%(ref)s"),
    "calendar.days_proposed": gettext_noop("%(who)s提出改工作日历：%(ref)s，等另一人确认"),
    "calendar.days_confirmed": gettext_noop("%(who)s确认工作日历的改动：%(ref)s"),
    "calendar.days_dropped": gettext_noop("%(who)s放弃工作日历待确认的修改：%(ref)s"),
    "calendar.year_entered": gettext_noop("%(who)s确认 %(ref)s 年的放假通知已录完"),
    "calendar.year_reopened": gettext_noop("%(who)s把 %(ref)s 年的日历改回暂定"),
    "routing.trained": gettext_noop("%(who)s训练分办模型，第 %(ref)s 版启用"),
    "routing.chosen": gettext_noop("%(who)s改用分办模型第 %(ref)s 版"),
    "routing.unused": gettext_noop("%(who)s停用分办模型，只按单位职责建议"),
    "community.registered": gettext_noop("%(who)s登记社区“%(label)s”"),
    "community.asked": gettext_noop("%(who)s登记一个社区，等另一人确认"),
    "community.confirmed": gettext_noop("%(who)s确认社区“%(label)s”，列入名单"),
    "community.refused": gettext_noop("%(who)s未通过一个待确认的社区"),
    "community.retired": gettext_noop("%(who)s把社区“%(label)s”移出名单"),
    "source.added": gettext_noop("%(who)s添加来源“%(label)s”"),
    "setting.change_asked": gettext_noop("%(who)s申请变更“%(label)s”：%(reason)s"),
    "setting.change_signed": gettext_noop("%(who)s签署“%(label)s”的变更"),
    "setting.change_returned": gettext_noop("%(who)s退回“%(label)s”的变更：%(reason)s"),
    "source.changed": gettext_noop("%(who)s修改来源“%(label)s”"),
    "source.paused": gettext_noop("%(who)s停用来源“%(label)s”：%(reason)s"),
    "source.resumed": gettext_noop("%(who)s启用来源“%(label)s”"),
    "source.token_rotated": gettext_noop("%(who)s更换“%(label)s”的推送令牌"),
    "source.article_given_up": gettext_noop(
        "来源“%(label)s”有一篇重试 %(tries)s 次未读取，不再重试：%(address)s"
    ),
    "source.health_changed": gettext_noop("来源“%(label)s”状态变为%(health)s"),
    "channel.added": gettext_noop("%(who)s添加消息渠道“%(label)s”"),
    "channel.tried": gettext_noop("%(who)s向消息渠道“%(label)s”发送测试"),
    "channel.changed": gettext_noop("%(who)s修改消息渠道“%(label)s”"),
    "channel.confirmed": gettext_noop("%(who)s确认消息渠道“%(label)s”可送达该单位"),
    "posts.accepted": gettext_noop("收到“%(label)s”的帖文 %(accepted)s 条"),
    "post.entered": gettext_noop("%(who)s人工录入 1 条帖文"),
    "import.started": gettext_noop("%(who)s开始导入“%(label)s”"),
    "import.replaced": gettext_noop("%(who)s改用其他列重新导入“%(label)s”，替换上次的导入"),
    "import.finished": gettext_noop("导入“%(label)s”完成"),
    "import.failed": gettext_noop("导入“%(label)s”未能读取"),
    "voice_key.destroyed": gettext_noop("到期的发帖人密钥已销毁"),
    "coverage.noted": gettext_noop("%(who)s说明监测空白“%(label)s”：%(note)s"),
    "coverage.exempted": gettext_noop("%(who)s同意“%(label)s”不需覆盖"),
    "coverage.note_ended": gettext_noop("%(who)s撤销对“%(label)s”的监测说明"),
    "coverage.assigned": gettext_noop("%(who)s将来源“%(label)s”归入渠道类别"),
    "topic.added": gettext_noop("%(who)s添加关注主题“%(label)s”：%(expression)s"),
    "topic.reviewed": gettext_noop("%(who)s复核关注主题“%(label)s”，继续关注"),
    "topic.ended": gettext_noop("%(who)s停止关注主题“%(label)s”：%(reason)s"),
    "sample.links_added": gettext_noop("%(who)s向 %(ref)s 抽样样本录入 %(count)s 条链接"),
    "sample.closed": gettext_noop(
        "%(who)s将 %(ref)s 抽样样本定稿：%(size)s 条中 %(known)s 条已收到"
    ),
    "patrol.planned": gettext_noop("%(who)s安排巡查“%(label)s”"),
    "patrol.replanned": gettext_noop("%(who)s修改巡查安排“%(label)s”"),
    "patrol.ended": gettext_noop("%(who)s停止巡查安排“%(label)s”"),
    "emergency_monitoring.started": gettext_noop(
        "%(who)s启动应急监测：每 %(minutes)s 分钟采集，%(hours)s 小时；%(reason)s"
    ),
    "emergency_monitoring.prolonged": gettext_noop(
        "%(who)s重新设定应急监测：每 %(minutes)s 分钟采集，%(hours)s 小时；%(reason)s"
    ),
    "emergency_monitoring.ended": gettext_noop("%(who)s结束应急监测"),
    "patrol.found": gettext_noop("%(who)s在 %(slot)s 的巡查“%(label)s”中录入一条发现"),
    "patrol.recorded": gettext_noop("%(who)s登记 %(slot)s 的巡查“%(label)s”：%(patrol_word)s"),
    "candidate.raised": gettext_noop("系统提出待研判舆情：%(size)s 条帖文，建议%(grade_word)s"),
    "candidate.alarmed": gettext_noop("系统建议重大，发出警报，30 分钟通报时限开始"),
    "candidate.withdrawn": gettext_noop(
        "待研判舆情“%(label)s”的帖文因导入时列指定有误已全部撤回"
    ),
    "candidate.absorbed": gettext_noop("系统将待研判舆情“%(label)s”并入同一组"),
    "candidate.called_topic": gettext_noop("%(who)s将待研判舆情记为政策咨询"),
    "candidate.called_incident": gettext_noop("%(who)s将待研判舆情记为非政策咨询"),
    "question.joined": gettext_noop("%(who)s判定“%(label)s”与“%(other)s”为同一事件"),
    "question.apart": gettext_noop("%(who)s判定“%(label)s”与“%(other)s”为不同事件"),
    "question.later": gettext_noop("%(who)s暂不判定“%(label)s”与“%(other)s”是否同一事件"),
    "question.taken_back": gettext_noop("%(who)s撤回“%(label)s”与“%(other)s”的同一事件判定"),
    "candidate.requested": gettext_noop("%(who)s从帖文列入待研判，拟登记为事件"),
    "candidate.watched": gettext_noop("%(who)s将待研判舆情列入关注"),
    "candidate.unwatched": gettext_noop("%(who)s取消关注"),
    "candidate.dismissed": gettext_noop("%(who)s排除待研判舆情：%(reason)s"),
    "candidate.set_aside_asked": gettext_noop(
        "%(who)s提出不作为事件处理，请另一人签署：%(reason)s"
    ),
    "candidate.set_aside_returned": gettext_noop("%(who)s未签署，待研判舆情保留：%(reason)s"),
    "candidate.transferred": gettext_noop("%(who)s记为不属本局：%(reason)s"),
    "candidate.merged": gettext_noop("%(who)s并入待研判舆情“%(label)s”：%(reason)s"),
    "candidate.restored": gettext_noop("%(who)s撤回对待研判舆情的决定"),
    "incident.model_asked": gettext_noop(
        "%(who)s请语言模型拟概要：%(texts)s 段遮盖过的文字发给 %(host)s"
    ),
    "incident.opened": gettext_noop("%(who)s登记为事件，定为%(grade_word)s"),
    "incident.graded": gettext_noop("%(who)s改定为%(to_word)s：%(reason)s"),
    "incident.severity": gettext_noop("%(who)s签署突发事件级别：%(severity_word)s"),
    "incident.value": gettext_noop("%(who)s研判回应价值：%(value_word)s %(reason)s"),
    "incident.situation_filled": gettext_noop("%(who)s填写现况“%(line_word)s”：%(text)s"),
    "incident.situation_revised": gettext_noop(
        "%(who)s第 %(count)s 次修订现况“%(line_word)s”：%(text)s"
    ),
    "incident.superior_called": gettext_noop(
        "%(who)s电话报告%(superior)s（%(answered_by)s接听）"
    ),
    "incident.value_signed": gettext_noop("%(who)s签署回应价值：%(value_word)s %(reason)s"),
    "incident.grade_signed": gettext_noop("%(who)s签署改定为%(to_word)s：%(reason)s"),
    "incident.severity_signed": gettext_noop(
        "%(who)s签署突发事件级别改为%(severity_word)s：%(reason)s"
    ),
    "incident.not_negative": gettext_noop("%(who)s签署记为非负面：%(reason)s"),
    "incident.rise_proposed": gettext_noop("系统建议升为%(to_word)s，待研判"),
    "incident.treated_as": gettext_noop("升级建议到期未研判，按拟定级别%(to_word)s办理"),
    "incident.grade_kept": gettext_noop(
        "%(who)s签署：经研判不升级，维持%(grade_word)s：%(reason)s"
    ),
    "objection.lodged": gettext_noop(
        "%(who)s代表%(label)s提出等级异议：现为%(grade_word)s，建议%(to_word)s"
    ),
    "objection.upheld": gettext_noop(
        "%(who)s答复%(label)s的等级异议，维持%(grade_word)s：%(reason)s"
    ),
    "objection.regraded": gettext_noop(
        "%(who)s以改定为%(to_word)s答复%(label)s的等级异议：%(reason)s"
    ),
    "objection.withdrawn": gettext_noop("%(who)s代表%(label)s撤回等级异议"),
    "grading.asked": gettext_noop("%(who)s请另一人签署：%(request_word)s %(reason)s"),
    "grading.returned": gettext_noop("%(who)s未签署“%(request_word)s”：%(reason)s"),
    "incident.level": gettext_noop("%(who)s按%(issuer)s%(document)s登记%(ladder_word)s"),
    "incident.merged": gettext_noop("%(who)s把 %(ref)s 并入 %(into)s：%(reason)s"),
    "incident.split": gettext_noop("%(who)s拆出 %(posts)s 条帖文：%(reason)s"),
    "incident.posts_moved": gettext_noop(
        "%(who)s将 %(posts)s 条帖文移到事件 %(to)s：%(reason)s"
    ),
    "incident.posts_moved_from": gettext_noop(
        "%(who)s将 %(posts)s 条帖文由事件 %(from)s 移到事件 %(to)s：%(reason)s"
    ),
    "incident.posts_taken_out": gettext_noop(
        "%(who)s将 %(posts)s 条帖文移出事件 %(from)s，不再归入任何事件：%(reason)s"
    ),
    "waiver.met": gettext_noop("豁免 %(ref)s 不再需要：“%(condition_word)s”已经满足"),
    "incident.closed": gettext_noop("%(who)s办结事件"),
    "ledger.kept": gettext_noop("系统按记录算出违规台账，新增 %(new)s 条"),
    "breach.recorded": gettext_noop("%(who)s登记%(label)s的一条违规（%(ref)s）：%(reason)s"),
    "breach.excused": gettext_noop("%(label)s说明 %(ref)s：%(reason)s"),
    "breach.decided": gettext_noop("%(who)s认定 %(ref)s：%(verdict_word)s"),
    "breach.appealed": gettext_noop("%(label)s就 %(ref)s 申诉：%(reason)s"),
    "breach.reviewed": gettext_noop("%(who)s审查 %(ref)s 的申诉：%(verdict_word)s"),
    "breach.referred": gettext_noop("%(who)s登记移送 %(ref)s：%(reason)s"),
    "archive.fonds_set": gettext_noop("%(who)s设定全宗号 %(ref)s"),
    "archive.filed": gettext_noop("%(who)s归档，档号 %(ref)s"),
    "archive.renumbered": gettext_noop("%(who)s变更保管期限，档号由 %(before)s 改为 %(ref)s"),
    "archive.report_filed": gettext_noop("%(who)s将报告 %(report)s 归档，档号 %(ref)s"),
    "archive.taken_out": gettext_noop("重新办理，%(ref)s 撤出档案"),
    "archive.period_asked": gettext_noop("%(who)s请求缩短保管期限（%(ref)s）：%(reason)s"),
    "archive.period_returned": gettext_noop("%(who)s不同意缩短保管期限（%(ref)s）：%(reason)s"),
    "snapshot.asked": gettext_noop("%(who)s要求留存网页快照 %(ref)s"),
    "snapshot.taken": gettext_noop("网页快照 %(ref)s 已留存"),
    "snapshot.failed": gettext_noop("网页快照 %(ref)s 未留存"),
    "packet.requested": gettext_noop("%(who)s申请证据包 %(ref)s，交付%(recipient)s"),
    "packet.approved": gettext_noop("%(who)s同意生成完整版证据包 %(ref)s，交付%(recipient)s"),
    "packet.returned": gettext_noop("%(who)s不同意生成完整版证据包 %(ref)s：%(reason)s"),
    "packet.made": gettext_noop("证据包 %(ref)s 已生成"),
    "packet.failed": gettext_noop("证据包 %(ref)s 未生成"),
    "packet.handed_out": gettext_noop("%(who)s下载证据包 %(ref)s，交付%(recipient)s"),
    "packet.dropped": gettext_noop("证据包文件 %(ref)s 到期删除"),
    "dossier.requested": gettext_noop("%(who)s调取卷宗 %(ref)s"),
    "dossier.made": gettext_noop("卷宗 %(ref)s 已生成"),
    "dossier.failed": gettext_noop("卷宗 %(ref)s 未生成"),
    "dossier.handed_out": gettext_noop("%(who)s下载卷宗 %(ref)s"),
    "dossier.dropped": gettext_noop("卷宗文件 %(ref)s 到期删除"),
    "posts.deletion_planned": gettext_noop("%(who)s拟订帖文删除计划 %(ref)s，%(count)s 条"),
    "posts.deletion_signed": gettext_noop("%(who)s签署帖文删除计划 %(ref)s"),
    "posts.deletion_returned": gettext_noop("%(who)s退回帖文删除计划 %(ref)s：%(reason)s"),
    "posts.deletion_stopped": gettext_noop("%(who)s暂停帖文删除 %(ref)s"),
    "posts.deletion_resumed": gettext_noop("%(who)s继续帖文删除 %(ref)s"),
    "posts.deletion_ended": gettext_noop("%(who)s终止帖文删除 %(ref)s：%(reason)s"),
    "posts.deleted": gettext_noop("帖文删除计划 %(ref)s 已完成，删除 %(deleted)s 条"),
    "incident.reopened": gettext_noop("%(who)s重新办理事件：%(reason)s"),
    "incident.reopening_proposed": gettext_noop(
        "系统建议重新办理：办结后 24 小时内新增 %(posts)s 条帖文"
    ),
    "incident.reopening_declined": gettext_noop("%(who)s决定保持办结：%(reason)s"),
    "extension.asked": gettext_noop(
        "%(who)s申请把“%(label)s”从 %(before)s 延到 %(after)s（%(ref)s）：%(reason)s"
    ),
    "extension.granted": gettext_noop("%(who)s同意“%(label)s”延到 %(after)s（%(ref)s）"),
    "extension.too_late": gettext_noop(
        "%(who)s同意“%(label)s”延到 %(after)s（%(ref)s），但已超时，原时限不变"
    ),
    "extension.returned": gettext_noop("%(who)s不同意“%(label)s”延期（%(ref)s）：%(reason)s"),
    "waiver.asked": gettext_noop("%(who)s请求豁免“%(condition_word)s”（%(ref)s）：%(reason)s"),
    "waiver.granted": gettext_noop("%(who)s豁免“%(condition_word)s”（%(ref)s）"),
    "waiver.returned": gettext_noop("%(who)s不予豁免“%(condition_word)s”：%(reason)s"),
    "notice.sent": gettext_noop("%(who)s通报%(unit)s"),
    "late_record.kept": gettext_noop("%(who)s补登送达时间，待核签：%(label)s"),
    "late_record.confirmed": gettext_noop("%(who)s核签补登的送达时间：%(label)s"),
    "late_record.returned": gettext_noop("%(who)s退回补登的送达时间（%(label)s）：%(reason)s"),
    "notice.delivered": gettext_noop("%(unit)s收到通报（%(proof_word)s）"),
    "notice.signed": gettext_noop("%(unit)s签收（%(who)s）"),
    "practice.sent": gettext_noop("%(who)s发送演练通报"),
    "practice.signed": gettext_noop("演练通报已签收（%(who)s）"),
    "notice.reminded": gettext_noop("%(who)s催办%(unit)s"),
    "notice.resent": gettext_noop("%(who)s向%(unit)s重新发送通报"),
    "notice.returned": gettext_noop("%(unit)s退回通报：%(reason)s"),
    "notice.settled": gettext_noop("%(who)s决定不再另行通报：%(reason)s"),
    "notice.reported": gettext_noop("%(unit)s反馈核实情况：%(finding_word)s"),
    "guidance.issued": gettext_noop("%(who)s出第 %(version)s 版口径，告知 %(told)s 个单位"),
    "guidance.signed": gettext_noop("%(unit)s签收第 %(version)s 版口径（%(who)s）"),
    "docket.asked": gettext_noop("%(who)s请%(unit)s核实一个说法（%(ref)s）"),
    "docket.answered": gettext_noop("%(unit)s答复核实单 %(ref)s：%(finding_word)s"),
    "docket.evidence_added": gettext_noop("%(who)s为核实单 %(ref)s 补充一条证据"),
    "docket.evidence_lost": gettext_noop(
        "%(who)s登记核实单 %(ref)s 的一条证据失效：%(reason)s"
    ),
    "docket.confirmed": gettext_noop("%(who)s审核核实单 %(ref)s：%(finding_word)s"),
    "docket.returned": gettext_noop("%(who)s把核实单 %(ref)s 退回%(unit)s：%(reason)s"),
    "docket.asked_again": gettext_noop("%(who)s请%(unit)s重新核实（%(ref)s）：%(reason)s"),
    "docket.withdrawn": gettext_noop("%(who)s撤销核实单 %(ref)s：%(reason)s"),
    "docket.served": gettext_noop("%(who)s确认核实单 %(ref)s 也适用于事件 %(incident)s"),
    "docket.unserved": gettext_noop("%(who)s取消核实单 %(ref)s 与事件 %(incident)s 的关联"),
    "file.infected": gettext_noop("上传的文件未通过恶意代码检查，未保存：%(found)s"),
    "file.kept": gettext_noop("登记文件 %(ref)s"),
    "files.recorded": gettext_noop("登记以前保存的文件的校验值"),
    "audit.checked": gettext_noop("系统核对审计记录，%(differences)s 处不一致"),
    "file.missing": gettext_noop("系统发现文件 %(ref)s 缺失或已损坏"),
    "file.erased": gettext_noop("%(who)s销毁文件 %(ref)s：%(reason)s"),
    "signoff.signed": gettext_noop("%(who)s签署“%(label)s”，尚待他人签署"),
    "alarm.taken": gettext_noop("%(who)s接收警报"),
    "signoff.approved": gettext_noop("%(who)s同意“%(label)s”"),
    "signoff.returned": gettext_noop("%(who)s退回“%(label)s”：%(reason)s"),
    "officer.second_factor_removed": gettext_noop("%(who)s移除一名人员的双因素认证"),
    "officer.changed": gettext_noop("%(who)s修改一名人员的资料"),
    "procedure.absent": gettext_noop("%(who)s登记未经机制审核的理由：%(reason)s"),
    "procedure.to_ratify": gettext_noop("“%(label)s”先行发布，待追认：%(reason)s"),
    "procedure.ratified": gettext_noop("%(who)s追认“%(label)s”的先行发布"),
    "procedure.not_ratified": gettext_noop("%(who)s不予追认“%(label)s”的先行发布：%(reason)s"),
    "posts.classified_refused": gettext_noop("“%(label)s”的 %(count)s 条带密级标志，未保存"),
}
FINDINGS = {
    "TRUE": gettext_noop("属实"),
    "PARTLY_TRUE": gettext_noop("部分属实"),
    "FALSE": gettext_noop("不属实"),
    "UNVERIFIABLE": gettext_noop("无法核实"),
}


INNER_QUOTES = str.maketrans("“”", "‘’")  # the sentences put labels between “ and ”


class _Words(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _actor(record: AuditRecord) -> str:
    """Return who acted; a person's name is as it is, the machine's is a word."""
    return _("系统") if record.actor == MACHINE.ref else record.actor_label


def record_sentence(record: AuditRecord, *, who: str = "") -> str:
    """Return one record as a sentence; ``who`` stands for the person when given."""
    data = record.data
    words = _Words(
        {
            **data,
            "who": who or _actor(record),
            "label": _label(record).translate(INNER_QUOTES),
            "ref": record.ref,
            "proof_word": _(PROOFS.get(data.get("proof", ""), "")) if data.get("proof") else "",
            "finding_word": _(FINDINGS[data["finding"]])
            if data.get("finding") in FINDINGS
            else "",
            "grade_word": _grade(data.get("grade")),
            "to_word": _grade(data.get("to")),
            "severity_word": severity_with_kind(data["level"], data.get("event_kind", ""))
            if record.verb in ("incident.severity", "incident.severity_signed")
            else "",
            "patrol_word": _patrol(record),
            "value_word": _(ResponseValue(data["value"]).label)
            if record.verb in ("incident.value", "incident.value_signed")
            else "",
            "ladder_word": _(OutsideLadder(data["ladder"]).label)
            if record.verb == "incident.level"
            else "",
            "request_word": str(RequestKind(data["kind"]).label)
            if record.verb.startswith("grading.")
            else "",
            "line_word": situation_line_word(data.get("line", ""))
            if record.verb.startswith("incident.situation_")
            else "",
            "verdict_word": _(Verdict(data["verdict"]).label) if data.get("verdict") else "",
            "condition_word": _condition(data.get("condition")),
            "role_word": _role(data.get("role")),
            "percent": _percent(data.get("shares")),
        }
    )
    verb = record.verb
    if verb == "incident.posts_moved" and "from" in data:  # older records have only where to
        verb = "incident.posts_moved_from"
    known = SENTENCES.get(verb)
    return _(known) % words if known else f"{_actor(record)} {record.verb} {record.label}"


def _label(record: AuditRecord) -> str:
    """Return what an act was about; a clock is named in the language of the page."""
    ours = record.verb.startswith(("clock.", "extension."))
    return _(record.label) if ours and record.label else record.label


def _patrol(record: AuditRecord) -> str:
    """Return what a look brought, with its note."""
    if record.verb != "patrol.recorded":
        return ""
    result = str(PatrolResult(record.data["result"]).label)
    return f"{result} {record.data['note']}".strip()


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened, for ``components/_timeline.html``: how often within that minute."""

    at: datetime
    text: str
    human: bool
    times: int = 1


def timeline_rows(records: Iterable[AuditRecord], *, human: bool = False) -> list[EventRow]:
    """Return records as rows of the timeline component.

    What was done several times in one minute, such as five facts added, is one row with its
    number: the record holds each, and the row does not hide how many.

    Args:
        human: Of people alone; what a machine did between two equal rows parts them no more.
    """
    rows: list[EventRow] = []
    for record in records:
        person = record.actor.startswith(("officer:", "link:"))
        row = EventRow(record.at, record_sentence(record), person)
        if human and not person:
            continue
        if rows and _same(rows[-1], row):
            rows[-1] = replace(rows[-1], times=rows[-1].times + 1)
        else:
            rows.append(row)
    return rows


def _same(one: EventRow, other: EventRow) -> bool:
    """Tell whether two rows say the same of the same minute."""
    minutes = {row.at.replace(second=0, microsecond=0) for row in (one, other)}
    return len(minutes) == 1 and one.text == other.text and one.human == other.human


def _grade(value: Any) -> str:
    return _(Grade(value).label) if isinstance(value, int) and value in list(Grade) else ""


def _role(value: Any) -> str:
    return str(Role(value).label) if value in Role.values else ""


def _condition(value: Any) -> str:
    return _(Condition(value).label) if value in set(Condition) else ""


def _percent(shares: Any) -> str:
    """Return the highest share of the time that was reached, as a whole number."""
    return str(max((round(float(share) * 100) for share in shares or []), default=0))
