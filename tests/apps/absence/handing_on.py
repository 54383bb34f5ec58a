"""What hands something on: releases, exports, decisions from a sheet, copies of evidence, proofs, checkpoints, copies of the register."""

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Final

from bearwitness.release.exports.formats import FORMATS
from tests.apps.absence.asking import EVERY
from tests.apps.absence.planted import B, V
from tests.apps.absence.world import World

OLD: Final = Path(__file__).parents[2] / "store" / "register_version_1.sql"
POLICY: Final = """
name = "Monthly"
[publish]
acts = ["arrest", "killing"]
steps = ["town by month", "country by year"]
traits = ["grade", "sex"]
figures = ["country by year"]
[protect]
incidents = 3
round_to = 3
held_back_days = 60
"""
WIDE: Final = ("--with-quotes", "--with-outlets")
YANJI: Final = ("--act", "arrest", "--from", "2024-05-01", "--to", "2024-05-31", "--place", "Yanji")


def hand_on(world: World) -> None:
    """All of it."""
    _sign(world)
    _release(world)
    _export(world)
    _decide(world)
    _keep_evidence(world)
    _prove(world)
    _copy(world)


def hand_on_briefly(world: World) -> None:
    """A key, a checkpoint, two releases, a sheet with decisions and an answer: what other commands are given."""
    world.run("keys new", "keys", "new", "harbour-watch", "--folder", ".")
    world.run("checkpoint", "checkpoint", "--key", "harbour-watch.key")
    Path("policy.toml").write_text(POLICY, encoding="utf-8")
    build = ("release", "build", "--policy", "policy.toml", "--by", "eva", "--as-of")
    world.run("build", *build, "2025-03-31", "--out", "march", "--key", "harbour-watch.key")
    world.run("build again", *build, "2025-04-30", "--out", "april")
    world.run("export reviews words", "export", "--format", "reviews", "--out", "export-words.reviews.csv", *WIDE)
    text = Path("export-words.reviews.csv").read_text(encoding="utf-8")
    Path("filled.csv").write_text(text.replace(",,,", ",accepted,seen,", 1), encoding="utf-8")
    answer = world.run("count json", "count", *YANJI, "--json")
    Path("answer.json").write_text(answer, encoding="utf-8")
    world.run("incidents json", "incidents", "--json", shows="quoted")


def _sign(world: World) -> None:
    world.run("keys new", "keys", "new", "harbour-watch", "--folder", ".")
    world.run("keys public", "keys", "public", "--key", "harbour-watch.key")
    world.run("checkpoint", "checkpoint", "--key", "harbour-watch.key", "--out", "check.txt")
    world.run("checkpoint shown", "checkpoint", "--key", "harbour-watch.key")


def _release(world: World) -> None:
    Path("policy.toml").write_text(POLICY, encoding="utf-8")
    Path("bad.toml").write_text(f'name = "{V}"\n{B} = \n', encoding="utf-8")
    Path("known.csv").write_text("act,day,country,province,town,people\narrest,2024-05-01,CN,Jilin,Yanji,3\n")
    Path("bad.csv").write_text(f"act,day,country,province,town,people\n{V},{B},CN,Jilin,{V},three\n", encoding="utf-8")
    plan = ("release", "plan", "--policy", "policy.toml", "--as-of", "2025-03-31")
    build = ("release", "build", "--policy", "policy.toml", "--by", "eva", "--as-of")
    world.run("plan", *plan)
    world.run("plan json", *plan, "--json")
    world.run("plan with a roster", *plan, "--roster", "known.csv")
    world.run("plan with a bad roster", *plan, "--roster", "bad.csv")
    world.run("plan by a bad policy", "release", "plan", "--policy", "bad.toml")
    world.run("build", *build, "2025-03-31", "--out", "march", "--key", "harbour-watch.key")
    world.run("build again", *build, "2025-04-30", "--out", "april")
    world.run("build with a roster", *build, "2025-05-30", "--out", "may", "--roster", "known.csv")
    world.run("diff", "release", "diff", "march", "april")
    world.run("diff json", "release", "diff", "march", "april", "--json")
    world.run("attack", "release", "attack", "march")
    world.run("attack json", "release", "attack", "april", "--roster", "known.csv", "--json")
    world.run("check", "release", "check", "march", "--key", "harbour-watch.pub")
    world.run("check unsigned", "release", "check", "april", "--key", "harbour-watch.pub")
    _hold(world)


def _hold(world: World) -> None:
    """Marks that hold back a claim's incident, a report and an outlet, and are taken back."""
    claim = json.loads(world.written["incidents json"].splitlines()[0])["claims"][0]
    why = ("--by", "eva", "--because", "they asked")
    for name, on in {"claim": (claim,), "report": ("--report", "told-1"), "outlet": ("--outlet", "Post")}.items():
        world.run(f"hold {name}", "release", "hold", *on, *why)
        world.run(f"holds {name}", "release", "holds")
        world.run(f"free {name}", "release", "free", *on, *why)
    world.run("holds json", "release", "holds", "--json")
    world.run("hold nothing", "release", "hold", f"c_{V}", *why)


def _export(world: World) -> None:
    for name, form in FORMATS.items():
        out = f"export-plain.{name}.{form.ending}"
        world.run(f"export {name}", "export", "--format", name, "--out", out)
        out = f"export-words.{name}.{form.ending}"
        world.run(f"export {name} with words", "export", "--format", name, "--out", out, *WIDE)
    world.run("export part", "export", "--format", "geojson", *YANJI, "--out", "export-plain.part.geojson")
    world.run("export again", "export", "--format", "geojson", "--out", "export-plain.part.geojson")
    world.run(
        "export outlets",
        "export",
        "--by",
        "eva",
        "--format",
        "ftm",
        "--out",
        "export-outlets.ftm.json",
        "--with-outlets",
    )
    world.run("export reviews", "export", "--format", "reviews", "--out", "export-plain.reviews.csv")
    world.run("export reviews words", "export", "--format", "reviews", "--out", "export-words.reviews.csv", *WIDE)


def _decide(world: World) -> None:
    """A sheet filled in well, and one filled in with words of reports in every wrong place."""
    text = Path("export-words.reviews.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    head, body = rows[0], rows[1:4]
    place = {name: number for number, name in enumerate(head)}
    for row, decision in zip(body, ("accepted", "rejected", "corrected"), strict=True):
        row[place["decision"]], row[place["because"]] = decision, "looked at"
    body[2][place["low"]] = "1"
    _write_sheet("filled.csv", [head, *body])
    bad = [list(row) for row in rows[4:8]]
    bad[0][place["decision"]] = V
    bad[1][place["decision"]], bad[1][place["low"]] = "corrected", B
    bad[2][place["decision"]], bad[2][place["place"]] = "corrected", f"{V} {B}"
    bad[3][place["claim"]], bad[3][place["decision"]] = V, "accepted"
    _write_sheet("bad-sheet.csv", [head, *bad])
    _write_sheet("no-sheet.csv", [[V, B], [V, B]])
    world.run("import checked", "import", "filled.csv", "--by", "eva", "--check")
    world.run("import", "import", "filled.csv", "--by", "eva")
    world.run("import bad", "import", "bad-sheet.csv", "--by", "eva")
    world.run("import no sheet", "import", "no-sheet.csv", "--by", "eva")


def _write_sheet(name: str, rows: list[list[str]]) -> None:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _keep_evidence(world: World) -> None:
    kept = ("--evidence", "lines.evidence")
    world.run("evidence check", "evidence", "check", *kept)
    world.run("evidence check json", "evidence", "check", "--json", *kept)
    world.run("evidence export", "evidence", "export", "--act", "arrest", "--out", "all.wacz", "--by", "eva", *kept)
    world.run("evidence export json", "evidence", "export", "told-1", "--out", "one.wacz", "--json", *kept)
    world.run("read an archive", "read", "all.wacz", "--no-register")
    for path in Path("lines.evidence").rglob("*.copy"):
        path.write_bytes(path.read_bytes().replace(b"Yanji", b"Hunan"))
    world.run("evidence check changed", "evidence", "check", *kept)


def _prove(world: World) -> None:
    world.run("checkpoint again", "checkpoint", "--key", "harbour-watch.key")
    world.run("prove", "prove", *YANJI, "--out", "proof-quotes.zip")
    world.run("prove with texts", "prove", *EVERY, "--by", "eva", "--texts", "--out", "proof-texts.zip")
    world.run("prove a part", "prove", *YANJI, "--group", "North Korean", "--accepted-only", "--out", "proof-part.zip")
    key = ("--key", "harbour-watch.pub")
    for name in ("proof-quotes.zip", "proof-texts.zip"):
        world.run(f"verify {name}", "verify", name, *key)
        world.run(f"verify {name} json", "verify", name, *key, "--json")
        _spoil(Path(name))
        world.run(f"verify spoilt {name}", "verify", f"spoilt-{name}", *key)
        world.run(f"verify spoilt {name} json", "verify", f"spoilt-{name}", *key, "--json")
    world.run("verify", "verify", "team.db", *key, "--checkpoint", "check.txt")
    world.run("verify json", "verify", "team.db", *key, "--json")
    with closing(sqlite3.connect("team.db")) as source, closing(sqlite3.connect("tampered.db")) as target:
        source.backup(target)
        target.execute("DROP TRIGGER reports_no_update")
        target.execute("UPDATE reports SET text = text || ' ' || text")
        target.commit()
    world.run("verify tampered", "verify", "tampered.db", *key)
    world.run("verify tampered json", "verify", "tampered.db", *key, "--json")
    Path("cut.db").write_bytes(Path("tampered.db").read_bytes()[:40_000])
    world.run("verify cut off", "verify", "cut.db", *key)


def _spoil(path: Path) -> None:
    """Another word in each file of a proof."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(f"spoilt-{path.name}", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Yanji", b"Hunan").replace(b"refugees", b"travellers"))


def _copy(world: World) -> None:
    world.run("copy", "copy", "team.db", "copy.db")
    world.run("copy onto another", "copy", "team.db", "copy.db")
    world.run("verify the copy", "verify", "copy.db", "--key", "harbour-watch.pub")
    with closing(sqlite3.connect("team.db")) as source, closing(sqlite3.connect("backup.db")) as target:
        source.backup(target)
    world.run("incidents of a backup", "incidents", register=Path("backup.db"), shows="quoted")
    text = OLD.read_text(encoding="utf-8")
    with closing(sqlite3.connect("old.db")) as old:
        old.executescript(text.replace("'Two people were", f"'{V} and Anna {B} were"))
    world.run("upgrade an old one", "upgrade", "--copied", register=Path("old.db"))
