"""What is true of action points from their values alone."""

from datetime import date, datetime, timedelta

MOST_PER_SESSION = 3
REMINDED_AFTER_WEEKS = (2, 6, 12)
GRACE = timedelta(weeks=2)
"""A reminder that is later than this is not sent any more: nobody was there to send it."""
USUAL_TIME = timedelta(weeks=6)


def usual_due_date(last_day: date, today: date) -> date:
    """Six weeks after the event, or from today when that is later."""
    return max(last_day, today) + USUAL_TIME


def reminder_due(since: datetime, now: datetime, reminded_after: int) -> int | None:
    """The number of weeks after which a reminder is due now, if one is.

    ``since`` is when the promise began to run, ``reminded_after`` the weeks of the last
    reminder.  Of several that are due only the latest one counts.
    """
    due = [
        weeks
        for weeks in REMINDED_AFTER_WEEKS
        if weeks > reminded_after
        and timedelta(weeks=weeks) <= now - since < timedelta(weeks=weeks) + GRACE
    ]
    return max(due, default=None)
