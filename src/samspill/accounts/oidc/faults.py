"""Why a sign-in stopped. The reason is one of our own words, fit for a log; nothing of the provider's text is in it."""

from __future__ import annotations


class Stopped(Exception):
    """`why` is a key of `words.SENTENCES`; `detail` is for the log only."""

    why = "failed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Unreachable(Stopped):
    """The provider did not answer, or not in a way that can be used. Trying again may help."""

    why = "unreachable"


class Declined(Stopped):
    """The provider said no to our request."""


class Untrusted(Stopped):
    """What came back does not hold."""

    why = "untrusted"


class Cancelled(Stopped):
    """The person turned back at the provider."""

    why = "cancelled"


class Expired(Stopped):
    """The attempt is not there: used, too old, or of another browser."""

    why = "expired"


class LowLevel(Stopped):
    """The person proved who they are, but not strongly enough."""

    why = "low_level"


class Unknown(Stopped):
    """The person is proved, and has no account here."""

    why = "unknown"


class Closed(Stopped):
    """The account is closed; `account` is it."""

    why = "closed"

    def __init__(self, detail: str, account: object) -> None:
        super().__init__(detail)
        self.account = account
