"""Notes, photos and the book: a photo that the host brought, notes that the host saved."""

from offsite.proceedings.models import Photo
from offsite.proceedings.services.noting import save_notes
from offsite.proposals.queries import proposal_by_code
from tests.factories import NOON
from tests.guards.access_matrix.audiences import HOST, HOSTS, MEMBERS, ORGANIZERS

AUDIENCE = {
    "proceedings.notes": MEMBERS,
    "proceedings.save_notes": MEMBERS,
    "proceedings.versions": MEMBERS,
    "proceedings.version": MEMBERS,
    "proceedings.bring_back": MEMBERS,
    "proceedings.show": MEMBERS,
    "proceedings.book_markdown": MEMBERS,
    "proceedings.book_pdf": MEMBERS,
    "proceedings.photos": MEMBERS,
    "proceedings.add_photo": MEMBERS,
    "proceedings.photo": MEMBERS,
    "proceedings.photo_file": MEMBERS,
    "proceedings.describe_photo": HOSTS | ORGANIZERS,
    "proceedings.remove_photo": HOSTS | ORGANIZERS,
    "proceedings.put_back_photo": HOSTS | ORGANIZERS,
    "proceedings.arrange": ORGANIZERS,
    "proceedings.bind": ORGANIZERS,
}

NOT_THERE = {"proceedings.photo_file"}
"""The row has no file here; that members get it is tested with the pages of photos."""


def things(session, event, people, found):
    photo = Photo(
        event_id=event.id,
        name="5eed" * 8,
        caption="The whiteboard",
        width=1600,
        height=900,
        created_at=NOON,
        created_by_id=people[HOST].id,
    )
    session.add(photo)
    session.flush()
    proposal = proposal_by_code(session, event_id=event.id, code=found["code"])
    save_notes(
        session,
        proposal=proposal,
        body="We will write it down.",
        seen=0,
        person_id=people[HOST].id,
        now=NOON,
    )
    return {"photo_name": photo.name, "revision": 1}
