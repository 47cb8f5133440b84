"""What can go wrong, each with the exit code the command line gives it.

The message of every error is one line for a person: what, where, what to do.
"""


class PortalSpiderError(Exception):
    """Anything that ends a command with one line on stderr and a non-zero exit."""

    exit_code = 1


class UsageError(PortalSpiderError):
    """The command asks for something that does not exist or makes no sense."""

    exit_code = 2


class ProfileError(UsageError):
    """A profile cannot be read; the message names the file, the key and the reason."""


class PortalBusy(PortalSpiderError):
    """Another run holds this portal in this archive."""

    exit_code = 3


class ArchiveError(PortalSpiderError):
    """The archive cannot be opened, read or written."""

    exit_code = 4


class NothingFetched(PortalSpiderError):
    """Not one page could be fetched: no network, no such host, or everything refused."""

    exit_code = 5
