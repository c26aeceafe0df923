"""Errors that reach people. Each text says what happened and what to do."""

from django.core.exceptions import PermissionDenied


class ServiceError(Exception):
    """Something an editor asked for cannot be done; str() is the sentence to show."""


class StoryArchived(ServiceError, PermissionDenied):
    """What is in the archive is read and exported, not changed. Where no view tells it better, the answer is 403."""

    def __init__(self) -> None:
        super().__init__("This story is archived. A lead can restore it.")


class NoStep(ServiceError):
    """There is no step of one's own to take back or to do again: news rather than trouble."""


class StaleEdit(ServiceError):
    """Somebody else changed the object in the meantime. `current` is the object as it now is (None: it is gone)."""

    def __init__(self, message: str, current: object | None) -> None:
        super().__init__(message)
        self.current = current
