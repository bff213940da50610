"""The words of the mails about action points; templates with named values, in English."""

from collections.abc import Sequence

from offsite.actions.models import Action
from offsite.errors import Sentence
from offsite.outbox.desk import Desk, Letter
from offsite.people.models import Person

ASKED = Sentence(
    "Hello %(name)s,\n\n"
    "%(by)s asks whether you would own this action point of %(event)s:\n\n"
    "%(title)s\nDue %(due)s\n\n"
    "Say yes or no there; a no is fine, and better than silence:\n%(address)s\n"
)
DECLINED = Sentence(
    "Hello %(name)s,\n\n"
    "%(by)s will not own “%(title)s” of %(event)s. It needs somebody else:\n%(address)s\n"
)
REMINDER = Sentence(
    "Hello %(name)s,\n\n"
    "%(weeks)s weeks have passed since you took this on. Is it done, does it go on, or is it "
    "no longer worth doing? One tap says so."
)


def address(action: Action, desk: Desk) -> str:
    """The full address of the action's page."""
    return desk.address(f"/{action.event.slug}/actions/{action.id}")


def _values(action: Action, reader: Person, desk: Desk, **more: str) -> dict[str, str]:
    return {
        "name": reader.name,
        "title": action.title,
        "event": action.event.name,
        "due": action.due_on.isoformat(),
        "address": address(action, desk),
        **more,
    }


def asked_letter(action: Action, reader: Person, by: str, desk: Desk) -> Letter:
    """Somebody asks the reader to own the action."""
    values = _values(action, reader, desk, by=by)
    subject = desk.translate("Would you take this on? %(title)s", reader.locale)
    return Letter(subject % values, desk.translate(ASKED, reader.locale) % values)


def declined_letter(action: Action, reader: Person, by: str, word: str, desk: Desk) -> Letter:
    """Who was asked said no; the reader wrote the action down."""
    values = _values(action, reader, desk, by=by)
    subject = desk.translate("Still without an owner: %(title)s", reader.locale)
    body = desk.translate(DECLINED, reader.locale) % values
    return Letter(subject % values, f"{body}\n{word}\n" if word else body)


def reminder_letter(actions: Sequence[Action], weeks: int, reader: Person, desk: Desk) -> Letter:
    """What the reader promised ``weeks`` weeks ago; at least one action."""
    locale = reader.locale
    first = actions[0]
    values = _values(first, reader, desk, weeks=str(weeks))
    subject = desk.translate("How is it going? %(title)s", locale)
    due = desk.translate("Due %(day)s", locale)
    entries = [
        f"- {one.title}\n  {due % {'day': one.due_on.isoformat()}}\n  {address(one, desk)}"
        for one in actions
    ]
    parts = [desk.translate(REMINDER, locale) % values, *entries]
    return Letter(subject % values, "\n\n".join(parts) + "\n")
