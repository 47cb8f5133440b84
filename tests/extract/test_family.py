from __future__ import annotations

import pytest

from portal_spider.extract import recognise_family

HOST = "http://www.luoxia.example"


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("/zwgk/202306/t20230601_1.html", "trs"),
        ("/art/2023/6/1/art_1861_77.html", "jcms"),
        ("/col/col1861/index.html", "jcms"),
        ("/module/web/jpage/dataproxy.jsp?page=1", "jcms"),
        ("/scedu/c100495/xwzx_list.shtml", "ucap"),
        ("/common/search/817052cbb3a94d0d8217824e7a3aca53?page=1", "ucap"),
        ("/gzdt/content/post_1530211.html", "guangdong"),
        ("/gkmlpt/content/9/9103/post_9103540.html", "gkmlpt"),
        ("/info/1001/12345.htm", "vsb"),
        ("/search-gov/data?t=zhengcelibrary_gw&p=1", "govcn"),
        ("/xxgk/tzgg/", "generic"),
    ],
)
def test_an_address_shows_its_family(path: str, family: str) -> None:
    found, evidence = recognise_family(HOST + path, "<html></html>")
    assert found == family
    assert (evidence is None) == (family == "generic")


@pytest.mark.parametrize(
    ("source", "family"),
    [
        ("<script>createPageHTML(4, 0, 'index', 'html')</script>", "trs"),
        ("<div class='TRS_Editor'>", "trs"),
        ("<script type='text/xml'><datastore>", "jcms"),
        ("Produced By 大汉网络 大汉版通发布系统", "jcms"),
        ("<UCAPCONTENT>", "ucap"),
        ("<script>window.NFCMS_SITE_ID=5;</script>", "guangdong"),
        ("<script>window._CONFIG = {};</script>", "gkmlpt"),
        ("<form name='_newscontent_fromname'>", "vsb"),
        ("<div id='UCAP-CONTENT'>", "govcn"),
        ("<script src='http://pucha.kaipuyun.cn/exposure/jiucuo.js'></script>", "generic"),
    ],
)
def test_a_page_shows_its_family_with_evidence(source: str, family: str) -> None:
    found, evidence = recognise_family(f"{HOST}/xxgk/tzgg/", f"<html><body>{source}</body></html>")
    assert found == family
    assert (evidence is None) == (family == "generic")
