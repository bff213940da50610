"""The pages of the purse."""

import io

import pytest
from PIL import Image

from offsite.policy import Role
from tests.factories import make_event, make_member, make_person


@pytest.fixture
def people(rows):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob, cleo = (make_person(session, name) for name in ("Ada", "Bob", "Cleo"))
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
        make_member(session, make_event(session), cleo)
        return ada, bob, cleo


def _picture():
    out = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(out, "PNG")
    return out.getvalue()


def _write(browser, receipt=None, **values):
    form = {"title": "Pens", "amount": "12.50", "currency": "PLN", "spent_on": "2026-09-01"}
    form |= {"format_id": "", **values}
    if receipt is not None:
        form["receipt"] = (io.BytesIO(receipt), "receipt.svg")
    return browser.post("/tlm/purse/new", data=form, content_type="multipart/form-data")


def test_an_empty_purse_says_what_to_do(people, sign_in):
    assert "Nothing is spent yet" in sign_in(people[1]).get("/tlm/purse/").text


def test_from_a_picture_to_everybodys_ledger(people, sign_in):
    ada, bob, cleo = people
    path = _write(sign_in(bob), _picture()).location
    reader = sign_in(ada)

    assert "12.50" in reader.get("/tlm/purse/").text
    picture = reader.get(f"{path}/receipt.jpg")
    assert picture.content_type == "image/jpeg"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.data[:2] == b"\xff\xd8"
    assert sign_in(cleo).get(f"{path}/receipt.jpg").status_code == 404


@pytest.mark.parametrize(
    ("receipt", "values"),
    [(b"<svg><script/></svg>", {}), (None, {"amount": "lots"}), (None, {"spent_on": "soon"})],
)
def test_a_fault_keeps_what_was_typed_and_writes_nothing(people, sign_in, receipt, values):
    browser = sign_in(people[1])

    answer = _write(browser, receipt, title="Forty pens", **values)

    assert answer.status_code == 400
    assert "Forty pens" in answer.text
    assert "Nothing is spent yet" in browser.get("/tlm/purse/").text


def test_a_refused_entry_leaves_no_picture_behind(people, sign_in, app):
    folder = app.extensions["offsite"].instance_dir / "receipts"
    before = set(folder.glob("*"))

    assert _write(sign_in(people[1]), _picture(), amount="lots").status_code == 400

    assert set(folder.glob("*")) == before


def test_sent_twice_is_written_once(people, sign_in):
    browser = sign_in(people[1])

    first = _write(browser, once_key="k" * 20)
    second = _write(browser, once_key="k" * 20)

    assert first.location == second.location
    assert browser.get("/tlm/purse/ledger.csv").text.count("Pens") == 1


def test_correct_strike_and_restore(people, sign_in):
    browser = sign_in(people[1])
    path = _write(browser).location
    form = {"title": "Pencils", "amount": "9", "currency": "EUR", "spent_on": "2026-09-02"}
    form["format_id"] = ""

    browser.post(f"{path}/edit", data={**form, "seen": "0"})
    stale = browser.post(f"{path}/edit", data={**form, "seen": "0"})
    browser.post(f"{path}/strike", data={"word": "It was a gift"})

    assert stale.status_code == 409
    page = browser.get(path).text
    assert "Pens, 12.50 PLN" in page
    assert "It was a gift" in page
    browser.post(f"{path}/restore")
    assert "Counts again" in browser.get(path).text


def test_formulas_in_the_file_are_text(people, sign_in):
    browser = sign_in(people[1])
    _write(browser, title="=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in browser.get("/tlm/purse/ledger.csv").text


def test_members_see_what_is_left_and_organizers_say_what_there_is(people, sign_in):
    ada, bob, _cleo = people
    member = sign_in(bob)
    _write(member, amount="40")

    sign_in(ada).post("/tlm/purse/budget", data={"amount": "100", "currency": "PLN"})

    assert "60.00 left of the shared budget" in member.get("/tlm/purse/").text
