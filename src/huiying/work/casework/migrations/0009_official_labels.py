from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_link_signatures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="state",
            field=models.CharField(
                choices=[
                    ("ASSIGNED", "已交办"),
                    ("ACCEPTED", "已签收"),
                    ("REPORTED", "已反馈，待验收"),
                    ("SENT_BACK", "单位退回，待改派"),
                    ("ESCALATED", "已报副组长"),
                    ("CLOSED", "已办结"),
                    ("RECALLED", "已收回"),
                ],
                default="ASSIGNED",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("ANSWERED", "已答复"),
                    ("REACHED", "已联系上，尚未答复"),
                    ("NOT_REACHED", "未联系上"),
                    ("REFUSED", "来件人明确表示不需要答复"),
                    ("OPINION", "书面处理（复查、复核）意见书已送达"),
                    ("WITHDRAWN", "信访人撤回信访事项"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="docket",
            name="state",
            field=models.CharField(
                choices=[
                    ("ASKED", "待核实"),
                    ("FOUND", "待审核"),
                    ("CONFIRMED", "已核实"),
                    ("WITHDRAWN", "已撤销"),
                ],
                default="ASKED",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="findingrecord",
            name="state",
            field=models.CharField(
                choices=[
                    ("PROPOSED", "待审核"),
                    ("CONFIRMED", "已审核"),
                    ("RETURNED", "退回重核"),
                    ("REPLACED", "已重新核实"),
                ],
                default="PROPOSED",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="attendance",
            field=models.CharField(
                choices=[("INVITED", "已邀请"), ("PRESENT", "出席"), ("ABSENT", "未出席")],
                default="INVITED",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="outsideanswer",
            name="agreement",
            field=models.CharField(
                choices=[
                    ("SAME", "与口径一致"),
                    ("DEPARTS", "与口径有出入"),
                    ("NO_LINE", "当时尚无口径"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("WRITING", "起草中"),
                    ("SUBMITTED", "报审中"),
                    ("APPROVED", "已批准"),
                    ("DROPPED", "已终止"),
                ],
                default="WRITING",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="taskentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("REPORTED", "反馈"),
                    ("ADDED", "补充材料"),
                    ("RETURNED", "退回重办"),
                    ("SENT_BACK", "单位退回"),
                    ("REASSIGNED", "改派"),
                    ("ESCALATED", "报副组长"),
                    ("INSTRUCTED", "副组长批示"),
                    ("CHECKED", "现场核查"),
                    ("CLOSED", "验收办结"),
                    ("RECALLED", "收回"),
                ],
                max_length=10,
            ),
        ),
    ]
