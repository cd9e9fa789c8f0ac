"""A clock that a test sets."""


class Clock:
    """Tells the seconds that stand in `now`."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now
