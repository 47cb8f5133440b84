"""What authorities write, of which advertisers write little: offices, slogans, names of things."""

from __future__ import annotations

import re
from functools import cache

from portal_spider.extract.spam.words import families

OFFICIAL = re.compile(
    "打击|查处|整治|查获|抓获|捣毁|破获|案|公安|民警|警方|警察|违法|犯罪|涉嫌|嫌疑|诈骗|防范|警惕|举报|宣传|通知|公告|管理|条例"
    "|规定|监管|执法|行动|会议|工作|部门|机关|群众|治理|禁止|严禁|严厉|取缔|不得|非法|政务|行政|检察|法院|犯|处罚|罚款|拘留|销毁"
    "|没收|参与|开展|落实|加强|建设|推进|保障|发展|安全|教育|人民|政府|村|镇|县|局|委员会|办公室|公司|学校|医院|中心|研究|文化"
    "|坐牢|判刑|入狱|十赌|久赌|骗|切勿|勿信|勿点|莫让|莫入|别信|当心|小心|陷阱|套路|沉迷|成瘾|后果|刑法|量刑|获刑"
    "|提醒|危害|拒绝|远离|受骗|上当|谨防|揭秘|曝光|风险|责任|依法|申报|审批|办事|窗口|指南|目录|税收"
)
"""Words of the authority's own prose: a phrase that holds one is no advertisement."""
FORMAL = re.compile(
    "筑牢|谱写|弘扬|传承|强化|凝聚|提升|推动|促进|深化|聚焦|践行|奋进|夯实|守护|共建|共筑|携手|振兴|攻坚|创新|统筹|协调|完善"
    "|优化|提高|培育|为民|群众|民生|党|国家|书记|主任|科长|处长|院士|专业|技术|工程|系统|产业|农业|项目|课题|总局|研究"
    "|业务|政策|指导|咨询|预约|缴费|考试|招聘|录取|成绩|标准|质量|环保|卫生|健康|防控|资源|职业|技能|培训|社区|街道|出席|主持|办理|投票|申请|联动|税收"
)
"""Words of authorities beside those of `OFFICIAL`: of slogans, offices and services."""
_THING = re.compile(
    "(?:[员工师仪机器室馆店园区场社酒茶票泵灯床刀鱼龟虾菇螺蚁岗队长局科处厅部会赛展项街路村桥楼院厂矿站港库]|办理|登记|认证|证明|领用|换发|服务|开发|接口|页面|平台"
    "|讲座|比赛|剧场|花园|公寓|贷款?|基站|模型|展厅|[人选骑歌选]手|主播|专员|运营|游戏|机制|落户|发展|出海|随还|两小时|三年|强国"
    "|流程|指南|须知|步骤|要求|条件|材料|时间|地点|方式|原因|怎么办|吗|是什么|有哪些|开幕|闭幕|落幕|启动|揭牌|开赛|邀请赛|划定|夹带.*|场所|名单|人员|物业|集团|超市)$"
)
"""How the names end that authorities list: of people, places, goods and matters."""
_MATTER = re.compile(
    "(?:[路街桥村县镇墓碑寺庙塔]|小区|社区|大厦|酒店|饭店|公司|名单|统计|案件?|案告破|演练|火灾|团伙|窝点|骗[局术]|黑产"
    "|展映周?|大赛|抽检|查缴|收缴|查处|检查|整治|清[理除零]|关[停闭]|取缔|解散|被[端抓骗]|落网|获刑|宣判|受审|纠纷|警示|提示|风险"
    "|改造|培训|夜校|课堂|召回|销毁|试点|治理|清退|换届|善后|停售|备案|审批|年审|年检|核查|巡查|排查|督查|约谈|通报|公示|声明|听证|评议|竣工"
    "|开工|通车|签约|表彰|慰问|走访|调研|观摩|座谈|收入|诉讼案?|[书茶饭][庄店]|餐馆|商店|首饰店|宾馆|旅行社|协会|学会|联合会|商会|合作社|基金会|事务所"
    "|卫生院|服务站|派出所|居委会|村委会|业委会|大队|中队|消防站|收费站|加油站|维修站|博物馆|纪念馆|体育馆|文化馆|幼儿园|小学|中学|大学|景区|度假[区村]"
    "|滑雪场|采摘园|牧场|农场|林场|停车场|码头|口岸|水库|大道|大街|铁路|花园|诗会|庙会|书画展|展览|运动会|邀请赛|锦标赛|联赛|合唱团|研讨会|座谈会|周年"
    "|注射液|厂房|厂家名单|遗址|旧址|故居|计算器)$"
)
"""How those end that no advertiser's phrase ends like, whatever it reads like before."""


def is_formal(phrase: str) -> bool:
    """Does a phrase hold a word of authorities?"""
    return OFFICIAL.search(phrase) is not None or FORMAL.search(phrase) is not None


def is_thing(phrase: str) -> bool:
    """Is a phrase the name of something that authorities list?"""
    return _THING.search(phrase) is not None or is_matter(phrase)


def is_matter(phrase: str) -> bool:
    """Does a phrase end as no advertiser's does?"""
    return _MATTER.search(phrase) is not None


@cache
def _matters() -> re.Pattern[str]:
    """What authorities write of the trades' matters."""
    words = {word for family in families() for word in family.topic if len(word) > 3}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def is_of_authorities(phrase: str) -> bool:
    """Does a phrase name a trade's matter as authorities name it: 体育彩票, 网络游戏?"""
    return _matters().search(phrase) is not None
