"""Pages of short lines, as authorities publish them in lists and between paragraphs."""

from __future__ import annotations

from pathlib import Path


def _read(name: str) -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    pages = {}
    for page in text.strip().split("\n\n"):
        title, *paragraphs = page.splitlines()
        pages[title.removeprefix("# ")] = tuple(paragraphs)
    return pages


PAGES = _read("legitimate_lists.txt")
"""Title and paragraphs of each; all of it is the article's."""
HEADED = _read("legitimate_headed.txt")
"""The same for articles with headings in paragraphs of their own."""
_SINGLES = """
点击下载 点击下载附件 扫码下载 在线咨询 客户端下载 登录注册 网上办理入口 报名入口
报名网址 资料下载 报名二维码 点击查看 高清大图 点击观看视频 视频回放 直播回放 直播入口
网上投票入口 申报系统登录 查询入口 成绩查询入口 准考证打印入口 下载申请表 联系客服
官方微信 官方微博 抖音号 视频号 政务APP 图片来源网络 免费领取 免费报名 咨询热线
客服热线 办理流程 贷款对象 贷款额度 贷款期限 发票领取 彩票公益金 缴费方式 微信支付
支付宝缴费 银行卡缴费 充值缴费 注册方法 下载方法 登录方式 电脑端 手机端 安卓手机
苹果手机 QQ群咨询 微信群 公众号 小程序 使用教程 视频教程 操作视频 播放视频 媒体链接
相关视频 精彩瞬间 精彩图集 活动剪影 游戏环节 互动游戏 体育赛事 国际交流 美女如云
少女时代 成人高考 成人礼 亚洲杯 世界杯 日本考察 韩国客商 欧美市场 国产品牌 自主品牌
正品保证 一线员工 一区一策 三区联动 天天有活动 夜夜有演出 周周有比赛 爱心妈妈 免费午餐
高清监控 在线监测 在线直播 直播现场 影视拍摄 电影下乡 影院补贴 中奖名单 开奖仪式
抽奖活动 幸运观众 提现到账 放款及时 还款方便 代办帮办 全程代办 免费代办 上门服务
上门办理 预约上门 送货上门 同城通办 兼职教师 模特大赛 按摩推拿 中医按摩 养生茶饮
减肥健身 美容美发 办证大厅 办证中心 一次办好 快递到家 外卖小哥 网约车司机 加油卡充值
公积金提取 信用卡还款 名家讲座 品茶论道 以茶会友 国际庄园 皇家园林 金沙遗址 澳门回归
香港回归 博彩税收 银河系外 星空露营 开云见日 乐鱼之乐 爱游戏的孩子 万博会 亚博会
永利村 恒大集团 天博会 代开发票要坐牢 网络赌博十赌十输 毕业证书补办流程 信用卡逾期怎么办
亚洲电竞邀请赛 韩国电影周开幕 东升驾校 体彩公益金2025 外卖小哥之家 百家乐小区 威尼斯人酒店
老虎机游艺厅名单 成人用品店检查 新濠天地物业 葡京饭店 娱乐城火灾 办假证窝点 永利国际大厦
银河国际社区 中文字幕翻译大赛 国产精品茶叶展 欧美大片展映周 套现团伙落网
澳门博彩业统计 皇冠体育馆 青青草原乳业 三区三线划定 新葡京路 澳门葡京酒店消防演练 博彩众长
三级片查缴 樱桃视频大赛 外挂下载站关停 网贷口子群解散 成人论坛夜校
"""
SINGLES = tuple(_SINGLES.split())
"""Headings and notes of a few characters that stand alone between two sentences."""
MARKUPS = {
    "paragraphs": ("", "<p>{}</p>", ""),
    "indented": ("", '<p style="text-indent:2em">{}</p>', ""),
    "list": ("<ul>", "<li>{}</li>", "</ul>"),
    "table": ("<table>", "<tr><td>{}</td></tr>", "</table>"),
    "breaks": ("<p>", "{}<br>", "</p>"),
    "plain": ("", "<div>{}</div>", ""),
}
"""How a page marks up its short lines: before all, each, after all."""


def page(title: str, paragraphs: tuple[str, ...], markup: str) -> str:
    """The page as a portal would serve it: sentences in paragraphs, short lines marked up."""
    start, line, end = MARKUPS[markup]
    lead = 'p style="text-indent:2em"' if markup == "indented" else "p"
    body = f"<{lead}>{paragraphs[0]}</p>{start}"
    body += "\n".join(line.format(text) for text in paragraphs[1:]) + end
    return f"""<html><head><title>{title}-市人民政府门户网站</title>
<meta name="ArticleTitle" content="{title}"></head><body>
<div class="crumb">当前位置：<a href="/">首页</a> &gt;
<a href="/zwgk/">政务公开</a> &gt; 通知公告</div>
<div class="article"><h1>{title}</h1>
<div class="info">发布时间：2024-05-06 10:20 来源：市政府办公室</div>
<div id="zoom">{body}</div></div>
<div class="footer">主办：市人民政府 ICP备00000000号</div>
</body></html>"""
