"""What asks a register: figures, incidents, links, doubts, with every way to write the answer."""

import json
from pathlib import Path
from typing import Final

from tests.apps.absence.world import World

READ: Final = ("read", "in", "--published-on", "2019-05-09")
QUESTION: Final = ("--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN")
ARREST: Final = ("--act", "arrest", *QUESTION)
EVERY: Final = ("--act", "arrest")
YEAR: Final = ("--act", "arrest", "--place", "CN", "--from", "2019-01-01", "--to", "2019-12-31", "--by", "month")
GROUP: Final = ("--group", "North Korean", "--accepted-only")
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "count": ("count", *ARREST),
    "count json": ("count", *ARREST, "--json"),
    "count of a group": ("count", *ARREST, *GROUP),
    "count csv": ("count", "--by", "act", "--by", "month", *QUESTION, "--csv"),
    "count by json": ("count", "--by", "town", *ARREST, "--json"),
    "count by group": ("count", "--by", "group", *ARREST, "--csv"),
    "count drawn": ("count", "--by", "town", *ARREST, "--plot", "count.svg"),
    "count figure drawn": ("count", *ARREST, "--plot", "figure.png"),
    "count of claims": ("count", *ARREST, "--claims", "read.jsonl"),
    "fates": ("fates", *ARREST),
    "fates json": ("fates", *ARREST, *GROUP, "--json"),
    "unseen": ("unseen", *ARREST),
    "unseen json": ("unseen", *ARREST, "--accepted-only", "--json"),
    "unseen together": (
        "unseen",
        *EVERY,
        "--together",
        "experts and other voices + those that tell of one incident only",
    ),
    "unseen lists": ("unseen", "--lists", "lists.csv"),
    "trend": ("trend", *YEAR),
    "trend json": ("trend", *YEAR, *GROUP, "--json"),
    "trend csv": ("trend", *YEAR, "--at", "2019-05", "--against", "2019-04", "--csv"),
    "trend drawn": ("trend", *YEAR, "--plot", "trend.svg"),
    "trend of claims": ("trend", *YEAR, "--claims", "read.jsonl"),
    "link": ("link",),
    "link json": ("link", "--json"),
    "links": ("links",),
    "links json": ("links", "--json"),
    "upgrade": ("upgrade",),
    "token": ("token", "dashboard", "--scope", "read", "--days", "9", "--by", "eva"),
    "tokens": ("token",),
    "token revoked": ("token", "dashboard", "--revoke", "--by", "eva"),
}
"""They name nobody."""
QUOTED: Final[dict[str, tuple[str, ...]]] = {
    "incidents": ("incidents", "--act", "arrest"),
    "incidents json": ("incidents", "--json"),
}
"""They say whose word an incident is."""
TELLING: Final[dict[str, tuple[str, ...]]] = {
    "why": ("why", *ARREST, "--accepted-only"),
    "why of all": ("why", *ARREST),
    "why json": ("why", *EVERY, "--json"),
    "why of a group": ("why", *ARREST, "--group", "North Korean"),
    "review list": ("review", "--list"),
    "review json": ("review", "--json"),
    "review question": ("review", *ARREST, "--group", "North Korean", "--list"),
}
"""They show the words that a figure rests on."""


def read_reports(world: World) -> None:
    """Texts and lines into the register; what is written of it as JSON holds the words."""
    world.run("read", *READ)
    world.run("read lines", "read", "told.jsonl", "--keep-copies", "--evidence", "lines.evidence")
    world.run("read again", *READ, "--json", shows="words")
    Path("read.jsonl").write_bytes(world.written["read again"])
    world.run("read names", *READ, "--names", "--language", "en", "--outlet", "Border Lamp", register=Path("names.db"))
    world.run("read names json", *READ, "--names", "--json", register=Path("names.db"), shows="words")
    world.run("read no register", *READ, "--no-register", "--json", shows="words")
    world.run("dates", "dates", "in/a.txt", "--published-on", "2019-05-09", "told.jsonl")
    world.run("dates json", "dates", "in", "told.jsonl", "--json")
    world.run("places", "places", "in", "told.jsonl")
    world.run("places json", "places", "in", "told.jsonl", "--json")
    world.run("demo", "demo", "--samples", "in")
    world.run("demo kept", "demo", "--samples", "in", register=Path("unused.db"))


def ask_everything(world: World) -> None:
    """Every command that asks."""
    run = world.run
    Path("lists.csv").write_text("a,b,c\n" + "1,0,1\n0,1,1\n1,1,0\n" * 3, encoding="utf-8")
    for name, words in COMMANDS.items():
        run(name, *words)
    for name, words in QUOTED.items():
        run(name, *words, shows="quoted")
    for name, words in TELLING.items():
        run(name, *words, shows="words")
    incidents = [json.loads(line) for line in world.written["incidents json"].splitlines()]
    first, second = (one["claims"][0] for one in incidents[:2])
    killing = next(one for one in incidents if one["act"] == "killing")
    run("show", "show", first, shows="words")
    run("show report", "show", "told-1", shows="words")
    run("show json", "show", killing["claims"][0], "--json", shows="words")
    run("show incident json", "show", killing["id"], "--json", shows="words")
    run("links of one", "links", first)
    run("judge", "judge", first, second, "different", "--by", "eva", "--because", "two days")
    run("judge undone", "judge", first, second, "--undo", "--by", "eva", "--because", "a slip")
    run("review", "review", "--by", "eva", stdin=b"skip\nq\n", shows="words")
    Path("answer.json").write_bytes(world.written["count json"].splitlines()[0])
    Path("broken.json").write_bytes(world.written["show json"].splitlines()[0])
    run("verify-count", "verify-count", "answer.json")
    run("verify-count json", "verify-count", "answer.json", "--json")
    run("verify-count of something else", "verify-count", "broken.json")
