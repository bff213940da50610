"""Names, proofs, tags and keys that say nothing to those who have no secret."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.anonymity.devices import kept_proof, new_secret, proves
from offsite.anonymity.ids import id_of, new_id
from offsite.anonymity.keys import KeyFolder, KeyIsGone
from offsite.anonymity.moments import rounded
from offsite.anonymity.tags import tag_of

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def test_a_form_that_is_sent_twice_names_one_row() -> None:
    form_key = new_id()

    assert id_of(form_key) == id_of(form_key) != form_key


@pytest.mark.parametrize("text", ["", "1", "Z" * 32, "a" * 33])
def test_a_text_that_is_no_key_of_ours_names_a_new_row(text: str) -> None:
    assert id_of(text) != id_of(text)


def test_a_device_proves_only_its_own_rows() -> None:
    mine, other = new_secret(), new_secret()
    kept = kept_proof(mine, person_id=1, row_id="a")

    assert proves(mine, kept, person_id=1, row_id="a")
    assert not proves(other, kept, person_id=1, row_id="a")
    assert not proves(mine, kept, person_id=2, row_id="a")
    assert not proves("", kept, person_id=1, row_id="a")
    assert not proves(mine, None, person_id=1, row_id="a")


def test_two_rows_of_one_device_have_nothing_in_common() -> None:
    mine = new_secret()

    assert kept_proof(mine, person_id=1, row_id="a") != kept_proof(mine, person_id=1, row_id="b")


def test_a_tag_tells_the_same_again_and_nothing_else() -> None:
    tag = tag_of(KEY, "vote", 7, "q1")

    assert tag == tag_of(KEY, "vote", 7, "q1")
    others = {
        tag_of(OTHER_KEY, "vote", 7, "q1"),
        tag_of(KEY, "vote", 8, "q1"),
        tag_of(KEY, "vote", 7, "q2"),
        tag_of(KEY, "slot", 7, "q1"),
    }
    assert tag not in others
    assert len(others) == 4


@given(st.datetimes(timezones=st.just(UTC)))
def test_public_times_know_quarters_of_an_hour_only(moment: datetime) -> None:
    found = rounded(moment)

    assert found.minute % 15 == found.second == found.microsecond == 0
    assert 0 <= (moment - found).total_seconds() < 900


def test_a_key_is_made_once_and_kept_privately(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")

    key = keys.make("queue-1")

    assert keys.make("queue-1") == keys.read("queue-1") == key
    assert len(key) == 32
    assert keys.make("queue-2") != key
    assert keys.names() == ["queue-1", "queue-2"]
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "queue-1.key").stat().st_mode) == 0o600


def test_a_destroyed_key_is_gone_for_ever(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.make("queue-1")

    keys.destroy("queue-1")
    keys.destroy("queue-1")

    assert not keys.has("queue-1")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyIsGone):
        keys.read("queue-1")


@pytest.mark.parametrize("name", ["", "../secret", "a/b", "Ü", "a" * 81])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        KeyFolder(tmp_path).make(name)
