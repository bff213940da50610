"""Pictures of receipts keep their pixels and nothing else."""

import io

import pytest
from PIL import Image

from offsite.purse.receipts import BadReceipt, NoReceipt, ReceiptFolder, plain_picture


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010E] = "canary of the place"
    exif[0x0112] = 6  # turned by a quarter
    return picture(exif=exif, comment=b"canary in a comment")


def test_what_a_phone_adds_is_gone_and_the_picture_stands_upright():
    plain = plain_picture(with_place())

    assert b"canary" in with_place()
    assert b"canary" not in plain
    with Image.open(io.BytesIO(plain)) as found:
        assert found.size == (20, 40)
        assert not found.getexif()


def test_what_hides_behind_the_picture_is_gone():
    assert b"<script>" not in plain_picture(picture() + b"<script>alert(1)</script>")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_jpeg(kind):
    with Image.open(io.BytesIO(plain_picture(picture(kind)))) as found:
        assert found.format == "JPEG"


def test_a_transparent_ground_becomes_paper():
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(clear, "PNG")

    with Image.open(io.BytesIO(plain_picture(clear.getvalue()))) as found:
        assert min(found.getpixel((1, 1))) > 250


def test_a_large_picture_is_made_smaller():
    with Image.open(io.BytesIO(plain_picture(picture(size=(4000, 100))))) as found:
        assert max(found.size) <= 2000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        picture("GIF"),
        picture("BMP"),
        picture()[:60],
        picture("PNG")[:40],
        picture("PNG", (8000, 6000), "1"),
        b"\xff\xd8\xff" + b"x" * (8 * 1024 * 1024),
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(BadReceipt):
        plain_picture(content)


def test_a_folder_gives_back_what_it_keeps_and_nothing_beside_it(tmp_path):
    (tmp_path / "secret.key").write_text("secret")
    folder = ReceiptFolder(tmp_path / "receipts")

    name = folder.keep(picture())

    assert folder.read(name)[:2] == b"\xff\xd8"
    for other in ("", "..", "../secret.key", "absent.jpg"):
        with pytest.raises(NoReceipt):
            folder.read(other)
    folder.discard(name)
    with pytest.raises(NoReceipt):
        folder.read(name)
