"""Collects what Chinese government portals publish, and keeps it."""

__version__ = "0.1.0"
