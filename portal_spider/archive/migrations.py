"""The schema, as ordered steps; each runs in a transaction and sets `PRAGMA user_version`."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from portal_spider.archive.index import rebuild_index

migrations = Migrations("portal_spider")

SCHEMA_VERSION = 3
"""What the last migration below leaves in `PRAGMA user_version`."""

APPLICATION_ID = 0x67736C72
"""`PRAGMA application_id` of every archive: tells it from any other SQLite file."""

PAGE_SIZE = 2048
"""Bytes. The larger the pages, the fewer has a commit to write, and each takes as long; but the
more room is left empty beside articles, a quarter of their text with 4,096."""

FIRST_SCHEMA = """
CREATE TABLE portals (
  id INTEGER PRIMARY KEY,               -- url_id(url)
  name TEXT NOT NULL UNIQUE,            -- the profile's name, or the host
  title TEXT,
  url TEXT NOT NULL UNIQUE,             -- home page
  family TEXT
);
CREATE TABLE sections (
  id INTEGER PRIMARY KEY,               -- url_id(url)
  portal_id INTEGER NOT NULL REFERENCES portals(id),
  url TEXT NOT NULL UNIQUE,             -- first page of the listing
  name TEXT,
  breadcrumb TEXT,                      -- parts joined by ' > '
  etag TEXT,                            -- validators and digest of the listing's first page
  last_modified TEXT,
  payload_digest TEXT,
  promised INTEGER,                     -- entries the listing says it has
  listed INTEGER,                       -- entries seen at the last complete walk
  stopped_by TEXT,                      -- why the last walk ended: end, known, since, …
  crawled_at TEXT,                      -- last time its first page answered
  completed_at TEXT,                    -- last time it was walked to the end
  head TEXT,                            -- JSON: what its first entries are asked with, if not url
  walk TEXT                             -- JSON: where a walk that was cut short goes on
);
CREATE TABLE pages (
  id INTEGER PRIMARY KEY,               -- url_id(url)
  portal_id INTEGER NOT NULL REFERENCES portals(id),
  url TEXT NOT NULL UNIQUE,             -- canonical
  state TEXT NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'done', 'gone', 'failed', 'refused')),
  reason TEXT,                          -- why gone, failed, refused, or asked again
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,              -- last time a listing showed it or it answered as itself
  fetched_at TEXT,                      -- last fetch, whatever it gave
  etag TEXT,
  last_modified TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,  -- fetches since it last succeeded
  retry_at TEXT                         -- not to be asked before
);
CREATE INDEX pages_frontier ON pages(portal_id, state);
CREATE TABLE entries (
  section_id INTEGER NOT NULL REFERENCES sections(id),
  page_id INTEGER NOT NULL REFERENCES pages(id),
  title TEXT,
  date TEXT,                            -- YYYY-MM-DD, the row's own
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  vanished_at TEXT,                     -- when a complete walk no longer found it
  PRIMARY KEY (section_id, page_id)
) WITHOUT ROWID;
CREATE INDEX entries_page ON entries(page_id);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,               -- derived from uid
  uid TEXT NOT NULL UNIQUE,             -- portal, start and a random part
  portal_id INTEGER REFERENCES portals(id),
  command TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,                     -- NULL: still running, or killed
  outcome TEXT,                         -- finished, short, interrupted, nothing_fetched, …
  exit_code INTEGER,
  requests INTEGER NOT NULL DEFAULT 0,
  new INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  hacked INTEGER NOT NULL DEFAULT 0     -- pages that carried spam
);
CREATE TABLE problems (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs(id),
  page_id INTEGER REFERENCES pages(id),
  section_id INTEGER REFERENCES sections(id),
  kind TEXT NOT NULL,
  detail TEXT,
  at TEXT NOT NULL
);
CREATE TABLE captures (
  id INTEGER PRIMARY KEY,               -- derived from page, time and digest
  page_id INTEGER NOT NULL REFERENCES pages(id),
  run_id INTEGER REFERENCES runs(id),
  captured_at TEXT NOT NULL,
  status INTEGER NOT NULL,
  final_url TEXT,                       -- where a redirect led; NULL: nowhere else
  payload_digest TEXT,                  -- sha256:… of the body
  size INTEGER,                         -- bytes of the body
  media_type TEXT,
  encoding TEXT,                        -- used to decode it
  replacements INTEGER NOT NULL DEFAULT 0,
  kind TEXT,                            -- as extracted; NULL: not extracted (304, error)
  reason TEXT,                          -- why it is no article: challenge:…, soft_404, shell, …
  text_hash TEXT,                       -- of the article it held; NULL: none
  warc_file TEXT,
  warc_offset INTEGER,
  warc_length INTEGER
);
CREATE INDEX captures_page ON captures(page_id, captured_at);
CREATE TABLE warc_files (               -- the manifest: a truncated tail shows in no WARC digest
  name TEXT PRIMARY KEY,                -- relative to the archive's WARC folder
  records INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  closed_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE articles (                 -- long columns last: the others are read without them
  id INTEGER PRIMARY KEY,               -- the page's id
  page_id INTEGER NOT NULL UNIQUE REFERENCES pages(id),
  capture_id INTEGER REFERENCES captures(id),
  title TEXT,
  source TEXT,
  published_at TEXT,                    -- as published, +08:00, as precise as the page
  script TEXT NOT NULL,                 -- hans, hant, mirrored
  breadcrumb TEXT,
  text_hash TEXT NOT NULL,              -- of what makes a version: title and normalised text
  first_captured_at TEXT NOT NULL,
  captured_at TEXT NOT NULL,            -- when this version was first fetched
  extracted_by TEXT NOT NULL,           -- version of portal_spider that extracted it
  text TEXT NOT NULL,                   -- paragraphs joined by newlines, Simplified
  published_title TEXT,                 -- as published, where title was converted or repaired
  published_text TEXT                   -- as published, where text was converted or repaired
);
CREATE INDEX articles_published ON articles(published_at);
CREATE VIEW paragraphs AS               -- U+FDD0 is no character: it cannot stand in the text
  SELECT a.id AS article_id, j.key AS position, j.value AS text
  FROM articles a, json_each(
    '[' || replace(json_quote(replace(a.text, char(10), char(64976))), char(64976), '","') || ']') j
  WHERE a.text <> '';
CREATE TABLE bylines (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,               -- derived from article and URL
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  name TEXT NOT NULL,
  download_id INTEGER NOT NULL          -- derived from url; in downloads once it is asked for
);
CREATE INDEX attachments_article ON attachments(article_id, position);
CREATE INDEX attachments_download ON attachments(download_id);
CREATE TABLE document_fields (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,                  -- as shown: 发文字号
  field TEXT,                           -- standard name: document_number
  value TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE TABLE citations (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,                   -- document_number, title
  text TEXT NOT NULL,                   -- as written
  cites TEXT NOT NULL,                  -- normalised: the same for all ways to write it
  key INTEGER NOT NULL,                 -- derived from cites
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX citations_key ON citations(key);
CREATE TABLE article_keys (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  key INTEGER NOT NULL,                 -- what citations.key is where they mean this article
  PRIMARY KEY (article_id, key)
) WITHOUT ROWID;
CREATE INDEX article_keys_key ON article_keys(key);
CREATE TABLE versions (
  id INTEGER PRIMARY KEY,               -- derived from article, time and hash
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  capture_id INTEGER REFERENCES captures(id),
  captured_at TEXT NOT NULL,            -- when that version was first fetched
  replaced_at TEXT NOT NULL,
  title TEXT,
  source TEXT,
  published_at TEXT,
  text TEXT NOT NULL,
  text_hash TEXT NOT NULL
);
CREATE INDEX versions_article ON versions(article_id, captured_at);
CREATE TABLE stripped (                 -- navigation is the same on every page: kept once
  id INTEGER PRIMARY KEY,               -- derived from kind, rule and text
  kind TEXT NOT NULL,
  rule TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE TABLE article_removals (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  stripped_id INTEGER NOT NULL REFERENCES stripped(id),
  score REAL,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE VIEW removals AS
  SELECT r.article_id, r.position, s.kind, s.text, s.rule, r.score
  FROM article_removals r JOIN stripped s ON s.id = r.stripped_id;
CREATE TABLE origins (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  origin TEXT NOT NULL,                 -- meta, label, url, listing, …
  PRIMARY KEY (article_id, field)
) WITHOUT ROWID;
CREATE TABLE flags (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  flag TEXT NOT NULL,
  PRIMARY KEY (article_id, flag)
) WITHOUT ROWID;
CREATE TABLE mirrors (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
  original_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  likeness REAL NOT NULL,
  changes TEXT NOT NULL                 -- JSON: [{"original": [paragraphs], "copy": […]}]
);
CREATE INDEX mirrors_original ON mirrors(original_id);
CREATE TABLE files (                    -- a file's content, whatever addresses it came from
  id INTEGER PRIMARY KEY,               -- derived from sha256
  sha256 TEXT NOT NULL,                 -- its name in the folder beside the archive
  size INTEGER NOT NULL,                -- bytes
  kind TEXT NOT NULL,                   -- by its bytes: pdf, docx, …
  media_type TEXT NOT NULL,             -- by its bytes, whatever the server said
  text_state TEXT NOT NULL,             -- read, empty, unsupported, missing:…, failed:…
  text TEXT
);
CREATE TABLE downloads (                -- the frontier of files; attachments.download_id
  id INTEGER PRIMARY KEY,               -- derived from url
  portal_id INTEGER NOT NULL REFERENCES portals(id),
  url TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed', 'refused')),
  reason TEXT,
  file_id INTEGER REFERENCES files(id),
  mismatch TEXT,                        -- what its name says it is, where it is something else
  etag TEXT,
  last_modified TEXT,
  fetched_at TEXT,                      -- last fetch, whatever it gave
  attempts INTEGER NOT NULL DEFAULT 0,
  retry_at TEXT
);
CREATE INDEX downloads_frontier ON downloads(portal_id, state);
CREATE INDEX downloads_file ON downloads(file_id);
CREATE TABLE file_captures (            -- which content an address gave, and when first
  download_id INTEGER NOT NULL REFERENCES downloads(id),
  file_id INTEGER NOT NULL REFERENCES files(id),
  captured_at TEXT NOT NULL,
  PRIMARY KEY (download_id, file_id)
) WITHOUT ROWID;
CREATE TABLE search_rows (               -- small, dense numbers keep the search index small
  id INTEGER PRIMARY KEY,               -- rowid in article_search; differs between archives
  article_id INTEGER NOT NULL UNIQUE REFERENCES articles(id) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE article_search USING fts5( -- text first: the first column costs no marker
  text, title, content='', tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO article_search (article_search, rank) VALUES ('pgsz', 16000);
INSERT INTO article_search (article_search, rank) VALUES ('automerge', 16);
INSERT INTO article_search (article_search, rank) VALUES ('rank', 'bm25(1.0, 10.0)');
CREATE VIEW search AS                   -- WHERE query MATCH '"教 育"' ORDER BY score
  SELECT s.article_search AS query, s.rank AS score, a.*
  FROM article_search s JOIN search_rows r ON r.id = s.rowid JOIN articles a ON a.id = r.article_id;
CREATE TABLE file_rows (                -- as search_rows
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL UNIQUE REFERENCES files(id)
);
CREATE VIRTUAL TABLE file_search USING fts5(
  text, content='', tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO file_search (file_search, rank) VALUES ('pgsz', 16000);
INSERT INTO file_search (file_search, rank) VALUES ('automerge', 16);
CREATE VIEW article_files AS
  SELECT a.article_id, a.position, a.name, a.url, d.state, d.reason, d.mismatch, d.fetched_at,
    f.id AS file_id, f.sha256, f.size, f.kind, f.media_type, f.text_state, f.text
  FROM attachments a LEFT JOIN downloads d ON d.id = a.download_id
    LEFT JOIN files f ON f.id = d.file_id;
CREATE VIEW articles_with_portal AS
  SELECT a.id AS article_id, p.name AS portal, a.title, a.source, a.published_at, g.url, g.state,
    g.first_seen, g.last_seen, length(a.text) AS characters, a.captured_at
  FROM articles a JOIN pages g ON g.id = a.page_id JOIN portals p ON p.id = g.portal_id;
CREATE VIEW section_articles AS
  SELECT s.id AS section_id, p.name AS portal, s.name AS section, e.date AS listed_on,
    a.id AS article_id, a.title, a.published_at, g.url, g.state
  FROM sections s JOIN portals p ON p.id = s.portal_id JOIN entries e ON e.section_id = s.id
    JOIN pages g ON g.id = e.page_id JOIN articles a ON a.page_id = g.id;
CREATE VIEW cited_articles AS
  SELECT c.article_id AS citing_id, a.title AS citing_title, c.kind, c.text AS cited_as,
    k.article_id AS cited_id, b.title AS cited_title
  FROM citations c JOIN article_keys k ON k.key = c.key AND k.article_id <> c.article_id
    JOIN articles a ON a.id = c.article_id JOIN articles b ON b.id = k.article_id;
CREATE VIEW changes AS
  SELECT v.article_id, p.name AS portal, g.url, v.replaced_at AS changed_at, v.captured_at AS since,
    v.title AS old_title, coalesce(n.title, a.title) AS new_title,
    v.text AS old_text, coalesce(n.text, a.text) AS new_text
  FROM versions v JOIN articles a ON a.id = v.article_id JOIN pages g ON g.id = a.page_id
    JOIN portals p ON p.id = g.portal_id
    LEFT JOIN versions n ON n.article_id = v.article_id AND n.captured_at = v.replaced_at;
CREATE VIEW withdrawn AS
  SELECT a.id AS article_id, p.name AS portal, a.title, a.published_at, g.url, g.reason,
    g.first_seen, g.last_seen
  FROM pages g JOIN articles a ON a.page_id = g.id JOIN portals p ON p.id = g.portal_id
  WHERE g.state = 'gone';
"""


@migrations()
def m001_first_schema(db: Database) -> None:
    """Everything up to the first release."""
    for statement in split_statements(FIRST_SCHEMA):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


FILES_IN_WARC = """
ALTER TABLE runs ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN files_failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_captures ADD COLUMN warc_file TEXT;
ALTER TABLE file_captures ADD COLUMN warc_offset INTEGER;
ALTER TABLE file_captures ADD COLUMN warc_length INTEGER;
"""


@migrations()
def m002_files_in_warc(db: Database) -> None:
    """Attached files are in the WARC files as well, and runs count them."""
    for statement in split_statements(FILES_IN_WARC):
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


INDEX_OF_PAIRS = """
DROP VIEW search;
DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5( -- characters and pairs of them, without places
  words, content='', detail=none, tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO article_search (article_search, rank) VALUES ('pgsz', 16000);
INSERT INTO article_search (article_search, rank) VALUES ('automerge', 16);
CREATE VIEW search AS                   -- WHERE query MATCH '教育 育局' AND instr(said, '教育局')
  SELECT s.article_search AS query, coalesce(a.title, '') || char(10) || a.text AS said, a.*
  FROM article_search s JOIN search_rows r ON r.id = s.rowid JOIN articles a ON a.id = r.article_id;
"""


@migrations()
def m003_index_of_pairs(db: Database) -> None:
    """Search by pairs of characters: several times as fast as by phrases of single ones."""
    for statement in split_statements(INDEX_OF_PAIRS):
        db.execute(statement)
    rebuild_index(db.conn)
    db.execute("PRAGMA user_version = 3")


def split_statements(script: str) -> list[str]:
    """The statements of an SQL script (`executescript` would commit the transaction)."""
    return [part.strip() for part in script.split(";\n") if part.strip()]
