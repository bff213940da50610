"""Times that are said in public."""

from datetime import datetime, timedelta

STEP = timedelta(minutes=15)


def rounded(moment: datetime) -> datetime:
    """The quarter of an hour in which ``moment`` (aware) lies, by its beginning."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
