"""The pages of requests for comments."""

import pytest

from offsite.policy import Role
from tests.factories import make_event, make_member, make_person


@pytest.fixture
def browsers(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
    return sign_in(ada), sign_in(bob)


def _write(browser):
    form = {"title": "Goals", "kind": "goals", "body": "Fewer **meetings** <script>x</script>."}
    return browser.post("/tlm/rfc/new", data=form).location


def test_from_a_draft_to_a_resolved_concern(browsers):
    ada, bob = browsers
    path = _write(ada)
    assert bob.get(path).status_code == 404
    page = ada.post(f"{path}/open", data={"tell": "1"}, follow_redirects=True).text
    assert "1 mail waits in the outbox" in page
    assert "Goals" in bob.get("/tlm/").text
    answer = bob.post(f"{path}/comments", data={"body": "No!", "is_concern": "y"})
    comment = answer.location.partition("#comment-")[2]
    assert "1 concern is open" in ada.get(path).text
    assert ada.post(f"{path}/last-call").status_code == 409
    ada.post(f"/tlm/rfc/comments/{comment}/reply", data={"body": "Because."})
    refused = ada.post(f"/tlm/rfc/comments/{comment}/resolve", data={"word": ""})
    assert refused.status_code == 400
    assert "Say in one line how" in refused.text
    bob.post(f"/tlm/rfc/comments/{comment}/resolve", data={"word": "Ada convinced me"})
    assert "Resolved by Bob: Ada convinced me" in ada.get(path).text
    assert "Last call until" in ada.post(f"{path}/last-call", follow_redirects=True).text


def test_markdown_is_safe_and_differences_are_shown(browsers):
    ada, bob = browsers
    path = _write(ada)
    ada.post(f"{path}/open")
    page = bob.get(path).text
    assert "<strong>meetings</strong>" in page
    assert "<script>x" not in page
    form = {"body": "Fewer **talks**.", "note": "Talks, not meetings", "seen": "1"}
    ada.post(f"{path}/edit", data=form)

    page = bob.get(f"{path}/versions").text
    assert "<del>**meetings** &lt;script&gt;x&lt;/script&gt;.</del>" in page
    assert "<ins>**talks**.</ins>" in page
    assert bob.get(f"{path}/versions?from=1&to=7").status_code == 404


def test_a_version_on_top_of_a_newer_one_is_not_lost(browsers):
    ada, _bob = browsers
    path = _write(ada)
    ada.post(f"{path}/open")
    form = {"body": "First", "note": "n", "seen": "1"}
    assert ada.post(f"{path}/edit", data=form).status_code == 303

    answer = ada.post(f"{path}/edit", data={**form, "body": "Second"})

    assert answer.status_code == 409
    assert "Second</textarea>" in answer.text
    assert 'name="seen" value="2"' in answer.text


def test_only_who_raised_or_wrote_it_resolves_a_comment(browsers, rows, sign_in):
    ada, bob = browsers
    path = _write(ada)
    ada.post(f"{path}/open")
    said = ada.post(f"{path}/comments", data={"body": "Mine"}).location.partition("#comment-")[2]

    assert bob.post(f"/tlm/rfc/comments/{said}/resolve", data={"word": "x"}).status_code in {
        403,
        404,
    }
