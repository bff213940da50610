"""What is kept about a person: what they wrote in notes, and the photos they brought."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.people.privacy import columns_of, part
from offsite.proceedings.models import Binding, Notes, NotesVersion, Photo


@part("proceedings")
def of_person(session: Session, person_id: int) -> Any:
    owners: dict[str, tuple[Any, Any]] = {
        "notes": (Notes, Notes.updated_by_id),
        "versions_of_notes": (NotesVersion, NotesVersion.saved_by_id),
        "forewords": (Binding, Binding.updated_by_id),
        "photos": (Photo, Photo.created_by_id),
    }
    return {
        name: [
            columns_of(one)
            for one in session.scalars(select(model).where(column == person_id).order_by(model.id))
        ]
        for name, (model, column) in owners.items()
    }
