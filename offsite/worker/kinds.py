"""Every kind of job that a worker of this installation can do."""

from offsite.jobs.kinds import JobKind
from offsite.schedule.generation import Generation

KINDS: tuple[JobKind, ...] = (Generation(),)
