"""The words of the mails about groups; templates with named values, in English."""

from zoneinfo import ZoneInfo

from offsite.errors import Sentence
from offsite.interests.models import GroupDate, InterestGroup
from offsite.outbox.desk import Desk
from offsite.people.models import Person

HANDED_ON = Sentence(
    "Hello %(name)s,\n\n"
    "%(by)s hands “%(title)s” on to you: you convene it now, and say when it meets. If that is "
    "not for you, hand it on again there:\n%(address)s\n"
)
SKIPPED = Sentence(
    "Hello %(name)s,\n\n“%(title)s” does not meet on %(day)s. The other dates stand:\n%(address)s\n"
)


def _values(group: InterestGroup, reader: Person, desk: Desk, **more: str) -> dict[str, str]:
    address = desk.address(f"/{group.event.slug}/groups/{group.id}")
    return {"name": reader.name, "title": group.title, "address": address, **more}


def handed_on_letter(group: InterestGroup, reader: Person, by: str, desk: Desk) -> tuple[str, str]:
    """Subject and body: the reader convenes the group from now on."""
    values = _values(group, reader, desk, by=by)
    subject = desk.translate("You convene: %(title)s", reader.locale)
    return subject % values, desk.translate(HANDED_ON, reader.locale) % values


def skipped_letter(date: GroupDate, reader: Person, desk: Desk) -> tuple[str, str]:
    """Subject and body: the group skips a date."""
    zone = ZoneInfo(date.group.event.timezone)
    day = f"{date.starts_at.astimezone(zone):%Y-%m-%d %H:%M}"
    values = _values(date.group, reader, desk, day=day)
    subject = desk.translate("Skipped: %(title)s", reader.locale)
    return subject % values, desk.translate(SKIPPED, reader.locale) % values
