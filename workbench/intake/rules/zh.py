# ruff: noqa: E501 (a pattern stays on one line)
"""Rules for Chinese, Simplified and Traditional: sentence ends, headings, furniture of web pages."""

import re

from workbench.intake.rules.en import SEGMENTATION as ENGLISH
from workbench.intake.rules.table import FurnitureRule, SegmentationTable

SEGMENTATION = SegmentationTable(
    language="zh",
    terminals="。！？!?｡⁇⁈⁉",
    abbreviations=ENGLISH.abbreviations,
    numbered=ENGLISH.numbered,
    titles=ENGLISH.titles,
    words=ENGLISH.words,
    starters=ENGLISH.starters,
    enumerator=re.compile(
        r"(?<=[\u4e00-\u9fff）)”》])"
        r"(?:[（(][一二三四五六七八九十]{1,3}[）)](?=[\u4e00-\u9fff“《])"
        r"|(?<!第)(?<!图)(?<!表)(?<!版本)(?<!附件)\d{1,2}[.．·](?=[\u4e00-\u9fff“《])"
        r"|[①-⑳](?=[\u4e00-\u9fff“《]))"
    ),
    clause_marks="，,；;：:、",
)

_FIELD = r"(?:信息来源|信息來源|稿件来源|文章来源|来源|來源|发布时间|發布時間|發佈時間|发布日期|發布日期|更新时间|时间|時間|日期|发布人|发布者|作者|编辑|編輯|浏览次数|浏览量|瀏覽量|瀏覽次數|浏览|点击数|点击量|点击|點擊|阅读量|阅读次数|阅读|字体|字號|字号|字體|审核|審核|责任编辑|责编|校对|初审|复审|终审|签发)"
_STRONG_FIELD = r"(?:信息来源|信息來源|稿件来源|文章来源|来源|來源|发布时间|發布時間|發佈時間|发布日期|發布日期|更新时间|浏览次数|浏览量|瀏覽量|瀏覽次數|点击数|点击量|阅读量|阅读次数|字体|字號|字号|字體|发布人|发布者)"
_DATE = r"(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?"


def _rule(name: str, pattern: str, words: str, kind: str = "boilerplate", limit: int = 400) -> FurnitureRule:
    return FurnitureRule(name, re.compile(pattern), words, kind, limit)


FURNITURE: tuple[FurnitureRule, ...] = (
    _rule("breadcrumb", r"(?:您|你)?(?:现在|現在|当前|當前|所在)的?(?:位置|栏目)|[^>＞»。！？\n]{1,30}[>＞»][^。！？\n]{1,80}$", "path of the page in its site", "navigation", 120),
    _rule("page-data", rf"[【\[（(]?{_FIELD}\s?[:：][^。]{{0,60}}?\s{_FIELD}\s?[:：]", "date, source and counters of the page", limit=160),
    _rule("page-data", rf"[【\[（(]?(?:{_STRONG_FIELD}\s?[:：].{{0,60}}|(?:时间|時間|日期)\s?[:：]\s?\d{{4}}-\d\d?-\d\d?.{{0,20}})$", "date, source and counters of the page", limit=100),
    _rule("page-data", rf"{_DATE}(?:[\sT]+\d{{1,2}}:\d\d(?::\d\d)?)?\s+[【\[]?{_FIELD}\s?[:：]", "date, source and counters of the page", limit=160),
    _rule("page-data", rf"(?:{_DATE}[\sT]+\d{{1,2}}:\d\d(?::\d\d)?|\d{{4}}[-/.]\d\d?[-/.]\d\d?)$", "date and time of the page", limit=40),
    _rule("editor", r"[【\[（(]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|審核|审核|初审|终审|监制|值班编委)\s?[:：/|][^。！？]{0,60}$", "names of the editors", limit=80),
    _rule("contribution", r"(?:投稿(?:邮|郵)箱|(?:新闻|新聞)?(?:热|熱)(?:线|線)[:：]|(?:客服|投稿|举报|舉報)(?:电话|電話|热线|QQ)?[:：]|[\u4e00-\u9fff]{2,12}(?:网|網)客服[:：])", "address for contributions or service", limit=120),
    _rule("slogan", r"(?:.{0,60}(?:感谢您(?:浏览|访问|关注)|感謝您(?:瀏覽|訪問)|欢迎投稿|歡迎投稿|欢迎访问|歡迎訪問|设为首页|加入收藏))", "greeting of the site", limit=160),
    _rule("neighbour-page", r"[（(【\[]?(?:上|下)一(?:篇|页|頁|条|條|则)\s?[】\])）]?(?:[:：\s]|$)", "link to a neighbouring page", limit=120),
    _rule("copyright", r"(?:[^。，]{0,16}(?:版权(?:声明|所有|及)|版權(?:聲明|所有|及)|免责声明|免責聲明|著作权声明)|\d{0,2}[.、．]?\s?凡(?:本[网報网站刊網]|注有|注明|署名)|.{0,8}copyright\s|©)", "copyright notice", limit=800),
    _rule("copyright", r"(?:本(?:网|站|文)[^。]{0,30}(?:转载|轉載)[^。]{0,60}(?:版权|侵权|联系|删除)|(?:声明|聲明|特别声明|特別聲明)[:：])", "copyright notice", limit=500),
    _rule("site-owner", r"(?:(?:主办单位|主办|承办|技术支持)\s?[:：].{0,80}(?:ICP|公网安备|版权|网站标识码|技术支持)|网站标识码|网站地图|备案序?号|[\u4e00-\u9fff]?ICP[备備證证]|[\u4e00-\u9fff]?公网安备|联系我们$|政府网站找错|建议使用)", "owner and registration of the site", limit=200),
    _rule("original-address", r"(?:原文地址|原文链接|原文鏈接|原文网址|原文出处|本文(?:地址|链接|网址|来源)|文章(?:来源|链接|地址)|阅读原文|查看原文|(?:地址|网址|網址|链接)[:：]\s?(?:https?:|www\.))", "address of the page", limit=300),
    _rule("repeated-title", r"(?:标题|標題)[:：]", "title repeated by the site", limit=200),
    _rule("other-pages", r"(?:图片新闻|圖片新聞|热点资讯|熱點資訊|热点聚焦|熱點聚焦|热点新闻|热门新闻|热门(?:推荐|文章|排行)|相关(?:新闻|阅读|文章|链接|推荐)|相關(?:新聞|閱讀|文章|鏈接)|推荐(?:阅读|文章)|推薦閱讀|延伸阅读|更多(?:>>|新闻|内容)?|最新(?:新闻|资讯|文章)|精彩推荐|猜你喜欢|友情链接|网站导航|返回(?:首页|顶部|列表)|(?:网站)?首页|繁体|简体|无障碍(?:浏览)?|微信|微博|English|登录|注册)(?:\s*[>»|]*)$", "link to other pages", "navigation", 24),
    _rule("share", r"(?:[【\[](?:打印|列印|关闭|關閉|收藏|分享|推荐|纠错|字体|字號|大\s?中\s?小)[^】\]]{0,12}[】\]].{0,60}$|(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏本[页文]|分享(?:到|至|给朋友)?|我要纠错|扫一扫.{0,30}|点赞|字体|字号)(?:[:：]|\s.{0,50}$|$))", "buttons of the page", limit=80),
    _rule("reading-time", r"本(?:篇)?文(?:章)?(?:共|约)?\s?\d+字", "length of the page", limit=60),
    _rule("download-notice", r"-?\s?\d{1,2}[、.．]\s?(?:下载文档前|\"?[“]?仅部分预览|如文档侵犯|本(?:站|平台)|成为VIP|付费|会员|如果您|文档(?:内容|格式))", "notice of a download site", limit=300),
    _rule("download-notice", r"(?:下载文档前请|文档来源于网络|本文档(?:由|来自)|页数[:：]|格式[:：]\s?(?:doc|pdf)|大小[:：]\s?\d)", "notice of a download site", limit=300),
    _rule("regulation-data", r"文章属性(?:•|$|【)", "data block of a published regulation", limit=1000),
    _rule("regulation-data", r"正文$", "label of a published regulation"),
    _rule("page-number", r"[-—–－\s]*(?:第\s?)?\d{1,4}(?:\s?页)?(?:\s?[/／,，]?\s?共?\s?\d{0,4}\s?页?)?[-—–－\s]*$", "page number", limit=24),
    _rule("page-header", r"\d{1,4}\s+[\u4e00-\u9fff]{2,12}\s+(?:19|20)\d\d年\d{1,2}月.{0,60}$", "running head of a journal page", limit=100),
)  # fmt: skip

HEADING_MARK = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}[章节節编編条條款]\s?|[一二三四五六七八九十]{1,3}[、．.]\s?|[（(][一二三四五六七八九十]{1,3}[）)]\s?)"
)
ITEM_MARK = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\d{1,3}[）)]|\d{1,3}(?:[、．·]|\.(?!\d))|[①-⑳]|[●○•·■□◆◇▪►➢√※★☆]\s?|[-–—*+]\s|[一二三四五六七八九十]{1,3}(?:是|、)|第[一二三四五六七八九十]{1,3}[，,、])"
)
CAPTION_MARK = re.compile(
    r"(?:[图圖表]\s?\d{1,3}(?:[-–.]\d{1,2})?[\s:：、.]|[图圖](?:为|為|片|说|說)|[（(](?:资料图|图片|資料圖)|[▲△▼]\s?)"
)
CREDIT_LINE = re.compile(
    r"[（(【\[]?(?:(?:本[报報网網刊台站]|融媒体|融媒體|首席|见习|实习|特约|全媒体|新华社|中新社)*\s?(?:记者|記者|通讯员|通訊員|撰稿|撰文|文[/／、]图|文[/／、]圖|摄影|攝影|供稿|作者)|文[/／:：|]|图[/／:：|])[^。！？!?]{1,60}[）)】\]]?$"
)
SIGNATURE_BODY = re.compile(
    r"[^。！？!?，,；;：:]{2,30}(?:局|委员会|委員會|政府|办公室|辦公室|管委会|管委會|部|厅|廳|院|会|會|公司|中心|集团|處|处|办|辦)$"
)
SIGNATURE_DATE = re.compile(
    r"(?:[12]\d{3}|二[〇○零Ο0][〇○零一二三四五六七八九]{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$"
)
SALUTATION = re.compile(r"(?:各|尊敬的|女士们|同志们|[\u4e00-\u9fff]{1,12}[:：]$).{0,200}[:：]$")
OFFICIAL_TITLE = re.compile(
    r"[^。！？!?；;]{0,60}(?:关于|關於|有关|有關)[^。！？!?；;]{2,80}(?:通知|决定|決定|意见|意見|公告|公示|通告|报告|報告|汇报|匯報|方案|办法|辦法|规定|規定|批复|批復|函|措施|细则|说明|講話|讲话)(?:[(（][^()（）]{1,12}[)）])?(?:\s?\d{1,2}篇)?$"
)
NAMES_ONLY = re.compile(r"[(（][\u4e00-\u9fff]{2,4}(?:[ 、\u3000][\u4e00-\u9fff]{2,4}){1,4}[)）]")
DOCUMENT_NUMBER = re.compile(
    r"[(（]?([\u4e00-\u9fff]{2,12}[〔\[［(（](?:19|20)\d\d[〕\]］)）]\s?(?:第\s?)?\d{1,4}\s?号)[)）]?"
)
