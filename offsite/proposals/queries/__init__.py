"""Reads about proposals, one module per reader.

`single` finds rows for services; `scheduling` feeds the schedule; `listing`, `voting` and
`demand` shape pages and are imported by their names.
"""

from offsite.proposals.queries.scheduling import absences, hosts, schedulable, wishes
from offsite.proposals.queries.single import (
    absent_slots,
    features_of,
    is_taken,
    last_comment_by,
    lengths_of,
    me_too_of,
    members_called,
    open_wanted_called,
    pending,
    proposal_by_code,
    proposals_by_code,
    readers_of,
    vote_by_person,
    vote_of,
)

__all__ = [
    "absences",
    "absent_slots",
    "features_of",
    "hosts",
    "is_taken",
    "last_comment_by",
    "lengths_of",
    "me_too_of",
    "members_called",
    "open_wanted_called",
    "pending",
    "proposal_by_code",
    "proposals_by_code",
    "readers_of",
    "schedulable",
    "vote_by_person",
    "vote_of",
    "wishes",
]
