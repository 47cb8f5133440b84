"""Looking at an archive: Datasette with pages of its own, and a report in one file."""
