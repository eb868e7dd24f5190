"""Sentences of collection: what feeds, sites, files and their rows did wrong."""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # addresses that are not fetched
    "collection.address.bad_address": marked(
        "“%(address)s”不是完整网址。请填写以 http:// 或 https:// 开头的网址。"
    ),
    "collection.address.bad_scheme": marked("只采集 http 和 https 网址，未访问“%(address)s”。"),
    "collection.address.has_credentials": marked(
        "网址中带有用户名或密码。系统不登录采集，请改用公开网址。"
    ),
    "collection.address.bad_port": marked(
        "未开放访问端口 %(port)s。如确需采集，请管理员把该主机加入允许名单。"
    ),
    "collection.address.private_address": marked(
        "“%(host)s”指向内部网络地址，已拒绝访问。"
        "如是本单位内网来源，请管理员把该主机加入允许名单。"
    ),
    "collection.address.unknown_host": marked("未找到主机“%(host)s”。请核对网址，或稍后重试。"),
    # fetches
    "collection.fetch.timeout": marked("%(seconds)s 秒内未读取完毕，已停止。下次按计划重试。"),
    "collection.fetch.too_big": marked(
        "内容超过 %(limit)s MB，已停止读取。请改用更小的列表或订阅地址。"
    ),
    "collection.fetch.unreachable": marked(
        "无法连接该网站。请核对网址；网址无误的，下次按计划重试。"
    ),
    "collection.fetch.bad_certificate": marked(
        "该网站的安全证书无效，未读取内容。请核对网址或联系网站。"
    ),
    "collection.fetch.bad_encoding": marked("网站的压缩方式无法解压，未读取内容。"),
    "collection.fetch.bad_answer": marked("网站的应答不完整或不合规范。下次按计划再试。"),
    "collection.fetch.too_many_redirects": marked(
        "跳转超过 %(limit)s 次，已停止。请填写最终网址。"
    ),
    "collection.fetch.host_busy": marked(
        "对该网站的请求已在排队，为不加重其负担，本次不再请求。"
    ),
    "collection.fetch.robots_forbidden": marked(
        "该网站的 robots.txt 不允许采集此网址，已停止。请改用网站公开的订阅地址。"
    ),
    "collection.fetch.robots_unavailable": marked(
        "无法读取该网站的 robots.txt（%(reason)s），本次不采集。下次按计划重试。"
    ),
    "collection.fetch.needs_login": marked(
        "网站要求登录或拒绝访问（%(number)s）。系统不登录采集，请改用公开网址。"
    ),
    "collection.fetch.not_found": marked("网址不存在（%(number)s）。请核对网址是否已变更。"),
    "collection.fetch.asked_to_slow_down": marked(
        "网站要求放慢访问（%(number)s）。请加大采集间隔。"
    ),
    "collection.fetch.asked_to_wait": marked(
        "网站要求 %(minutes)s 分钟后再来（%(number)s），届时再采集。"
    ),
    "collection.fetch.server_error": marked("网站自身出错（%(number)s）。下次按计划再试。"),
    "collection.fetch.http_error": marked("网站未返回内容（%(number)s）。请核对网址。"),
    "collection.fetch.articles": marked("有 %(count)s 篇文章未读取：%(why)s"),
    "collection.fetch.missed": marked(
        "有 %(count)s 篇未读取，稍后重试。最早一篇为 %(address)s：%(why)s"
    ),
    "collection.fetch.given_up": marked(
        "近 7 天有 %(count)s 篇多次重试仍未读取，不再重试，已记录。最早一篇为 "
        "%(address)s：%(why)s"
    ),
    "collection.fetch.page_empty": marked("页面已打开，但无文字，未收录。"),
    "collection.fetch.page_too_long": marked(
        "页面超过 %(limit)s 个字符，部分读取会误作全文，未收录。请打开网址人工录入。"
    ),
    "collection.snapshot.broken_off": marked("留存中断，未留下快照。请重新留存。"),
    "collection.snapshot.not_taken": marked("留存失败，原因见服务器日志。请重新留存。"),
    "collection.fetch.internal": marked("系统内部出错，已记入日志。"),
    # why a robots.txt was not read
    "collection.robots.timeout": marked("超时"),
    "collection.robots.unreachable": marked("无法连接"),
    "collection.robots.bad_certificate": marked("安全证书无效"),
    "collection.robots.server_error": marked("网站出错"),
    # feeds
    "collection.feed.entities": marked(
        "订阅内容声明了实体（DOCTYPE ENTITY），可能是攻击，未读取。请联系网站。"
    ),
    "collection.feed.too_deep": marked("订阅内容嵌套过深，疑似异常，未读取。请联系网站。"),
    "collection.feed.plugin_failed": marked("扩展“%(name)s”读取出错。请系统管理员检查扩展。"),
    "collection.feed.not_a_feed": marked(
        "该内容不是 RSS、Atom 或 JSON 订阅。请核对网址，或改用“网页列表”方式采集。"
    ),
    "collection.feed.broken": marked("订阅内容不完整或格式有误，仅读取 %(count)s 条。"),
    "collection.feed.broken_off": marked(
        "订阅内容传输不完整，仅收录完整的 %(count)s 条，最后一条不完整，下次再采集。"
    ),
    "collection.feed.too_big": marked(
        "订阅内容超过大小上限，仅收录开头完整的 %(count)s 条。新内容排在后面的，请"
        "改用更小的订阅地址。"
    ),
    "collection.feed.empty_entries": marked("有 %(count)s 条标题和正文均为空，未收录。"),
    "collection.feed.too_many": marked("订阅内容超过 %(limit)s 条，只取前 %(limit)s 条。"),
    "collection.feed.bad_entries": marked("有 %(count)s 条不是有效的记录，已跳过。"),
    # link rules of list pages
    "collection.rule.rule_too_long": marked(
        "链接规则超过 %(limit)s 个字符。请改用更短的规则。"
    ),
    "collection.rule.bad_pattern": marked(
        "链接规则不是有效的正则表达式。请检查括号和特殊符号。"
    ),
    "collection.rule.slow_pattern": marked("链接规则匹配超时，已停止。请去除嵌套的 + 或 *。"),
    "collection.rule.bad_selector": marked("CSS 选择器无效。请检查写法，例如：ul.news li a。"),
    # items of any source
    "collection.item.empty": marked("标题和正文都是空的，未收录。请补上内容后重新提交。"),
    "collection.item.internal": marked(
        "处理该条时系统出错，未收录，已记入日志。其他各条不受影响。"
    ),
    "collection.item.deleted": marked("该条保存期已满并已删除，未再次收录。"),
    "collection.item.channel_other": marked(
        "平台不在本局名单中，记为“其他”：名称不保存，只计入平台数。"
    ),
    "collection.item.community_other": marked(
        "社区或版块不在登记名单中，记为“其他”：名称不保存，只计入版块数。"
    ),
    "collection.item.classified": marked(
        "该条带有密级标志，未收录、未保存。涉密信息不上网：请从来源和本机删除，经涉"
        "密渠道办理，并告知本局保密工作人员。"
    ),
    "collection.item.text_cut": marked("正文有 %(chars)s 个字，只保留前 %(limit)s 个字。"),
    "collection.item.title_cut": marked("标题有 %(chars)s 个字，只保留前 %(limit)s 个字。"),
    "collection.item.url_dropped": marked(
        "链接不是有效的 http 或 https 网址，或者过长，未保存。"
    ),
    "collection.item.id_rounded": marked(
        "编号在表格软件中已丢失末尾数字，无法用于识别，该条按内容识别。请将编号列设"
        "为文本后重新导出。"
    ),
    # dates of items
    "collection.item.date_unreadable": marked("发布时间“%(text)s”无法辨认，按“未知”保存。"),
    "collection.item.date_impossible": marked("发布时间“%(text)s”不存在，按“未知”保存。"),
    "collection.item.date_future": marked("发布时间“%(text)s”晚于采集时间，按“未知”保存。"),
    "collection.item.date_only": marked(
        "发布时间“%(text)s”只有日期，时刻未知，按当日零时保存。"
    ),
    # whole files
    "collection.file.cannot_open": marked(
        "无法打开文件“%(name)s”。请确认文件存在且可读取，再重新选择。"
    ),
    "collection.file.empty": marked("文件为空，无可导入内容。请检查导出结果后重新上传。"),
    "collection.file.too_big": marked(
        "文件解开后超过 %(limit)s，已停止读取。请分成几个文件导入。"
    ),
    "collection.file.gzip_bomb": marked(
        "压缩文件解压后膨胀超过 %(ratio)s 倍，疑似异常，已停止读取。请先解压、检查"
        "内容后再导入。"
    ),
    "collection.file.broken_gzip": marked(
        "压缩文件不完整或已损坏。请重新导出或重新传输该文件。"
    ),
    "collection.file.broken_sheet": marked(
        "表格文件不完整、已损坏或设有密码。请用表格软件打开后另存为 XLSX 或 CSV。"
    ),
    "collection.file.sheet_too_wide": marked(
        "表格铺开后太大，已停止读取：很远的行或列里可能有多余的内容。"
        "请把有数据的部分复制到新表，或另存为 CSV 后再导入。"
    ),
    "collection.file.unknown_charset": marked(
        "无法识别文件的文字编码。请另存为 UTF-8 编码的 CSV 后再导入。"
    ),
    "collection.file.not_text": marked(
        "该文件不是文本或表格文件。请导入 CSV、TSV、XLSX 或 JSONL 文件。"
    ),
    "collection.file.json_array": marked(
        "文件为整体 JSON，不是每行一条的 JSONL。请按每行一条记录导出。"
    ),
    "collection.file.markup": marked(
        "该文件是网页（HTML 或 XML），不是表格，扩展名有误。请用表格软件打开后另存"
        "为 XLSX 或 CSV。"
    ),
    "collection.file.spreadsheet_xml": marked(
        "该文件是 XML 电子表格（SpreadsheetML），扩展名有误。请用表格软件打开后另存"
        "为 XLSX 或 CSV。"
    ),
    "collection.file.zip_archive": marked(
        "该文件是压缩包，内无表格。请先解压，再导入其中的文件。"
    ),
    "collection.file.hidden_only": marked(
        "仅隐藏的工作表有内容（%(names)s），未读取。请取消隐藏后重新上传。"
    ),
    "collection.file.no_such_sheet": marked("无名为“%(name)s”的工作表。可选：%(names)s。"),
    # what is said of a file that is read
    "collection.file.hidden_sheets": marked("隐藏的工作表未读取：%(names)s。"),
    "collection.file.rows_above_header": marked(
        "列名取自第 %(row)s 行；其上 %(count)s 行（标题或上一级表头）未收录。"
    ),
    "collection.file.two_headers": marked(
        "表头有两行（第 %(first)s 行和第 %(second)s 行），列名取自第 %(row)s 行，另一行未收录。"
    ),
    "collection.file.header_like_content": marked(
        "第 %(row)s 行疑似内容而非列名。文件无列名的，请选“无列名”。"
    ),
    "collection.file.too_many_columns": marked(
        "表头有 %(count)s 列，超过上限 %(limit)s 列。请删除不需要的列。"
    ),
    # rows of files
    "collection.row.too_many_cells": marked(
        "这一行有 %(cells)s 格，表头只有 %(columns)s 列，无法对应。请检查引号和分隔符。"
    ),
    "collection.row.too_few_cells": marked(
        "这一行只有 %(cells)s 格，表头有 %(columns)s 列，无法对应。请检查换行和分隔符。"
    ),
    "collection.row.open_quote": marked(
        "引号不成对，从该行起至文件末尾无法分辨。请补全引号后重新导入。"
    ),
    "collection.row.cell_too_long": marked(
        "该行有单元格超过 %(limit)s 个字，或引号不成对。请拆分后重新导入。"
    ),
    "collection.row.line_too_long": marked(
        "这一行超过 %(limit)s 个字，未读取。请拆分后重新导入。"
    ),
    "collection.row.bad_bytes": marked(
        "有 %(count)s 处文字无法识别，以“�”代替：编码不一致或已损坏。"
    ),
    "collection.row.bad_json": marked("该行不是有效的 JSON，未读取。请检查导出结果。"),
    "collection.row.not_an_object": marked("该行的 JSON 不是“名称: 值”的记录，未读取。"),
    # items of a push
    "collection.push.not_an_object": marked("该条不是 JSON 对象，未收录。"),
    "collection.push.wrong_type.text": marked("字段“%(name)s”应是文字，这一条未收录。"),
    "collection.push.wrong_type.number": marked(
        "字段“%(name)s”应是数，如 1024 或 1.2万，这一条未收录。"
    ),
    "collection.push.wrong_type.key": marked("字段“%(name)s”应是文字或整数，这一条未收录。"),
    # what an import notes of its rows, counted
    "collection.import.note": marked("%(what)s：%(rows)s 行（第 %(where)s 行）。"),
    "collection.import.note_of_many": marked("%(what)s：%(rows)s 行（第 %(where)s 行等）。"),
    "collection.note.text_cut": marked("正文过长，只保留前面一部分"),
    "collection.note.title_cut": marked("标题过长，只保留前面一部分"),
    "collection.note.url_dropped": marked("链接不是有效的网址，未保存"),
    "collection.note.date_unreadable": marked("发布时间无法辨认，按“未知”保存"),
    "collection.note.date_impossible": marked("发布时间不存在，按“未知”保存"),
    "collection.note.date_future": marked("发布时间晚于采集时间，按“未知”保存"),
    "collection.note.date_only": marked("发布时间只有日期，按当日零时保存"),
    "collection.note.channel_other": marked("平台不在本局名单中，记为“其他”"),
    "collection.note.community_other": marked("社区或版块不在登记名单中，记为“其他”"),
    "collection.note.id_rounded": marked("编号已丢失末尾的数字，按内容辨认"),
    "collection.note.bad_bytes": marked("共 %(count)s 处文字无法辨认，以“\ufffd”代替"),
    # imports that ended before the end of their file
    "collection.import.columns_missing": marked("文件中无以下列：%(names)s。请重新指定各列。"),
    "collection.import.file_lost": marked(
        "文件已不在原处或无法读取。已收录内容不受影响，请重新上传后继续。"
    ),
}
