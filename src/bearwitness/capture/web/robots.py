"""What a site asks of programs that visit it: robots.txt by RFC 9309, with the delay that many sites add."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

LARGEST_ROBOTS: Final = 500_000
"""Bytes of robots.txt that are heeded (RFC 9309, 2.5)."""
_SECONDS: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{0,9})?")
"""Python also calls ² a digit, and no number."""
_MOST_RULES: Final = 5_000
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRules:
    """The rules that hold for one program: allowed or not, and patterns of paths; and the seconds between two visits, 0 where not said."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0


FREE: Final = RobotRules()


def parse_robots(data: bytes, program: str) -> RobotRules:
    """The rules of the group that names `program`, or else of the group for all."""
    groups: dict[str, list[tuple[str, str]]] = {program.lower(): [], "*": []}
    named, met = set[str](), set[str]()
    is_open = False
    for line in data[:LARGEST_ROBOTS].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = named if is_open else set()
            is_open = True
            # Only groups that may hold for us: twelve thousand others, each with all rules below, filled the memory.
            if value.lower() in groups:
                named.add(value.lower())
                met.add(value.lower())
        elif key in {"allow", "disallow", "crawl-delay"}:
            is_open = False
            for name in named:
                groups[name].append((key, value))
    rows = groups[program.lower() if program.lower() in met else "*"]
    rules = tuple((key == "allow", _settle(value)) for key, value in rows if key != "crawl-delay" and value)
    delays = [float(value) for key, value in rows if key == "crawl-delay" and _SECONDS.fullmatch(value)]
    return RobotRules(rules=rules[:_MOST_RULES], delay=max(delays, default=0.0))


def is_allowed(rules: RobotRules, target: str) -> bool:
    """Whether the path and question may be asked for: the longest pattern that fits decides, and allowing wins a tie."""
    settled = _settle(target)
    if settled == "/robots.txt":
        return True
    fitting = [(len(pattern), allowed) for allowed, pattern in rules.rules if _fits(pattern, settled)]
    return max(fitting)[1] if fitting else True


def _settle(path: str) -> str:
    """One way to write a path, whatever of it is in percent signs."""
    return quote(unquote(path[:_LONGEST]), safe="/*$?&=:@!,;+~'()#[]")


def _fits(pattern: str, target: str) -> bool:
    """Stars stand for anything and a last dollar for the end; the parts are sought one behind the other, so it takes no time."""
    is_ended = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    at = len(first)
    for n, part in enumerate(rest):
        if is_ended and n == len(rest) - 1:
            return len(target) - len(part) >= at and target.endswith(part)
        found = target.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at == len(target) or not is_ended
