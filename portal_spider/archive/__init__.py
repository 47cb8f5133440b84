"""The archive: one SQLite file with its WARC files beside it.

The only importer of sqlite_utils and warcio.
"""
