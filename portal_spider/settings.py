"""Scrapy settings; every non-default is explained where it is set, and pinned by a test."""

from portal_spider import __version__

BOT_NAME = "portal_spider"
SPIDER_MODULES = ["portal_spider.spiders"]
NEWSPIDER_MODULE = "portal_spider.spiders"

# Who asks. Name a mail address or a page as contact, so that a portal can complain: it is added.
USER_AGENT = f"portal-spider/{__version__}"
PORTAL_SPIDER_CONTACT: str | None = None
ROBOTSTXT_USER_AGENT = "portal-spider"

# Portals that have an English edition, too, are to give their own. Of the encodings, what every
# environment can undo: another package called brotli (which pywb brings) takes Scrapy's place.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}

# Manners. Scrapy by default ignores robots.txt and does not wait between requests. No jitter:
# the timetable spaces the requests of all crawls on this machine, and a profile's delay is exact.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS = 8

# A page that is given up is in the archive and in the summary; the log need not say so, too.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# A portal that answers slower than this is not going to; a page larger than this is no article
# (Scrapy: 180 s, 1 GiB).
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

# Certificates are checked; a profile that must not says why. Only the web is asked: no file:,
# data:, ftp: or s3: URL of a page leads anywhere.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

# Connections to private networks are refused, save to the hosts named here, to proxies, and to
# an address that is itself what the user asked to crawl.
TWISTED_DNS_RESOLVER = "portal_spider.resolver.GuardedResolver"
PORTAL_SPIDER_ALLOWED_HOSTS: list[str] = []

# Both would run code that a local connection sends.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Nothing here is behind a session, and Scrapy's cookie jar fetches the public suffix list from
# hosts that no crawl was told to ask.
COOKIES_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    # RFC 9309: a robots.txt that cannot be had closes the host.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "portal_spider.middlewares.RobotsMiddleware": 100,
    # The archive decides what is the portal's; Scrapy's filter drops requests without a word.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "portal_spider.middlewares.PortalMiddleware": 50,
    # After redirects, retries and decompression: what the spider gets is what is kept.
    "portal_spider.middlewares.WarcMiddleware": 540,
    # Next to the network: everything that is sent waits for its turn.
    "portal_spider.middlewares.PaceMiddleware": 950,
}
ITEM_PIPELINES = {
    "portal_spider.pipelines.StripPipeline": 100,
    "portal_spider.pipelines.ExtractPipeline": 200,
    "portal_spider.pipelines.NormalisePipeline": 300,
    "portal_spider.pipelines.JoinPipeline": 350,
    "portal_spider.pipelines.StorePipeline": 400,
}
EXTENSIONS = {
    "portal_spider.extensions.RunKeeper": 100,
    "portal_spider.spiders.attachments.FileFetcher": 200,
}

# Feeds (-O out.jsonl) carry the fields of `portal-spider extract --jsonl`, readable as they are.
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORT_FIELDS = [
    "url",
    "kind",
    "reason",
    "title",
    "published_at",
    "source",
    "byline",
    "breadcrumb",
    "paragraphs",
    "attachments",
    "fields",
    "script",
    "removed",
    "origins",
    "encoding",
]

# The archive records what goes wrong; the log is for what nobody foresaw.
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "portal_spider.extensions.ShortLog"
