"""Photos that were removed long ago lose their files, too."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.config import Settings
from offsite.outbox.desk import Desk
from offsite.proceedings.pictures import FOLDER, PictureFolder
from offsite.proceedings.services.photos import forget_removed
from offsite.worker.chores import Chore


def forgetting_of(settings: Settings) -> Chore:
    """The chore that forgets photos; it needs the folder of this installation."""
    folder = PictureFolder(settings.instance_dir.resolve() / FOLDER)

    def forget_photos(session: Session, _desk: Desk, now: datetime) -> object:
        return forget_removed(session, folder=folder, now=now)

    return forget_photos
