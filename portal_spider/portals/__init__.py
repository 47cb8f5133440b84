"""Profiles (`*.toml`) and the families of content management systems behind them."""
