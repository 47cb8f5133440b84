"""Portals of every family, built from declarative descriptions, to be crawled by URL alone."""
