"""Every table, gathered once for the database session and the migrations."""

from offsite.calendars import models as calendars
from offsite.events import models as events
from offsite.jobs import models as jobs
from offsite.outbox import models as outbox
from offsite.people import models as people
from offsite.proposals import models as proposals
from offsite.schedule import models as schedule

__all__ = ["calendars", "events", "jobs", "outbox", "people", "proposals", "schedule"]
