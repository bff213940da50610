"""What is written down at and after an event, for pages that would be empty without it."""

import io
from datetime import date, datetime, timedelta

from PIL import Image
from sqlalchemy.orm import Session

from offsite.actions.services import write_down
from offsite.events.models import Event
from offsite.interests.services import start_group
from offsite.polls.services.past import Counted, bring
from offsite.proceedings.pictures import PictureFolder, made_anew
from offsite.proceedings.services.photos import add_photo
from offsite.purse.services import Spending, log_expense, strike_out

LONG_WORD = "Verständigungsschwierigkeiten"


def write_everything_down(
    session: Session,
    *,
    event: Event,
    folder: PictureFolder,
    person_id: int,
    today: date,
    now: datetime,
) -> None:
    """Actions, money, a group, photos, and a survey that was held elsewhere."""
    for title in (f"Write the glossary of {LONG_WORD}", "Book the mill"):
        write_down(
            session,
            event=event,
            title=title,
            details="# Why\n\nNobody could find **the** [list](https://example.org).",
            due_on=today + timedelta(days=30),
            person_id=person_id,
            now=now,
            source="The last evening",
        )
    _spend(session, event, person_id, today, now)
    start_group(
        session,
        event=event,
        title="Reviews over lunch",
        kind="lunch",
        about="## What for\n\nTo review together.",
        person_id=person_id,
        now=now,
    )
    for caption in (f"The board of {LONG_WORD}", ""):
        add_photo(
            session,
            event=event,
            picture=made_anew(_drawn()),
            caption=caption,
            folder=folder,
            person_id=person_id,
            now=now,
        )
    bring(
        session,
        event=event,
        title="A survey on paper",
        file_name="paper.csv",
        answered=9,
        questions=[
            Counted("choice", "Again?", 9, (("Yes", 6), ("No", 3))),
            Counted("text", "What else?", 2, texts=("A walk.", f"Fewer {LONG_WORD}.")),
        ],
        person_id=person_id,
        now=now,
    )


def _spend(session: Session, event: Event, person_id: int, today: date, now: datetime) -> None:
    for title, amount in (("Pens, paper and tape", "12.50"), ("A cake too many", "38")):
        expense = log_expense(
            session,
            event=event,
            spending=Spending(title, amount, "EUR", today),
            person_id=person_id,
            now=now,
        )
    strike_out(session, expense=expense, reason="It was a gift.", person_id=person_id, now=now)


def _drawn() -> bytes:
    """A small picture of nothing, as a file."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return file.getvalue()
