"""A listing whose script posts JSON for its rows: as the server gets it, to the last page."""

from __future__ import annotations

import json

from samples.site import Site, article, html
from samples.tool import Tool

from portal_spider.demo.server import Request, Resource

TITLES = tuple(f"关于做好第{number}批项目申报工作的通知" for number in range(1, 8))
SIZE = 3
SCRIPT = """
const query = {channelId: 88, pageNo: 1, pageSize: 3};
function turn(number) {
  query.pageNo = number;
  fetch('/api/list', {method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(query)}).then(answer => answer.json()).then(show);
}
"""


def test_a_listing_that_is_asked_for_in_json(tool: Tool) -> None:
    asked: list[tuple[str, object]] = []

    def api(request: Request) -> Resource:
        asked.append((request.headers["content-type"], json.loads(request.body)))
        number = json.loads(request.body)["pageNo"]
        rows = [
            {"title": title, "url": f"/tzgg/{place}.html", "pubDate": "2024-03-05"}
            for place, title in enumerate(TITLES)
        ]
        data = {"total": len(rows), "rows": rows[(number - 1) * SIZE : number * SIZE]}
        return Resource(body=json.dumps({"data": data}).encode(), content_type="application/json")

    with Site() as site:
        site.answers["/tzgg/"] = html("", f'<ul id="list"></ul><script>{SCRIPT}</script>')
        site.answers["/api/list"] = api
        for place, title in enumerate(TITLES):
            site.answers[f"/tzgg/{place}.html"] = article(title)
        done = tool("crawl", f"{site.home}/tzgg/", "--delay", "0")
    assert done.returncode == 0, done.stderr
    assert [sent for _, sent in asked] == [
        {"channelId": 88, "pageNo": number, "pageSize": SIZE} for number in (1, 2, 3)
    ]
    assert {media_type for media_type, _ in asked} == {"application/json"}
    assert {title for (title,) in tool.rows("SELECT title FROM articles")} == set(TITLES)
