"""Every kind of job that a worker of this installation can do."""

from offsite.jobs.kinds import JobKind
from offsite.mixing.generation import Generation as Mixing
from offsite.openspace.filling import Filling
from offsite.schedule.generation import Generation

KINDS: tuple[JobKind, ...] = (Generation(), Filling(), Mixing())
