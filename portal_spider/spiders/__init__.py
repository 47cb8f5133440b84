"""The spiders: one, for any portal."""
