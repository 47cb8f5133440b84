"""`python -m portal_spider` is `portal-spider`."""

from portal_spider.cli import main

if __name__ == "__main__":
    main()
