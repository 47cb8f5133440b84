"""One HTML file that says what an archive holds and how well: no script, nothing to fetch."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from portal_spider.archive.statistics import Statistics
from portal_spider.browse.charts import day_chart, heat_map
from portal_spider.browse.filters import FILTERS

FIELDS = {
    "title": "Title",
    "published_at": "Date",
    "source": "Source",
    "text": "Text",
    "byline": "Byline",
    "attachments": "Files",
    "document_fields": "Header",
}
"""Columns of the table of fill rates, as `SectionCoverage.filled` names them."""


def render_report(statistics: Statistics, *, name: str, generated_at: datetime) -> str:
    """The report on the archive called `name`, as one HTML document.

    `generated_at` is an aware time.
    """
    environment = Environment(
        loader=PackageLoader("portal_spider.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    style = files("portal_spider.browse").joinpath("static", "report.css").read_text("utf-8")
    return environment.get_template("report.html").render(
        name=name,
        generated_at=generated_at.isoformat(),
        style=style,
        found=statistics,
        fields=FIELDS,
        heat=heat_map(statistics.coverage),
        days=day_chart(statistics.days),
    )
