"""One page of a long list, whatever it lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """``page`` is 1 to ``pages``; ``total`` counts the items of all pages."""

    items: tuple[Item, ...]
    page: int
    pages: int
    total: int


def page_of(items: Sequence[Item], *, page: int, size: int) -> Page[Item]:
    """The page numbered ``page`` of ``items``; a number out of range gives the nearest."""
    pages = max(1, -(-len(items) // size))
    page = min(max(page, 1), pages)
    first = (page - 1) * size
    return Page(tuple(items[first : first + size]), page, pages, len(items))
