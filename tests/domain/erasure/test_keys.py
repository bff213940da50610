"""Every key to a person has a written fate: a new table fails here until somebody decides."""

from offsite import db
from offsite.erasure.rules import keys_to_people

THEIRS = {
    "convergence_dot.person_id",
    "feed_token.person_id",
    "interest_group_member.person_id",
    "me_too.person_id",
    "meeting.other_id",
    "meeting.person_id",
    "membership.person_id",
    "mentor_match.person_id",
    "mentor_order.person_id",
    "mentor_seat.person_id",
    "mentor_wish.person_id",
    "mix_absence.person_id",
    "mix_seat.person_id",
    "need_apart.person_id",
    "pick.person_id",
    "poll_named_answer.person_id",
    "poll_participation.person_id",
    "proposal_host.person_id",
    "published_seat.person_id",
    "question_assignment.person_id",
    "question_author.person_id",
    "question_panelist.person_id",
    "rfc_follower.person_id",
    "seat_claim.person_id",
    "session_voice.person_id",
    "sign_in.person_id",
    "sign_in_link.person_id",
    "stay_host.person_id",
    "stay_request.person_id",
    "topic_interest.person_id",
}
"""The row goes with the person."""

EVERYBODYS = {
    "action.asked_id",
    "action.created_by_id",
    "action.owner_id",
    "action_step.person_id",
    "board_cell.placed_by_id",
    "convergence_candidate.owner_id",
    "day_lock.locked_by_id",
    "draft.created_by_id",
    "draft_change.changed_by_id",
    "expense.person_id",
    "expense_step.person_id",
    "interest_group.convener_id",
    "invitation.created_by_id",
    "job.created_by_id",
    "mail.discarded_by_id",
    "mail.let_go_by_id",
    "mail.person_id",
    "mix.created_by_id",
    "mix_change.changed_by_id",
    "mix_group.driver_id",
    "mix_lock.locked_by_id",
    "past_result.imported_by_id",
    "photo.created_by_id",
    "pitch.person_id",
    "plan.created_by_id",
    "plan_line.decided_by_id",
    "poll.created_by_id",
    "proceedings.updated_by_id",
    "proposal.created_by_id",
    "proposal_comment.person_id",
    "proposal_comment.removed_by_id",
    "published_group.driver_id",
    "published_mix.published_by_id",
    "question_answer.person_id",
    "release.released_by_id",
    "rfc.created_by_id",
    "rfc_comment.person_id",
    "rfc_comment.resolved_by_id",
    "rfc_reply.person_id",
    "rfc_version.written_by_id",
    "role_grant.granted_by_id",
    "seat_list.closed_by_id",
    "seat_move.moved_by_id",
    "session_challenge.person_id",
    "session_notes.updated_by_id",
    "session_notes_version.saved_by_id",
    "silenced_warning.silenced_by_id",
    "stay.created_by_id",
    "stay_request.answered_by_id",
    "topic.posted_by_id",
    "topic_convener.person_id",
    "topic_offer.asked_by_id",
    "topic_report.updated_by_id",
    "wanted.nominee_id",
    "wanted.person_id",
}
"""The row stays and names nobody."""


def test_every_key_to_a_person_has_its_written_fate():
    assert db.TABLES_OF  # they are known

    found = {(f"{table.name}.{column.name}", fate) for table, column, fate in keys_to_people()}

    written = {(one, "CASCADE") for one in THEIRS} | {(one, "SET NULL") for one in EVERYBODYS}
    assert found == written


def test_what_stays_without_a_name_can_be_without_one():
    for _table, column, fate in keys_to_people():
        assert column.nullable or fate == "CASCADE", column
