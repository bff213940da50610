"""Where a form wants to go next: only ever to a page of this site."""

from urllib.parse import urlsplit

LONGEST = 500


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """``wanted`` if it is a path of this site, else ``otherwise``.

    Browsers read ``//host``, ``/\\host`` and ``/<tab>/host`` as another site's address.
    """
    path = wanted or ""
    odd = any(not one.isprintable() or one.isspace() for one in path)
    if odd or "\\" in path or not path.startswith("/") or path.startswith("//"):
        return otherwise
    try:
        parts = urlsplit(path)
    except ValueError:
        return otherwise
    is_elsewhere = bool(parts.scheme or parts.netloc)
    leads_back = parts.path in {"/sign-out", "/language"} or parts.path.startswith("/sign-in")
    return otherwise if is_elsewhere or leads_back or len(path) > LONGEST else path
