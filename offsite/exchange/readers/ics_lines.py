"""Content lines of iCalendar, taken apart without giving up on a broken one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", re.DOTALL)
# A time has no colon, a zone's name may have one that nobody quoted: the last colon counts.
_TIME_LINE = re.compile(
    r"\s*(DTSTART|DTEND|RECURRENCE-ID|EXDATE)((?:;.*)?):([^:]*)", re.IGNORECASE | re.DOTALL
)
_PARAMETER = re.compile(r";\s*([A-Za-z0-9-]+)\s*=\s*(\"[^\"]*\"|[^;]*)")
# A calendar with more faults than this is no calendar; no component nests this deep.
MOST_FAULTS = 3000
DEEPEST = 20

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Property:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return unescaped(self.value)


@dataclass
class Component:
    """One BEGIN ... END; ``lines`` are its own and its children's unfolded lines."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def first(self, *names: str) -> Property | None:
        """The first property with one of ``names``, the earlier name winning."""
        for name in names:
            for item in self.properties:
                if item.name == name:
                    return item
        return None

    def text(self, *names: str) -> str:
        found = self.first(*names)
        return found.text.strip() if found else ""

    def every(self, name: str) -> Iterator["Component"]:
        """All components called ``name`` at or below this one."""
        waiting = [self]
        while waiting:
            component = waiting.pop()
            if component.name == name:
                yield component
            waiting += reversed(component.children)


def parse(text: str) -> tuple[Component, list[tuple[int, str]]]:
    """A root that holds every component of ``text``, and what could not be read, by line.

    A component that is not closed ends where its parent does; an END without its BEGIN is
    told and skipped.
    """
    root = Component("", 1)
    stack = [root]
    faults: list[tuple[int, str]] = []
    for number, line in _unfolded(text):
        if len(faults) >= MOST_FAULTS:
            faults.append((number, "From here on too much is broken; the rest was not read."))
            break
        found = _TIME_LINE.fullmatch(line) or _LINE.fullmatch(line)
        if not found or (len(stack) > DEEPEST and found[1].upper() == "BEGIN"):
            faults.append((number, f"The line “{line[:40]}” cannot be read."))
            continue
        name, value = found[1].upper(), found[3].strip()
        if name == "END":
            _close(stack, value.upper(), line, number, faults)
            continue
        if name == "BEGIN":
            component = Component(value.upper(), number)
            stack[-1].children.append(component)
            stack.append(component)
        else:
            stack[-1].properties.append(Property(name, _parameters(found[2]), found[3]))
        for open_component in stack[1:4]:
            open_component.lines.append(line)
    return root, faults


def unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with their first physical line's number; a lone CR ends a line too."""
    parts: list[str] = []
    begun = 1
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts and "".join(parts).strip():
            yield begun, "".join(parts)
        parts, begun = [line.lstrip("\ufeff")], number
    if parts and "".join(parts).strip():
        yield begun, "".join(parts)


def _close(
    stack: list[Component], name: str, line: str, number: int, faults: list[tuple[int, str]]
) -> None:
    if not any(component.name == name for component in stack[1:]):
        faults.append((number, f"END:{name[:40]} has no BEGIN."))
        return
    for open_component in stack[1:4]:
        open_component.lines.append(line)
    while stack[-1].name != name:
        faults.append((stack[-1].line, f"{stack[-1].name[:40]} has no END."))
        stack.pop()
    stack.pop()


def _parameters(text: str) -> dict[str, str]:
    return {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(text)}
