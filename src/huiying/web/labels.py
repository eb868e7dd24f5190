"""The words that the pure rooms and the clocks carry, listed for the catalogue.

In:   nothing.    Out:  ``LISTED``; screens say ``_(stage.label)`` and find the English word.
Cost: none.

``policy`` and ``engine`` know no framework and so no ``gettext``. Their short labels stand
here once more; ``tests/test_catalogue.py`` finds a label that is missing. The words of the
rule book stand in ``console/rules/words.py``.
"""

from django.utils.translation import gettext_noop

LISTED = (
    # policy.stages: stages and steps of the path
    gettext_noop("定级"),
    gettext_noop("已通报"),
    gettext_noop("核实中"),
    gettext_noop("处置中"),
    gettext_noop("回应中"),
    gettext_noop("已回应"),
    gettext_noop("已办结"),
    gettext_noop("已并入"),
    gettext_noop("已排除"),
    gettext_noop("通报"),
    gettext_noop("核实"),
    gettext_noop("处置"),
    gettext_noop("回应"),
    gettext_noop("办结"),
    # policy.candidates
    gettext_noop("待研判"),
    gettext_noop("持续关注"),
    gettext_noop("已确认"),
    gettext_noop("已转送"),
    # policy.procedure: steps, and why not yet
    gettext_noop("会商"),
    gettext_noop("预控处置意见"),
    gettext_noop("报审"),
    gettext_noop("追认"),
    gettext_noop("交办"),
    gettext_noop("一般舆情不设会商和报审，直接通报办理。"),
    gettext_noop("还没有会商。"),
    gettext_noop("会商纪要还没有签署。"),
    gettext_noop("还没有写预控处置意见。"),
    gettext_noop("处置意见还没有报审。"),
    gettext_noop("处置意见报审中，等领导批准。"),
    gettext_noop("报审后意见、等级或所属事件有变，须重新报审。"),
    gettext_noop("紧急先行交办，等领导追认。"),
    # policy.findings
    gettext_noop("疑虑"),
    gettext_noop("误解"),
    gettext_noop("歪曲"),
    gettext_noop("谣言"),
    gettext_noop("属实诉求"),
    gettext_noop("属实"),
    gettext_noop("部分属实"),
    gettext_noop("不属实"),
    gettext_noop("无法核实"),
    # policy.cards: the three dimensions of Article 6
    gettext_noop("舆情内容"),
    gettext_noop("公众反应"),
    gettext_noop("媒体介入"),
    # policy.response_value
    gettext_noop("公开回应"),
    gettext_noop("继续关注，暂不回应"),
    gettext_noop("只在线下办理答复"),
    gettext_noop("对政府及其部门重大政策措施存在误解误读"),
    gettext_noop("涉及公众切身利益且产生较大影响"),
    gettext_noop("涉及民生领域严重冲击社会道德底线"),
    gettext_noop("涉及突发事件处置和自然灾害应对"),
    gettext_noop("上级政府要求下级政府主动回应"),
    # policy.outside_levels
    gettext_noop("预警颜色"),
    gettext_noop("响应级别"),
    gettext_noop("红色（一级）"),
    gettext_noop("橙色（二级）"),
    gettext_noop("黄色（三级）"),
    gettext_noop("蓝色（四级）"),
    gettext_noop("一级响应"),
    gettext_noop("二级响应"),
    gettext_noop("三级响应"),
    gettext_noop("四级响应"),
    # policy.offline
    gettext_noop("电话"),
    gettext_noop("上门"),
    gettext_noop("来访接待"),
    gettext_noop("书面"),
    gettext_noop("网上平台"),
    gettext_noop("已答复"),
    gettext_noop("已联系上，还没有答复"),
    gettext_noop("没有联系上"),
    gettext_noop("当事人明确表示不需要答复"),
    gettext_noop("信访件"),
    gettext_noop("来访"),
    gettext_noop("12345 工单"),
    gettext_noop("网帖"),
    gettext_noop("交办任务"),
    gettext_noop("联系当事人"),
    gettext_noop("公开承诺"),
    gettext_noop("约定日期"),
    gettext_noop("交办时定的期限（本局）"),
    gettext_noop("约定的下次联系时间（本局）"),
    gettext_noop("本局公开承诺的日期"),
    # policy.standing
    gettext_noop("制度规定"),
    gettext_noop("上级规定"),
    gettext_noop("本局规则"),
    gettext_noop("待本局确认"),
    gettext_noop("可配置示例"),
    # names and first holders of clocks
    gettext_noop("签收"),
    gettext_noop("口径签收"),
    gettext_noop("审定"),
    gettext_noop("权威信息发布"),
    gettext_noop("系统"),
    gettext_noop("值班员"),
    gettext_noop("副组长"),
    gettext_noop("领导小组办公室"),
    gettext_noop("新闻发言人"),
)
