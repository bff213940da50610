"""Every kind of job that a worker of this installation can do."""

from offsite.jobs.kinds import JobKind

KINDS: tuple[JobKind, ...] = ()
