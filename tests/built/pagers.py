"""How listings are paged: each function lays a portal's rows out over pages and answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from string import Template
from typing import Any

from built.portal import Portal, Row

Pager = Mapping[str, Any]

STUB = (
    '<html><head><meta charset="utf-8"><script>window.location.href = "/index.html";</script>'
    "</head><body></body></html>"
)


def static(portal: Portal, pager: Pager) -> None:
    """Pages of their own, called `first` and then `others` with {n}.

    `{n}` is the page's number plus `offset`, or with `down` what remains before the last page.
    `pinned` rows lead every page, `overlap` rows end one and begin the next; after `kept` pages
    the server has stubs, and what they listed is out of reach. `html` and `next` are templates.
    """
    chunks = _chunks(portal, pager)
    last = len(chunks)
    paths = [_page_path(pager, page, last) for page in range(1, last + 1)]
    for page, (path, chunk) in enumerate(zip(paths, chunks, strict=True), 1):
        onward = paths[page] if page < last else None
        links = _pager_html(portal, pager, paths, page, onward)
        kept = page <= int(pager.get("kept", last))
        portal.pages[path] = portal.listing_html(chunk, links) if kept else STUB
    portal.listings += last
    portal.rows = portal.rows[: int(pager["size"]) * int(pager.get("kept", last))]


def endless(portal: Portal, pager: Pager) -> None:
    """A page parameter of which every value answers: beyond the end with the last page again."""
    chunks = _chunks(portal, pager)
    path, name = str(portal.spec["listing"]), str(pager["parameter"])

    def answer(params: Mapping[str, str]) -> str:
        page = int(params.get(name, "1"))
        onward = f"{path.partition('?')[0]}?{name}={page + 1}"
        links = Template(str(pager["html"])).safe_substitute(next_url=onward, current=page)
        return portal.listing_html(chunks[min(page, len(chunks)) - 1], links)

    portal.endpoints[path.partition("?")[0]] = answer
    portal.listings += len(chunks) + 1


def post_form(portal: Portal, pager: Pager) -> None:
    """Every page but the first by a POST of the form that the listing holds."""
    chunks = _chunks(portal, pager)
    path, name = str(portal.spec["listing"]), str(pager["parameter"])

    def answer(params: Mapping[str, str]) -> str | None:
        page = int(params.get(name, "1"))
        if page > len(chunks):
            return None
        links = Template(str(pager["html"])).safe_substitute(
            current=page, count=len(chunks), total=len(portal.rows)
        )
        return portal.listing_html(chunks[page - 1], links)

    portal.endpoints[path] = answer
    portal.listings += len(chunks)


def interface(portal: Portal, pager: Pager) -> None:
    """Every page but those `shown` by a question that jQuery asks at `path`.

    `answer` is `json`, with the number of entries, or `rows`: HTML and nothing around it. What is
    asked without the parameters in `fixed` has no rows.
    """
    chunks = _chunks(portal, pager)
    shown, name = int(pager.get("shown", 1)), str(pager["parameter"])
    fixed = {str(key): str(value) for key, value in pager["fixed"].items()}

    def answer(params: Mapping[str, str]) -> str:
        page = int(params.get(name, "0"))
        known = all(params.get(key) == value for key, value in fixed.items())
        rows = chunks[page - 1] if known and 0 < page <= len(chunks) else []
        if pager["answer"] == "rows":
            return portal.row_html(rows)
        records = [
            {
                "id": row.number,
                "topic": row.article.title,
                "publishUrl": portal.home + row.path,
                "publishTime": f"{row.article.published:%Y-%m-%d %H:%M:%S}",
            }
            for row in rows
        ]
        result = {"records": records, "total": len(portal.rows), "current": page}
        return json.dumps({"code": 200, "result": result}, ensure_ascii=False)

    links = Template(str(pager["html"])).safe_substitute(
        total=len(portal.rows), count=len(chunks), size=pager["size"]
    )
    first = portal.rows[: int(pager["size"])] if shown else []
    portal.pages[str(portal.spec["listing"])] = portal.listing_html(first, links)
    portal.endpoints[str(pager["path"])] = answer
    portal.listings += len(chunks) + 1 - shown


def jcms(portal: Portal, pager: Pager) -> None:
    """A block of three pages in the listing, the rest from `dataproxy.jsp`.

    `answer` is `xml` or `array` (the old form: JavaScript).
    """
    size, proxy = int(pager["size"]), str(pager["proxy"])
    total, column = len(portal.rows), str(pager["column"])

    def records(rows: Sequence[Row]) -> str:
        html = "".join(f"<record><![CDATA[{portal.row_html([row])}]]></record>" for row in rows)
        return f"<totalrecord>{total}</totalrecord><recordset>{html}</recordset>"

    def answer(params: Mapping[str, str]) -> str | None:
        if params.get("columnid") != column or params.get("unitid") != str(pager["unit"]):
            return "<datastore><recordset></recordset></datastore>"
        first, last = int(params["startrecord"]), int(params["endrecord"])
        rows = portal.rows[first - 1 : last]
        if pager.get("answer") == "array":
            return f"totalRecord={total};\ndataStore = " + json.dumps(
                [portal.row_html([row]) for row in rows], ensure_ascii=False
            )
        return f"<datastore>{records(rows)}</datastore>"

    store = records(portal.rows[: 3 * size])
    store = f'<script type="text/xml"><datastore>{store}</datastore></script>'
    script = Template(str(pager["html"])).safe_substitute(total=total, size=size, proxy=proxy)
    page = Template(str(portal.spec["page"])).safe_substitute(rows=store, pager=script)
    portal.pages[str(portal.spec["listing"])] = page
    portal.endpoints[proxy] = answer
    portal.listings += 1 + max(0, -(-(total - 3 * size) // (3 * size)))


def next_group(portal: Portal, pager: Pager) -> None:
    """JCMS whose every answer names the next in `<nextgroup>`, with an id that is not a number."""
    chunks = _chunks(portal, pager)
    proxy = str(pager["proxy"])
    keys = [f"k{page * 7919 % 10007:05d}x" for page in range(len(chunks))]

    def store(page: int) -> str:
        html = "".join(
            f"<record><![CDATA[{portal.row_html([row])}]]></record>" for row in chunks[page]
        )
        following = f"{proxy}?appid=1&path=/&unitid=9{page}&group={keys[(page + 1) % len(keys)]}"
        group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>'
        more = group if page + 1 < len(chunks) else ""
        return f"<datastore>{more}<recordset>{html}</recordset></datastore>"

    def answer(params: Mapping[str, str]) -> str | None:
        key = params.get("group")
        return store(keys.index(key)) if key in keys else None

    portal.pages[str(portal.spec["listing"])] = Template(str(portal.spec["page"])).safe_substitute(
        rows=f'<script type="text/xml">{store(0)}</script>', pager=pager["html"]
    )
    portal.endpoints[proxy] = answer
    portal.listings += len(chunks)


def jpaas(portal: Portal, pager: Pager) -> None:
    """A shell; rows as HTML within the JSON of `/api-gateway/…/build/unit`, by `pageNo`."""
    chunks = _chunks(portal, pager)
    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    wanted = dict(pager["query"])

    def answer(params: Mapping[str, str]) -> str:
        if any(params.get(key) != value for key, value in wanted.items()):
            return json.dumps({"success": False, "code": "400", "data": None})
        asked = json.loads(params.get("paramJson", "{}")).get("pageNo") or params.get("pageNo", 1)
        page = int(asked)
        rows = chunks[page - 1] if 1 <= page <= len(chunks) else []
        counts = f'<div class="pagination" rows="{pager["size"]}" count="{len(portal.rows)}"></div>'
        html = f"<ul>{portal.row_html(rows)}</ul>{counts}"
        return json.dumps(
            {"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False
        )

    query = json.dumps(wanted, ensure_ascii=False).replace('"', "'")
    script = f'<script src="/script/unit.js" url="{unit}" queryData="{query}"></script>'
    page = Template(str(portal.spec["page"])).safe_substitute(rows=script, pager="")
    portal.pages[str(portal.spec["listing"])] = page
    portal.endpoints[unit] = answer
    portal.listings += 1 + len(chunks)


def ucap(portal: Portal, pager: Pager) -> None:
    """A static first page of 15 rows; all pages as JSON from `/common/search/CHANNEL`."""
    size, channel = 15, str(pager["channel"])

    def answer(params: Mapping[str, str]) -> str:
        page, rows_a_page = int(params.get("page", "1")), int(params.get("_pageSize", "15"))
        results = [
            {
                "title": row.article.title,
                "url": row.path,
                "publishedTimeStr": f"{row.article.published:%Y-%m-%d %H:%M:%S}",
                "channelName": "通知公告",
            }
            for row in portal.rows[(page - 1) * rows_a_page : page * rows_a_page]
        ]
        data = {"page": page, "rows": rows_a_page, "total": len(portal.rows), "results": results}
        return json.dumps({"code": 200, "data": data}, ensure_ascii=False)

    path = f"/common/search/{channel}"
    links = Template(str(pager["html"])).safe_substitute(channel=channel, total=len(portal.rows))
    portal.pages[str(portal.spec["listing"])] = portal.listing_html(portal.rows[:size], links)
    portal.endpoints[path] = answer
    portal.listings += 1 + -(-len(portal.rows) // size)


def gkmlpt(portal: Portal, pager: Pager) -> None:
    """Guangdong's open information: 100 documents a page, pages 0 and 1 identical."""
    size, total, sid = 100, len(portal.rows), str(pager["sid"])
    category = int(pager["category"])

    def answer(params: Mapping[str, str]) -> str | None:
        if params.get("sid") != sid:
            return json.dumps({"articles": [], "total": 0})
        start = (max(int(params.get("page", "0")), 1) - 1) * size
        found = [
            {
                "id": row.number,
                "title": row.article.title,
                "url": portal.home + row.path,
                "publisher": row.article.source,
                "document_number": "",
                "date": int(row.article.published.timestamp()),
                "created_at": f"{row.article.published:%Y-%m-%d %H:%M:%S}",
            }
            for row in portal.rows[start : start + size]
        ]
        classify = {"id": category, "name": "通知公告", "post_count": total}
        return json.dumps(
            {"articles": found, "classify": classify, "total": total}, ensure_ascii=False
        )

    tree = [{"id": category, "name": "通知公告", "post_count": total, "children": []}]
    script = Template(str(pager["html"])).safe_substitute(
        sid=sid, tree=json.dumps(tree, ensure_ascii=False)
    )
    page = Template(str(portal.spec["page"])).safe_substitute(rows="", pager=script)
    portal.pages[str(portal.spec["listing"])] = page
    portal.endpoints[f"/gkmlpt/api/all/{category}"] = answer
    portal.listings += 1 + -(-total // size)


def data_file(portal: Portal, pager: Pager) -> None:
    """www.gov.cn: a page whose script names a JSON file of all rows."""
    records = [
        {
            "TITLE": row.article.title,
            "URL": portal.home + row.path,
            "DOCRELPUBTIME": f"{row.article.published:%Y-%m-%d}",
        }
        for row in portal.rows
    ]
    portal.pages[str(pager["file"])] = json.dumps(records, ensure_ascii=False)
    page = Template(str(portal.spec["page"])).safe_substitute(rows="", pager=pager["html"])
    portal.pages[str(portal.spec["listing"])] = page
    portal.listings += 2


def search_data(portal: Portal, pager: Pager) -> None:
    """www.gov.cn's library: the listing is the search's own JSON, paged by `p`."""
    size = int(pager["size"])

    def answer(params: Mapping[str, str]) -> str:
        page = int(params.get("p", "1"))
        found = [
            {
                "title": row.article.title,
                "url": portal.home + row.path,
                "pcode": "",
                "puborg": row.article.source,
                "pubtime": int(row.article.published.timestamp() * 1000),
            }
            for row in portal.rows[(page - 1) * size : page * size]
        ]
        view = {
            "listVO": found,
            "totalCount": len(portal.rows),
            "totalpage": -(-len(portal.rows) // size),
        }
        return json.dumps({"code": 200, "searchVO": view}, ensure_ascii=False)

    portal.endpoints[str(portal.spec["listing"]).partition("?")[0]] = answer
    portal.listings += -(-len(portal.rows) // size)


def _chunks(portal: Portal, pager: Pager) -> list[list[Row]]:
    size, pinned = int(pager["size"]), int(pager.get("pinned", 0))
    overlap = int(pager.get("overlap", 0))
    top, rows = portal.rows[:pinned], portal.rows[pinned:]
    starts = range(0, len(rows), size - overlap)
    chunks = [top + rows[start : start + size] for start in starts]
    if len(chunks) > 1 and overlap and len(rows) - starts[-1] <= overlap:
        chunks.pop()
    return chunks


def _page_path(pager: Pager, page: int, last: int) -> str:
    if page == 1:
        return str(pager["first"])
    number = last - page + 1 if pager.get("down") else page
    return str(pager["others"]).format(n=number + int(pager.get("offset", 0)))


def _pager_html(
    portal: Portal, pager: Pager, paths: Sequence[str], page: int, onward: str | None
) -> str:
    link = Template(str(pager.get("next", "")))
    number = Template(str(pager.get("number", "")))
    return Template(str(pager["html"])).safe_substitute(
        current=page,
        current0=page - 1,
        count=len(paths),
        total=len(portal.rows),
        size=pager["size"],
        last_url=paths[-1],
        next=link.safe_substitute(url=onward, name=onward.rpartition("/")[2]) if onward else "",
        numbers=" ".join(
            f"<strong>{n}</strong>" if n == page else number.safe_substitute(n=n, url=path)
            for n, path in enumerate(paths, 1)
        ),
    )


PAGERS: Mapping[str, Callable[[Portal, Pager], None]] = {
    "static": static,
    "endless": endless,
    "post_form": post_form,
    "interface": interface,
    "jcms": jcms,
    "next_group": next_group,
    "jpaas": jpaas,
    "ucap": ucap,
    "gkmlpt": gkmlpt,
    "data_file": data_file,
    "search_data": search_data,
}
