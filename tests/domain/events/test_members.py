from datetime import timedelta

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import select

from offsite.errors import BadInput
from offsite.events.directory import directory, find_members
from offsite.events.invitations import (
    NoInvitation,
    accept_invitation,
    create_invitation,
    revoke_invitation,
)
from offsite.events.members import (
    HasRoles,
    LastOwner,
    PersonRow,
    RowsFaulty,
    add_member,
    add_screen,
    check_rows,
    import_people,
    join,
    remove_member,
    restore_member,
    set_roles,
    write_welcomes,
)
from offsite.events.models import Membership
from offsite.events.queries import memberships_of, roles_of
from offsite.events.rules import BadValue
from offsite.outbox.models import Mail
from offsite.people.models import Person
from offsite.policy import Actor, Role
from tests.factories import NOON, make_event, make_member, make_person


def roles(session, member):
    return roles_of(session, person_id=member.person_id).get(member.event_id)


def test_a_person_is_added_by_mail_once(session):
    event = make_event(session)

    first = add_member(session, event=event, email="Zoe@Example.org", name="Zoë", now=NOON)
    again = add_member(session, event=event, email="zoe@example.org", name="Else", now=NOON)

    assert first is again
    assert (first.person.name, first.person.email) == ("Zoë", "zoe@example.org")


def test_the_last_owner_can_neither_leave_nor_step_down(session):
    event = make_event(session)
    ada = make_member(session, event, make_person(session, "Ada"), Role.OWNER)
    gone = make_member(session, event, None, Role.OWNER)
    gone.left_at = NOON

    with pytest.raises(LastOwner):
        remove_member(session, member=ada, now=NOON)
    with pytest.raises(LastOwner):
        set_roles(session, member=ada, roles=frozenset(), by_id=ada.person_id, now=NOON)

    assert ada.left_at is None
    assert roles(session, ada) == {Role.OWNER, Role.MEMBER}


def test_an_owner_may_leave_when_there_is_another(session):
    event = make_event(session)
    ada = make_member(session, event, make_person(session, "Ada"), Role.OWNER)
    make_member(session, event, None, Role.OWNER)

    remove_member(session, member=ada, now=NOON)

    assert roles(session, ada) is None


@pytest.mark.parametrize("role", [Role.OWNER, Role.ORGANIZER, Role.PROGRAMME])
def test_travel_is_implied_by_no_role(session, role):
    event = make_event(session)
    bob = make_member(session, event)
    make_member(session, event, make_person(session, "Ada"), Role.OWNER)

    set_roles(session, member=bob, roles=frozenset({role}), by_id=bob.person_id, now=NOON)

    actor = Actor(bob.person_id, roles=roles_of(session, person_id=bob.person_id))
    assert actor.has(role, event.id)
    assert not actor.has(Role.TRAVEL, event.id)


def test_roles_become_exactly_what_was_chosen(session):
    event = make_event(session)
    bob = make_member(session, event, None, Role.PROGRAMME)

    set_roles(
        session,
        member=bob,
        roles=frozenset({Role.TRAVEL, Role.FACILITATOR}),
        by_id=bob.person_id,
        now=NOON,
    )

    assert roles(session, bob) == {Role.TRAVEL, Role.FACILITATOR, Role.MEMBER}


@pytest.mark.parametrize("chosen", [{Role.MEMBER}, {Role.DISPLAY, Role.PROGRAMME}])
def test_roles_that_cannot_be_given_are_refused(session, chosen):
    bob = make_member(session, make_event(session))

    with pytest.raises(BadValue):
        set_roles(session, member=bob, roles=frozenset(chosen), by_id=bob.person_id, now=NOON)

    assert roles(session, bob) == {Role.MEMBER}


def test_a_screen_is_no_member_and_needs_an_address_of_its_own(session):
    event = make_event(session)
    ada = make_member(session, event, make_person(session, "Ada"), Role.OWNER)
    by = ada.person_id

    wall = add_screen(
        session, event=event, email="wall@example.org", name="Wall", granted_by_id=by, now=NOON
    )
    with pytest.raises(HasRoles):
        add_screen(
            session, event=event, email=ada.person.email, name="", granted_by_id=by, now=NOON
        )

    assert roles(session, wall) == {Role.DISPLAY}


def test_removal_can_be_undone_with_the_roles_of_before(session):
    bob = make_member(session, make_event(session), None, Role.PROGRAMME)

    remove_member(session, member=bob, now=NOON)
    restore_member(session, member=bob)

    assert roles(session, bob) == {Role.PROGRAMME, Role.MEMBER}


def test_whoever_left_and_joins_again_has_no_roles(session):
    bob = make_member(session, make_event(session), None, Role.ORGANIZER)
    remove_member(session, member=bob, now=NOON)

    again = join(session, event=bob.event, person=bob.person, now=NOON)

    assert again is bob
    assert roles(session, bob) == {Role.MEMBER}


def test_each_row_of_a_list_is_judged(session):
    event = make_event(session)
    member = make_member(session, event).person
    known = make_person(session, "Known")
    rows = [
        PersonRow(2, "new@example.org", "New"),
        PersonRow(3, known.email.upper()),
        PersonRow(4, member.email),
        PersonRow(5, ""),
        PersonRow(6, "no address"),
        PersonRow(7, "NEW@example.org"),
        PersonRow(8, "long@example.org", team="x" * 101),
    ]

    checked = check_rows(session, event=event, rows=rows)

    assert [one.state for one in checked] == ["new", "known", "member"] + ["faulty"] * 4
    assert str(checked[5].refusal) == "The same address is in row 2."


def test_nothing_of_a_faulty_list_is_taken_unless_good_rows_were_asked_for(session):
    event = make_event(session)
    rows = [PersonRow(2, "a@example.org", "A", team="Search"), PersonRow(3, "nobody")]

    with pytest.raises(RowsFaulty) as refusal:
        import_people(session, event=event, rows=rows, skip_faulty=False, now=NOON)
    nothing = session.scalars(select(Membership)).all()
    done = import_people(session, event=event, rows=rows, skip_faulty=True, now=NOON)

    assert refusal.value.faults == ("Row 3: “nobody” is not a mail address.",)
    assert nothing == []
    assert [one.person.team for one in done.added] == ["Search"]
    assert (done.already, done.left_out) == (0, 1)


def test_an_import_overwrites_nothing_that_people_said(session):
    event = make_event(session)
    bob = make_person(session, "Bob", team="Own", function="")

    import_people(
        session,
        event=event,
        rows=[PersonRow(2, bob.email, "Robert", team="Other", function="Backend")],
        skip_faulty=False,
        now=NOON,
    )

    assert (bob.name, bob.team, bob.function) == ("Bob", "Own", "Backend")


def test_the_same_import_twice_adds_nobody(session):
    event = make_event(session)
    rows = [PersonRow(2, "a@example.org", "A")]

    import_people(session, event=event, rows=rows, skip_faulty=False, now=NOON)
    again = import_people(session, event=event, rows=rows, skip_faulty=False, now=NOON)

    assert (again.added, again.already) == ((), 1)
    assert len(session.scalars(select(Person)).all()) == 1


def test_a_welcome_waits_in_the_outbox_and_is_written_once(session):
    event = make_event(session)
    bob = make_member(session, event)

    for _ in range(2):
        write_welcomes(
            session, event=event, members=[bob], subject="Welcome", body="Come in.", now=NOON
        )

    (mail,) = session.scalars(select(Mail)).all()
    assert (mail.to_address, mail.state, mail.event_id) == (bob.person.email, "waiting", event.id)


def test_an_invitation_lets_its_holder_join_and_is_kept_as_a_hash(session):
    event = make_event(session)
    ada = make_person(session, "Ada")
    new = create_invitation(
        session, event=event, lives=timedelta(days=7), created_by_id=ada.id, now=NOON
    )
    cleo = make_person(session, "Cleo")

    member = accept_invitation(session, token=new.token, person=cleo, now=NOON)

    assert roles(session, member) == {Role.MEMBER}
    assert new.token not in str(vars(new.invitation))


@pytest.mark.parametrize("how", ["revoked", "over", "unknown"])
def test_a_link_that_does_not_work_says_nothing_more(session, how):
    event = make_event(session)
    cleo = make_person(session, "Cleo")
    new = create_invitation(
        session, event=event, lives=timedelta(days=7), created_by_id=cleo.id, now=NOON
    )
    if how == "revoked":
        revoke_invitation(session, invitation=new.invitation, now=NOON)
    later = NOON + timedelta(days=7 if how == "over" else 0)
    token = "unknown" if how == "unknown" else new.token

    with pytest.raises(NoInvitation, match="does not work"):
        accept_invitation(session, token=token, person=cleo, now=later)

    assert session.scalars(select(Membership)).all() == []


@pytest.mark.parametrize("days", [0, 91])
def test_a_link_lives_for_1_to_90_days(session, days):
    event = make_event(session)

    with pytest.raises(BadValue):
        create_invitation(
            session, event=event, lives=timedelta(days=days), created_by_id=None, now=NOON
        )


def test_people_are_found_without_accents_and_case(session):
    event = make_event(session)
    make_member(session, event, make_person(session, "Zażółć Łódzki", team="Płatności"))
    make_member(session, event, make_person(session, "Bob", team="Search"))
    wall = make_member(session, event, make_person(session, "Wall"), Role.DISPLAY)

    def found(search="", **chosen):
        people = directory(session, event_id=event.id, search=search, chosen=chosen, page=1)
        return [one.name for one in people.people.items]

    assert found("lodzki zazolc") == ["Zażółć Łódzki"]
    assert found("PŁATNOŚCI") == ["Zażółć Łódzki"]
    assert found(team="Search") == ["Bob"]
    assert found() == ["Bob", "Zażółć Łódzki"]
    assert wall.person.name not in found("wall")


def test_a_mail_address_is_searched_by_organizers_only(session):
    event = make_event(session)
    bob = make_member(session, event, make_person(session, "Bob", email="bk@example.org"))

    public = directory(session, event_id=event.id, search="bk@", chosen={}, page=1)
    own = find_members(session, event_id=event.id, search="bk@", role="", left=False, page=1)

    assert public.people.total == 0
    assert list(own.items) == [bob]


def test_lists_cost_the_same_for_one_and_three_people(session):
    def statements(work):
        seen = []
        connection = session.connection()

        def count(*_):
            seen.append(1)

        sql_event.listen(connection, "before_cursor_execute", count)
        session.expire_all()
        work()
        sql_event.remove(connection, "before_cursor_execute", count)
        return len(seen)

    event = make_event(session)
    ident = event.id

    def people():
        for one in directory(session, event_id=ident, search="", chosen={}, page=1).people.items:
            assert one.name
        members = find_members(session, event_id=ident, search="", role="", left=False, page=1)
        for member in members.items:
            assert member.person.email
            assert all(grant.role for grant in member.grants)

    make_member(session, event, None, Role.OWNER)
    one = statements(people)
    for _ in range(2):
        make_member(session, event, None, Role.PROGRAMME)

    assert statements(people) == one == 5


def test_the_export_of_a_person_names_their_events_and_roles(session):
    bob = make_member(session, make_event(session, slug="tlm"), None, Role.TRAVEL)

    (kept,) = memberships_of(session, bob.person_id)

    assert kept["event"] == "tlm"
    assert [one["role"] for one in kept["roles"]] == ["travel"]


def test_an_address_that_is_none_is_refused(session):
    event = make_event(session)

    with pytest.raises(BadInput):
        add_member(session, event=event, email="nobody", name="", now=NOON)

    assert session.scalars(select(Person)).all() == []
