"""The few ways a request can fail, told in the user's words (pure: no Django).

A message may be a lazily translated string: it is only ever shown with str().
"""

from __future__ import annotations


class CivicError(Exception):
    """Something went wrong that the person can be told about.

    message: a sentence that says what happened and what to do. field: the input it is about.
    """

    code = "problem"
    status = 500

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class BadInput(CivicError):
    """The input cannot be used as it is."""

    code = "bad-input"
    status = 400


class TooLarge(BadInput):
    """The input is larger than we take."""

    code = "too-large"
    status = 413


class NotAllowed(CivicError):
    """This person may not do this."""

    code = "not-allowed"
    status = 403


class SecondFactorFirst(NotAllowed):
    """This person may do this once they have shown a second factor."""

    code = "second-factor-first"


class NotNow(CivicError):
    """The act belongs to a phase that is not open."""

    code = "not-now"
    status = 409


class Conflict(CivicError):
    """Someone else changed the same thing first."""

    code = "conflict"
    status = 409


class NotThere(CivicError):
    """The thing does not exist, or is not for this person to see."""

    code = "not-there"
    status = 404


class NotReady(CivicError):
    """Something is missing that is being made again by itself.

    retry_after_s: seconds after which it is worth asking again.
    """

    code = "not-ready"
    status = 503

    def __init__(self, message: object, *, retry_after_s: int = 60) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NoPage(CivicError):
    """The address does something when a form is sent to it, and shows nothing."""

    code = "no-page"
    status = 405


class TooOften(CivicError):
    """Too many tries in a short time. retry_after_s: from when on it goes again, 0 if unknown."""

    code = "too-often"
    status = 429

    def __init__(self, message: object, *, field: str = "", retry_after_s: int = 0) -> None:
        super().__init__(message, field=field)
        self.retry_after_s = retry_after_s
