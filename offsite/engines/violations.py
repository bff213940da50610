"""What an engine's check finds: a broken hard rule, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken hard rule: which, in words, and the ids it is about."""

    rule: str
    sentence: str
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.sentence
