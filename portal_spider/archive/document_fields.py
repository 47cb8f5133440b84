"""Standard names for the labels of a policy header (政府信息公开目录).

The national guide names fourteen elements; portals call them by what they like. Labels that the
table does not know are kept as shown, without a standard name.
"""

from __future__ import annotations

import re

LABELS: dict[str, tuple[str, ...]] = {
    "index_number": ("索引号", "信息索引", "信息索引号", "索引编号"),
    "title": ("名称", "信息名称", "标题", "文件名称", "公文名称"),
    "issuing_body": ("发布机构", "发文机关", "发文机构", "制发机关", "发文单位", "发布单位"),
    "document_number": ("文号", "发文字号", "文件编号", "发文文号", "公文文号", "文件字号"),
    "written_on": ("成文日期", "成文时间", "生成日期", "产生日期", "制发日期", "印发日期"),
    "issued_on": ("发文日期", "发文时间"),
    "published_on": ("发布日期", "发布时间", "上载日期", "公开日期"),
    "effective_on": ("生效日期", "生效时间", "施行日期", "实施日期"),
    "repealed_on": ("废止日期", "废止时间", "失效日期", "失效时间"),
    "validity": ("有效性", "时效", "时效性", "有效状态", "文件状态"),
    "subject": ("主题分类", "信息分类", "组配分类", "公文目录", "分类", "所属主题"),
    "genre": ("体裁分类", "公文种类", "文种", "体裁"),
    "audience": ("服务对象分类", "服务对象"),
    "keywords": ("主题词", "关键词", "关键字"),
    "disclosure": ("公开方式", "公开类别", "公开属性", "公开形式"),
    "disclosure_scope": ("公开范围",),
    "disclosure_term": ("公开时限", "公开期限"),
    "summary": ("内容概述", "信息概述", "摘要", "概述"),
    "source": ("信息来源", "来源"),
}
"""发文日期 is used for both 成文日期 and 发布日期, so it has a name of its own."""

_FIELDS = {label: field for field, labels in LABELS.items() for label in labels}
_NOT_IN_LABEL = re.compile(r"[\s\u3000:：\[\]【】]+")


def standard_field(label: str) -> str | None:
    """Standard name of a label, however it is spaced: `document_number` for `发 文 字 号：`."""
    return _FIELDS.get(_NOT_IN_LABEL.sub("", label))
