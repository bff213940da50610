"""Differences between texts, headings below the book's own, and pictures made anew."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from offsite.proceedings import pictures
from offsite.proceedings.pictures import BadPicture, PictureFolder, PictureIsGone, made_anew
from offsite.proceedings.rules import CHAPTERS, arranged, difference
from offsite.web.proceedings.blocks import below, blocks_of, line

texts = st.text(st.sampled_from("ab \n#`-"), max_size=60)


@given(texts, texts)
def test_a_difference_holds_both_texts(before, after):
    pieces = difference(before, after)

    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after


def test_long_texts_are_compared_by_lines():
    lines = [f"line {n}\n" for n in range(2000)]

    pieces = difference("".join(lines), "".join([*lines[:9], "new\n", *lines[9:]]))

    assert [one.text for one in pieces if one.kind == "new"] == ["new\n"]


@given(st.lists(st.sampled_from([*CHAPTERS, "nonsense"])))
def test_every_chapter_has_one_place(places):
    assert sorted(arranged(places)) == sorted(CHAPTERS)


@given(texts)
def test_no_heading_of_people_stands_above_its_section(text):
    levels = [one["kind"] for one in blocks_of(below(text, 6))]
    tops = [one for one in below(text, 3).splitlines() if one.startswith(("# ", "## ", "### "))]

    assert levels is not None
    assert not tops or "```" in text


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("# One", "#### One"),
        ("One\n===", "One\n\\==="),
        ("```\n# no heading\n```", "```\n# no heading\n```"),
        ("```\nopen", "```\nopen\n```"),
        ("a <b>bold</b> <script>", "a \\<b>bold\\</b> \\<script>"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_markdown_is_moved_below_its_section(text, moved):
    assert below(text, 3) == moved


def test_a_title_is_one_plain_line():
    assert line("# a\n*b* <i>") == "\\# a \\*b\\* \\<i\\>"


def test_markdown_becomes_blocks_of_runs():
    first, second = blocks_of("**a** [b](https://example.org)\n\n- one\n- two")

    assert [(one["text"], one["strong"], one["link"]) for one in first["runs"]] == [
        ("a", True, ""),
        (" ", False, ""),
        ("b", False, "https://example.org"),
    ]
    assert (second["kind"], len(second["items"])) == ("list", 2)


def _file(size=(60, 40), kind="PNG", mode="RGB", **values):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **values)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_every_kind_becomes_a_jpeg(kind, mode):
    made = made_anew(_file(kind=kind, mode=mode))

    with Image.open(io.BytesIO(made.large)) as shown:
        assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (60, 40))


def test_a_picture_stands_upright_and_fits():
    turned = Image.Exif()
    turned[0x0112] = 6

    made = made_anew(_file(size=(3200, 1600), kind="JPEG", exif=turned))

    assert (made.width, made.height) == (800, 1600)


def test_too_many_pixels_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 2000)

    with pytest.raises(BadPicture, match="million pixels"):
        made_anew(_file())


def test_too_many_bytes_are_refused():
    with pytest.raises(BadPicture, match="15 MB"):
        made_anew(b"x" * (pictures.MOST_BYTES + 1))


def test_names_lead_nowhere_else(tmp_path):
    folder = PictureFolder(tmp_path)

    with pytest.raises(PictureIsGone):
        folder.read("../../etc/passwd")
    with pytest.raises(PictureIsGone):
        folder.read("0" * 32)
