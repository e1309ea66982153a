"""What the rules do not allow; each kind has its own sentence in the catalogs.

DomainError              the base; nothing of the action was kept
├── NotAllowed           the person has no role for this
├── NotFound             the thing asked for is not there (any more)
├── Stale                the thing has changed since the button was drawn
└── NotValid             the input cannot be used as it is
"""


class DomainError(Exception):
    """The rules do not allow this; nothing of the action was kept."""


class NotAllowed(DomainError):
    """The person has no role for this action."""


class NotFound(DomainError):
    """The thing asked for is not there, or not for this person to see."""


class Stale(DomainError):
    """The thing has changed since the button was drawn."""


class NotValid(DomainError):
    """The input cannot be used as it is."""
