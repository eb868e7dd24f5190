"""What each part of the console is for, in a few sentences.

In:   the address of a page.    Out:  its topic.
Cost: a dictionary look-up. A test finds a part without a topic.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

ROOT = "/desk/"
NO_PAGES = frozenset({"matters", "due", "filters", "keys", "help", "session"})
"""First parts of addresses behind which there is no page of its own."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the console: its name, and what one does there."""

    title: str  # Chinese, for the catalogue
    lines: tuple[str, ...]


TOPICS: dict[str, Topic] = {
    "": Topic(
        gettext_noop("值班台"),
        (
            gettext_noop("上方为倒计时，最先到期的在前，注明当前经办。"),
            gettext_noop(
                "下方为待研判舆情。系统仅提建议，登记为事件、并入、排除由人工决定，一分钟内可撤回。"
            ),
            gettext_noop("右侧为待我签收、审批、核实和巡查的事项。"),
            gettext_noop("红色警报为建议定为重大的舆情，须在 30 分钟内通报责任单位。"),
        ),
    ),
    "board": Topic(
        gettext_noop("值班大屏"),
        (
            gettext_noop("供值班室大屏显示：自动刷新，无需操作，不显示人员姓名。"),
            gettext_noop("按剩余时间排列；一屏以外的事件写明件数。"),
        ),
    ),
    "status": Topic(
        gettext_noop("运行情况"),
        (
            gettext_noop(
                "逐项写明采集、研判、通知发送、时限、备份、磁盘、数据库和后台任务是否正常。"
            ),
            gettext_noop("不正常的，写明自何时起、对工作有何影响、如何处理、联系何人。"),
            gettext_noop("系统未发出通知的，一律改用电话，并登记送达；时限继续计算。"),
        ),
    ),
    "incidents": Topic(
        gettext_noop("事件"),
        (
            gettext_noop(
                "每个事件一页，集中等级和理由、通报和签收、核实、处置、回应、时限和办理过程。"
            ),
            gettext_noop("先定级，后通报单位；重大事件先会商、报审，后交办。"),
            gettext_noop("时限以送达、签收、发布时间为准终止，不以点击按钮时间为准。"),
            gettext_noop(
                "办结须满足条件：网下解决有材料、已公开回应、来件已答复、提及回到常态水平，或经领导签署豁免。"
            ),
        ),
    ),
    "candidates": Topic(
        gettext_noop("待研判舆情"),
        (
            gettext_noop("待研判舆情为一组反映同一事项的帖文，注明归组依据和建议等级。"),
            gettext_noop("登记为事件后开始计算通报时限；列入关注的保留，有新帖文再提醒。"),
            gettext_noop("排除和转送须填写理由。"),
        ),
    ),
    "notices": Topic(
        gettext_noop("通报"),
        (
            gettext_noop("发给单位的通报分发出、送达、签收三个环节，各有时限。"),
            gettext_noop("不属本单位职责的，退回并填写理由，通报时限连续计算。"),
            gettext_noop(
                "签收后在同一页反馈核实和处置情况。无账号的单位可通过签名链接签收、反馈。"
            ),
        ),
    ),
    "documents": Topic(
        gettext_noop("公文"),
        (
            gettext_noop("会商纪要、审批单、电话记录和回应文本，按 GB/T 9704-2012 版式下载。"),
            gettext_noop("PDF 用于打印和存档，DOCX 可在办公软件中继续编辑。"),
            gettext_noop("服务器缺少小标宋、仿宋等字体时，以其他字体代替，并写明代替了什么。"),
        ),
    ),
    "instructions": Topic(
        gettext_noop("领导批示"),
        (
            gettext_noop("领导在事件页“办理”中直接批示；纸质批示由办公室登记并上传扫描件。"),
            gettext_noop("登记的批示待本人确认，确认前不通知所列单位和人员。"),
            gettext_noop(
                "批示只增加办理事项，不改变等级、时限和回应；不得修改，更正另存一份。"
            ),
        ),
    ),
    "accusations": Topic(
        gettext_noop("检举控告"),
        (
            gettext_noop(
                "检举控告由检举控告经办人办理，与帖文、信访事项、搜索、统计和时限分开。"
            ),
            gettext_noop(
                "涉及的单位和人员、代行其职务的人员均不可见，领导也不例外；登记涉及单位前，各单位均不可见。"
            ),
            gettext_noop(
                "收到之日起 15 日内按级别转送纪检监察机关；原件写明理由查看，并有记录。"
            ),
            gettext_noop("不属检举控告的，经另一人签署转为信访事项；删除同样须另一人签署。"),
        ),
    ),
    "supervision": Topic(
        gettext_noop("督办"),
        (
            gettext_noop("督办依据领导批示，或超时的通报、交办立项，每件由一个单位反馈。"),
            gettext_noop("单位可登录反馈，也可通过签名链接反馈；不符合要求的退回补充。"),
            gettext_noop(
                "时限到销号为止：反馈经一人审核、另一人签署。延期由领导批准，超时报组长、副组长。"
            ),
            gettext_noop("督办件未销号的，事件不得办结，也不得豁免。"),
        ),
    ),
    "risks": Topic(
        gettext_noop("风险点台账"),
        (
            gettext_noop("风险点写事项，不写人，不写信访群体；等级由可能性乘影响程度得出。"),
            gettext_noop("登记、调高即时生效；调低、推迟复核、销号须另一人签署，签署前照旧。"),
            gettext_noop("责任人离岗或单位停用的，台账和值班台标明，由本单位或办公室更换。"),
            gettext_noop("“可能的风险点”只是提示，由人决定是否登记。"),
        ),
    ),
    "sweeps": Topic(
        gettext_noop("定期梳理"),
        (
            gettext_noop("首期由领导小组办公室开展，此后按规则中的周期自动开展。"),
            gettext_noop("各单位逐项复核风险点后确认；没有新情况的报“无新增”。"),
            gettext_noop("办公室汇总，领导签发；逾期未确认的单位一并列明。"),
            gettext_noop("签发后自动拟出风险梳理报告，按归口表报送，有时限。"),
        ),
    ),
    "orders": Topic(
        gettext_noop("上级督办和下发督办"),
        (
            gettext_noop(
                "下发督办由一人拟、领导签发，以文件或系统送达下级；反馈由办公室审核。"
            ),
            gettext_noop(
                "上级督办核对文件后接收，自有时限；交单位办理，反馈由领导签发后报上级。"
            ),
            gettext_noop("改动过的、重复的、涉检举控告的文件不予接收，并写明原因。"),
        ),
    ),
    "petitions": Topic(
        gettext_noop("信访事项"),
        (
            gettext_noop(
                "网上提交的自动列入；来信、来电、来访由值班员登记；12345、信访系统工单可导入。"
            ),
            gettext_noop(
                "登记时逐句核对遮盖后的文本；承办单位只见此文本。查看原文须写明理由，记入审计记录。"
            ),
            gettext_noop(
                "申诉求决在 15 日内转送、交办，单位 15 日内告知是否受理，受理后 60 日内办结。"
            ),
            gettext_noop(
                "不予受理、延期和处理意见由一人报请、另一人签发；咨询和建议可一并答复。"
            ),
        ),
    ),
    "verification": Topic(
        gettext_noop("核实"),
        (
            gettext_noop("每份核实单核实一个说法，由有关单位限期答复。"),
            gettext_noop(
                "结论分属实、部分属实、不属实、无法核实四种，须有证据，并由另一人审核。"
            ),
            gettext_noop("属实的先解决，后如实回应。"),
        ),
    ),
    "consultation": Topic(
        gettext_noop("会商、报审、交办"),
        (
            gettext_noop("重大事件须依次办理：会商 → 处置意见 → 报审 → 交办。"),
            gettext_noop("不同意见写入纪要，不得删改；纪要、处置意见修改后，签署作废。"),
            gettext_noop("情况紧急的可先行交办，24 小时内报领导追认。"),
        ),
    ),
    "liaison": Topic(
        gettext_noop("联络"),
        (
            gettext_noop("登记外单位联络岗位、定期联络、共享材料和外单位线索。"),
            gettext_noop("共享使用签名链接，可收回，打开次数均有记录。"),
        ),
    ),
    "reports": Topic(
        gettext_noop("归口报送"),
        (
            gettext_noop("报告按记录汇总，逐句注明出处；没有记录的写“无数据”，由人补写。"),
            gettext_noop("重大舆情定级后自动拟初报并计时；拟稿、签发、报送由三步人工完成。"),
            gettext_noop("签发只对当时的文字和报送对象有效，改动后须重新签发。"),
            gettext_noop("外单位经签名链接查阅回执；收到后撤回的，逐一告知。"),
        ),
    ),
    "tasks": Topic(
        gettext_noop("交办任务"),
        (
            gettext_noop(
                "交办任务写明交办事项、办理期限和需提交材料；承办单位反馈，交办方验收或退回。"
            ),
            gettext_noop("现场核查由未参与承办的人员进行。"),
        ),
    ),
    "offline": Topic(
        gettext_noop("网下办理"),
        (
            gettext_noop("关联来件仅记编号；联系来件人、公开承诺均有时限，到期提醒。"),
            gettext_noop(
                "信访件和来访填写收到日期后计算法定期限：15 日告知受理，60 日办结，复核 30 日。"
            ),
        ),
    ),
    "figures": Topic(
        gettext_noop("统计图"),
        (
            gettext_noop(
                "本期与上期、去年同期的主要指标，通报和首次公开回应的用时分布、每周按时率，"
                "各单位、各主题、各平台、各来源的数量。"
            ),
            gettext_noop("每个数字可点开明细；每张表可导出 XLSX、CSV，每幅图可导出 PNG。"),
            gettext_noop("统计时段按日期选择，缺省为最近 12 周；没有数据的写“无数据”。"),
            gettext_noop("领导统计列六项指标、三幅图和需要决定的事项。"),
            gettext_noop("只统计事件、时限和帖文数量，不统计个人。"),
        ),
    ),
    "compliance": Topic(
        gettext_noop("制度执行情况"),
        (
            gettext_noop("按《制度》十一条逐项列出所选时段做了什么、哪里有缺口，缺省为本月。"),
            gettext_noop(
                "“做了什么”按审计记录计数，时限按开始日期归入时段；点开数字即是原记录。"
            ),
            gettext_noop("缺口由记录得出，不能增删；违规可在违规台账中说明。不打分，不排名。"),
            gettext_noop("来源、角色、规则等写明现状的缺口，只在时段包含今天时列出。"),
            gettext_noop("公开页按月公布同一张表，小于 5 的数不公布，不写单位和事项。"),
        ),
    ),
    "cases": Topic(
        gettext_noop("案例库"),
        (
            gettext_noop("已复盘事件，可按种类、等级和关键词查找处置过程和经验。"),
            gettext_noop("整改事项明确责任和期限，列入整改清单。"),
        ),
    ),
    "posts": Topic(
        gettext_noop("舆情"),
        (
            gettext_noop("采集的全部帖文，可按关键词、来源、渠道、日期查找，不可按作者查找。"),
            gettext_noop("发布、采集、知悉为三个时间，不明的注“未知”。"),
        ),
    ),
    "responses": Topic(
        gettext_noop("回应"),
        (
            gettext_noop(
                "左侧填写事实和证据，右侧撰写正文；含数字、日期、地点、单位、原因的句子须引用事实。"
            ),
            gettext_noop("第一句话直接回答问题。"),
            gettext_noop("起草人不得审核本人稿件；等级越高，签署人数越多。"),
            gettext_noop("发布后不得擅自修改；更正另出新版，并写明更正内容。"),
        ),
    ),
    "responders": Topic(
        gettext_noop("回应人员"),
        (
            gettext_noop("公开的回应人员名单，列工作名和单位；经本人同意列入，可随时退出。"),
            gettext_noop("仅使用登记的官方账号，发布经审定的文字，不设批量发布任务。"),
        ),
    ),
    "outlets": Topic(
        gettext_noop("发布渠道"),
        (
            gettext_noop("同一回应在各发布渠道须一致；粘贴已发文字，由系统核对。"),
            gettext_noop("更正后，发布过原版的渠道均须更正，未更正的持续提示。"),
        ),
    ),
    "teams": Topic(
        gettext_noop("处置回应工作小组"),
        (
            gettext_noop(
                "多单位共同办理的，由领导或办公室成立处置回应工作小组，明确名称、负责人、成员和依据。"
            ),
            gettext_noop(
                "交办至工作小组的，由负责人签收和退回，成员均可反馈；回避人员不得参加。"
            ),
            gettext_noop("解散时，未办结交办连同时限转交一个单位或其他工作小组。"),
        ),
    ),
    "press": Topic(
        gettext_noop("媒体"),
        (
            gettext_noop("新闻发布会申请经领导批准，修改后须重新批准；召开后逐条登记问答。"),
            gettext_noop("未当场答复的，明确补充答复岗位和日期，到期前持续提示。"),
            gettext_noop("媒体问询均登记并计时；专家经本人同意列名，可随时退出。"),
        ),
    ),
    "approvals": Topic(
        gettext_noop("审批"),
        (
            gettext_noop("待我签署的稿件、纪要和处置意见，请核对变更内容后签署。"),
            gettext_noop("签署内容以屏幕显示为准，此后修改即作废。"),
            gettext_noop("机制审核由登记人以外人员核签，核签前须查看文件或回拨核对。"),
        ),
    ),
    "confirmations": Topic(
        gettext_noop("沟通确认"),
        (gettext_noop("稿件涉及其他单位的，须先征求该单位确认；修改后原确认作废。"),),
    ),
    "disclosure": Topic(
        gettext_noop("不公开的内容"),
        (
            gettext_noop(
                "以公开为常态。不予公开须有法定理由，经另一人同意，定期审查；可区分部分照常公开。"
            ),
            gettext_noop("封存由两人决定，原处公告日期、理由和校验值。"),
        ),
    ),
    "closing": Topic(
        gettext_noop("办结和豁免"),
        (
            gettext_noop("豁免由一人申请、领导签署，写明条件和理由。"),
            gettext_noop("办结后再次升温的，系统提示重新办理，由人工决定。"),
        ),
    ),
    "ledger": Topic(
        gettext_noop("违规台账"),
        (
            gettext_noop("迟报、漏报按系统记录计算；瞒报、谎报仅由人工登记，并写明依据。"),
            gettext_noop(
                "先区分系统原因和人为原因，单位可说明、可申诉；只记单位和环节，不记个人，不提出处分。"
            ),
        ),
    ),
    "sources": Topic(
        gettext_noop("来源"),
        (
            gettext_noop("各网站、订阅源、推送的采集间隔和运行状况。"),
            gettext_noop("仅采集公开内容：不登录，遵守 robots.txt。"),
        ),
    ),
    "intake": Topic(
        gettext_noop("导入和录入"),
        (
            gettext_noop("导入表格须先核对列和样例；重复内容不重复导入，未导入的行可下载。"),
            gettext_noop(
                "列对应有误的，勾选“替换上次的导入”后重新上传同一文件，未处理的帖文撤回重新导入。"
            ),
            gettext_noop("“作为历史”导入的仅用于计算常态水平，不计时、不报警。"),
        ),
    ),
    "patrols": Topic(
        gettext_noop("巡查"),
        (
            gettext_noop("无法自动采集的公开页面，明确巡查时间和范围，无异常也须登记。"),
            gettext_noop("至下一次巡查时仍未完成的为漏巡，须说明原因。"),
        ),
    ),
    "coverage": Topic(
        gettext_noop("监测覆盖"),
        (
            gettext_noop("逐类渠道核对监测方式和状态；空白须明确责任人，或写明合法方式。"),
            gettext_noop(
                "关注主题只写事项和地点，保存前先试查；仅标记帖文，不定级、不立事件。"
            ),
            gettext_noop("迟报按实测时间计算；每月抽样核对漏报，定稿后不再改动。"),
        ),
    ),
    "people": Topic(
        gettext_noop("单位和人员"),
        (
            gettext_noop("各单位须写明职责，系统据此建议通报单位。"),
            gettext_noop("新增人员通过一次性链接设定口令；离岗前须移交在办事项。"),
        ),
    ),
    "settings": Topic(
        gettext_noop("我的设置"),
        (gettext_noop("语言、本人渠道、免打扰时段。重大舆情警报不受免打扰限制。"),),
    ),
    "roster": Topic(
        gettext_noop("值班表"),
        (
            gettext_noop("值班、带班安排和值班空缺；空缺时段警报无人接收。"),
            gettext_noop("交班须提交交接内容，接班须确认。"),
        ),
    ),
    "group": Topic(
        gettext_noop("领导小组"),
        (
            gettext_noop(
                "组长、副组长、成员和办公室；不在岗时可委托代行，写明起止时间和理由。"
            ),
            gettext_noop("处置回应工作小组和报送上级机关也在此维护。"),
            gettext_noop("“权限说明”列明人员对事项的权限来源。"),
        ),
    ),
    "clocks": Topic(
        gettext_noop("时限"),
        (
            gettext_noop("起算时间、依据、暂停情况和用时分布。"),
            gettext_noop("“标记办理中”仅暂缓提醒，时限继续计算。"),
            gettext_noop(
                "仅法规规定不计入的时间（如复核听证）可依法暂停；通报和公开回应不得暂停。"
            ),
        ),
    ),
    "channels": Topic(
        gettext_noop("消息渠道"),
        (
            gettext_noop("邮件、短信、群机器人等，须先“发送测试”。"),
            gettext_noop("群机器人收下消息不等于单位收到；送达认定见规则。"),
        ),
    ),
    "integration": Topic(
        gettext_noop("系统接口"),
        (
            gettext_noop("其他系统凭令牌读取，不能写入；读取事件和台账须经组长签署。"),
            gettext_noop("令牌只显示一次。不再使用的，应及时收回并写明理由。"),
        ),
    ),
    "backups": Topic(
        gettext_noop("备份"),
        (
            gettext_noop("每日夜间自动备份，也可即时备份，备份时不影响办理。"),
            gettext_noop("备份存于服务器，请定期另存至其他设备。"),
        ),
    ),
    "retention": Topic(
        gettext_noop("保存期限"),
        (
            gettext_noop("各类数据按何种规则删除、依据何在、下次会删除多少。"),
            gettext_noop("帖文和信访原文只按计划删除，计划须经两人签署。"),
        ),
    ),
    "rules": Topic(
        gettext_noop("规则与时限"),
        (
            gettext_noop("每项数值注明依据：法律、上级规定、本局规则或待确认。"),
            gettext_noop(
                "规则修改先形成修改稿，以近 90 天数据试算后确定施行日期；"
                "计时中的时限按原规则执行。"
            ),
        ),
    ),
    "record": Topic(
        gettext_noop("记录"),
        (gettext_noop("每项操作一条记录，前后相连；“核对”用于检查是否被改动。"),),
    ),
    "registers": Topic(
        gettext_noop("台账"),
        (
            gettext_noop("事件、通报、任务、回应四本台账，按日期和关键词筛选。"),
            gettext_noop("导出的 XLSX、CSV 与筛选结果一致，最多 50,000 条。"),
        ),
    ),
    "packets": Topic(
        gettext_noop("证据包"),
        (
            gettext_noop(
                "证据包为一个 ZIP 文件，含审计记录及其证明、时限、通报送达和核对程序。"
            ),
            gettext_noop(
                "对外版不含个人信息和文字内容，未列入的部分只列校验值；完整版供法院、上级机关。"
            ),
            gettext_noop("写明交付对象；生成、下载均留记录，下载前须重新验证身份。"),
            gettext_noop("当天的记录次日零点后才能证明。"),
        ),
    ),
    "archive": Topic(
        gettext_noop("档案"),
        (
            gettext_noop("已办结的事件在此归档，编制档号；上方列出待归档的事件。"),
            gettext_noop(
                "保管期限由人确认；缩短期限须另一人签署。重新办理的事件自动撤出档案。"
            ),
            gettext_noop(
                "卷宗为一个 ZIP 文件，含卷内目录和各文件校验值，后台生成，下载留有记录。"
            ),
            gettext_noop("到期帖文的删除先列计划，经两人签署后分批执行，可暂停、可继续。"),
        ),
    ),
    "decisions": Topic(
        gettext_noop("决策风险评估"),
        (
            gettext_noop(
                "决策实施前建卷：范围和受影响的群体、评估方法、公开征求意见、风险点、不同意见"
                "、合法性审查、结论和处置预案。"
            ),
            gettext_noop(
                "风险点按可能性 × 影响程度定级，措施前后各评一次；下调、撤销均留痕，"
                "签署人可见。"
            ),
            gettext_noop(
                "由未参与编制的领导签署；签署后不得改动，调整须写明理由，形成新版本。"
            ),
            gettext_noop("登记公布后，按跟踪词统计哪些预见的疑虑已出现；未预见的由人工登记。"),
        ),
    ),
    "plans": Topic(
        gettext_noop("处置预案"),
        (
            gettext_noop(
                "写明启动条件、对应等级、牵头和发声单位、首次回应口径、处置措施、备答问题"
                "、单位联系方式和复核日期，报领导批准。"
            ),
            gettext_noop(
                "在事件页“办理”菜单启动：按措施交办单位、起草回应，备答和联系方式列在事件页。"
            ),
            gettext_noop(
                "只向所列单位交办、通报，不对外发布；到期未复核的，启动时须确认已核对。"
            ),
        ),
    ),
    "drills": Topic(
        gettext_noop("演练"),
        (
            gettext_noop(
                "写明目的、参演单位和每分钟发生的情况；也可用已办结事件的帖文作脚本，再加入"
                "情况注入。"
            ),
            gettext_noop(
                "由系统管理员在服务器上运行演练页所示命令，演练在单独的系统中进行，不发送任何"
                "消息；参演人员按岗位进入。"
            ),
            gettext_noop(
                "结束后收取结果：逐项列出时限、程序、应办事项和情况注入，只记岗位和单位，不打分。"
            ),
            gettext_noop("有重大负面事件正在办理的，不得开始演练。"),
        ),
    ),
    "search": Topic(
        gettext_noop("搜索"),
        (
            gettext_noop(
                "按编号或关键词查找事件、帖文、回应、交办任务、单位、规则和审计记录。"
            ),
            gettext_noop("不按姓名、电话、账号查找。"),
        ),
    ),
}
"""By the first part of the address below ``ROOT``; the desk has none."""


def topic_of(address: str) -> Topic:
    """Return the topic of a page; of the desk for an address that is none of ours."""
    part = address.removeprefix(ROOT).split("/", 1)[0] if address.startswith(ROOT) else ""
    return TOPICS.get(part, TOPICS[""])
