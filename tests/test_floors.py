"""The house stands as the design says: floors, homes of outside libraries, purity of the crafts, sizes and names.

Everything is read from the source by `ast`; nothing is imported.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
PACKAGE = "bearwitness"

CRAFTS = frozenset({"capture", "reading", "linking", "counting", "release", "custody"})
FLOORS = (
    frozenset({"core"}),
    frozenset({"custody"}),  # below the others: the store keeps its log in the transactions that write
    (CRAFTS - {"custody"}) | {"store"},
    frozenset({"workflow"}),
    frozenset({"apps"}),
)

HOMES: dict[str, str | tuple[str, ...]] = {
    "spacy": "reading/english/parsing/parser.py",
    "threadpoolctl": "reading/english/parsing/parser.py",
    "numpy": "reading/english/parsing/",
    "resiliparse": "capture/html.py",
    "fastwarc": "capture/web/",
    "pypdfium2": "capture/pdf.py",
    "openpyxl": "release/exports/excel.py",
    "pyarrow": "release/exports/parquet.py",
    "sqlalchemy": "store/",
    "psycopg": "store/postgresql.py",
    "alembic": "store/",
    "highspy": "counting/program.py",
    "scipy": "counting/model_average.py",
    "statsmodels": "counting/surge_model.py",
    "ruptures": "counting/shifts.py",
    "vl_convert": "apps/charts.py",
    "httpx": ("workflow/model_client.py", "workflow/time_authority.py"),
    "fastapi": "apps/room/",
    "starlette": "apps/room/",
    "pydantic": "apps/room/api/",
    "jinja2": "apps/room/templating.py",
    "markupsafe": "apps/room/phrasing.py",
    "uvicorn": "apps/listening.py",
    "argon2": "apps/room/passwords.py",
    "cryptography": ("custody/", "apps/room/second_factor.py"),
    "rfc3161_client": "custody/timestamps.py",
    "pyrage": "custody/vault_sealing.py",
    "segno": "apps/room/second_factor.py",
    "typer": "apps/",
    "rich": "apps/",
}
"""Each outside library and the one module, or for the edges the one room, that may import it; two where two crafts of it are used."""

PACKAGED = {"vl-convert-python": "vl_convert", "argon2-cffi": "argon2", "rfc3161-client": "rfc3161_client"}
"""Packages that are imported under another name."""

BENEATH = {"starlette": "fastapi", "pydantic": "fastapi", "markupsafe": "jinja2"}
"""What another library is made of, and comes with it."""

IMPURE = frozenset({
    "asyncio", "concurrent", "ctypes", "dbm", "fileinput", "ftplib", "getpass", "glob", "http", "locale", "logging",
    "mmap", "multiprocessing", "os", "pathlib", "pickle", "platform", "random", "secrets", "select", "shelve", "shutil",
    "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "tempfile", "threading",
    "time", "urllib", "uuid", "webbrowser",
})  # fmt: skip
"""Standard modules that reach files, the clock, the environment, the network, chance or threads."""

PURE_PARTS = frozenset({"urllib.parse", "pathlib.PurePath", "pathlib.PurePosixPath", "concurrent.interpreters"})
"""Parts of those modules that only compute."""

FACTS_OF_SYS = frozenset({"byteorder", "float_info", "intern", "maxsize", "maxunicode"})
"""All of `sys` that a craft may use: facts of the language, nothing of the process."""

IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint", "__import__"})
IMPURE_METHODS = frozenset({
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("io", "open"),
})  # fmt: skip

BROAD_EXCEPTS = ("workflow/reading.py",)
"""The one broad except: at the edge of a batch, so that one bad report never stops the others."""

EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc"})
MOST_LINES = 400
MOST_PARAMETERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What one import statement names: `target` dotted, `line` where, `at_start` unless inside a function."""

    target: str
    line: int
    at_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One source file: `path` relative to the package, `name` dotted, `room` its first folder ("" for the top)."""

    path: str
    name: str
    room: str
    tree: ast.Module
    imports: tuple[Import, ...]
    lines: int


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, in order of path."""
    found = []
    for file in sorted((SRC / PACKAGE).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        inside = file.relative_to(SRC / PACKAGE)
        dotted = ".".join((PACKAGE, *inside.with_suffix("").parts)).removesuffix(".__init__")
        # `python -m bearwitness` is a door of the apps, which Python wants at the top.
        room = "apps" if inside.name == "__main__.py" else inside.parts[0] if len(inside.parts) > 1 else ""
        found.append(parse_module(text, path=inside.as_posix(), name=dotted, room=room))
    return tuple(found)


def parse_module(text: str, *, path: str, name: str, room: str) -> Module:
    """A module from its source."""
    tree = ast.parse(text, filename=path)
    return Module(path=path, name=name, room=room, tree=tree, imports=tuple(find_imports(tree)), lines=text.count("\n"))


def find_imports(node: ast.AST, *, at_start: bool = True) -> Iterator[Import]:
    """Everything a module imports, wherever in it; `from a import b` names `a.b`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(target=alias.name, line=child.lineno, at_start=at_start)
        elif isinstance(child, ast.ImportFrom):
            source = "." * child.level + (child.module or "")
            for alias in child.names:
                yield Import(target=f"{source}.{alias.name}", line=child.lineno, at_start=at_start)
        elif isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):  # no expression holds an import
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from find_imports(child, at_start=at_start and not inside)


def find_floor(room: str) -> int:
    """The height of a room; the package's own `__init__` stands below everything."""
    if not room:
        return -1
    return next(height for height, rooms in enumerate(FLOORS) if room in rooms)


def find_stacking_faults(module: Module) -> list[str]:
    """Imports that go up, or sideways to a sibling."""
    faults = []
    for found in module.imports:
        if found.target.startswith("."):
            faults.append(f"{module.path}:{found.line} imports relatively")
        if not found.target.startswith(f"{PACKAGE}."):
            continue
        room = found.target.split(".")[1]
        is_room = any(room in rooms for rooms in FLOORS)
        if is_room and room != module.room and find_floor(room) >= find_floor(module.room):
            faults.append(f"{module.path}:{found.line} imports {room}, which is not below {module.room or PACKAGE}")
    return faults


def find_homeless_imports(module: Module) -> list[str]:
    """Outside libraries that are unknown, or imported away from their home."""
    faults = []
    for found in module.imports:
        top = found.target.split(".")[0]
        if not top or top == PACKAGE or top in sys.stdlib_module_names:
            continue
        homes = HOMES.get(top, ())
        places = (homes,) if isinstance(homes, str) else homes
        if not places:
            faults.append(f"{module.path}:{found.line} imports {top}, which has no home")
        elif not any(module.path == home or (home.endswith("/") and module.path.startswith(home)) for home in places):
            faults.append(f"{module.path}:{found.line} imports {top}, whose home is {' or '.join(places)}")
    return faults


def find_impurities(module: Module) -> list[str]:
    """Reaches of a craft for files, clock, environment, network or chance."""
    faults = [
        f"{module.path}:{found.line} imports {found.target}"
        for found in module.imports
        if found.target.split(".")[0] in IMPURE
        and not any(found.target == part or found.target.startswith(f"{part}.") for part in PURE_PARTS)
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "sys" and node.attr not in FACTS_OF_SYS:
            faults.append(f"{module.path}:{node.lineno} uses sys.{node.attr}")
        if isinstance(node, ast.ImportFrom) and node.module == "sys":
            faults.append(f"{module.path}:{node.lineno} imports from sys: write `import sys`")
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
            faults.append(f"{module.path}:{node.lineno} calls {called.id}()")
        if isinstance(called, ast.Attribute):
            owner = called.value
            owned_by = (
                owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            )
            if (owned_by, called.attr) in IMPURE_METHODS:
                faults.append(f"{module.path}:{node.lineno} calls {owned_by}.{called.attr}()")
    return faults


def find_broad_excepts(module: Module) -> list[str]:
    """Handlers that catch everything."""
    broad = {"Exception", "BaseException"}
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else broad
            if caught & broad:
                found.append(f"{module.path}:{node.lineno}")
    return found


def find_wide_functions(module: Module) -> list[str]:
    """Functions that ask for more than five things (`self` and `cls` are not asked for)."""
    faults = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            given = node.args
            names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
            names += [a.arg for a in (given.vararg, given.kwarg) if a is not None]
            asked = [n for n in names if n not in {"self", "cls"}]
            if len(asked) > MOST_PARAMETERS:
                faults.append(f"{module.path}:{node.lineno} asks for {len(asked)} parameters")
    return faults


def read_module(text: str, path: str = "reading/probe.py") -> Module:
    """A module made from text, to show that each rule bites."""
    return parse_module(text, path=path, name="probe", room=path.partition("/")[0])


def test_package_is_found() -> None:
    rooms = {module.room for module in modules()}
    assert {"core", "capture", "reading", "linking", "counting", "store", "workflow", "apps"} <= rooms


def test_every_room_has_a_floor() -> None:
    known = frozenset().union(*FLOORS)
    assert {module.room for module in modules()} - {""} <= known


def test_floors_stack() -> None:
    assert [fault for module in modules() for fault in find_stacking_faults(module)] == []


def test_core_needs_only_the_standard_library() -> None:
    outside = [
        f"{module.path}: {found.target}"
        for module in modules()
        if module.room == "core"
        for found in module.imports
        if found.target.split(".")[0] not in {*sys.stdlib_module_names, PACKAGE}
    ]
    assert outside == []


def test_outside_libraries_are_at_home() -> None:
    assert [fault for module in modules() for fault in find_homeless_imports(module)] == []


def test_homes_are_declared_and_lived_in() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    packages = {re.split(r"[<>=!~ \[]", line)[0] for line in declared}
    names = {PACKAGED.get(name, name) for name in packages}
    imported = {found.target.split(".")[0] for module in modules() for found in module.imports}
    assert set(HOMES) - set(BENEATH) <= names
    assert set(HOMES) <= imported


def test_crafts_are_pure() -> None:
    assert [fault for module in modules() if module.room in CRAFTS for fault in find_impurities(module)] == []


def test_no_circle_of_imports() -> None:
    names = {module.name for module in modules()}
    graph: dict[str, set[str]] = {}
    for module in modules():
        targets = {found.target for found in module.imports if found.at_start}
        targets |= {target.rpartition(".")[0] for target in targets}
        graph[module.name] = (targets & names) - {module.name, PACKAGE}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(names)


def test_files_are_short_and_named_for_what_is_in_them() -> None:
    assert [f"{m.path}: {m.lines} lines" for m in modules() if m.lines > MOST_LINES] == []
    parts = {(m.path, part) for m in modules() for part in Path(m.path).with_suffix("").parts}
    assert [path for path, part in sorted(parts) if part in EMPTY_NAMES] == []


def test_one_broad_except() -> None:
    found = [place.rpartition(":")[0] for module in modules() for place in find_broad_excepts(module)]
    assert found == list(BROAD_EXCEPTS)


def test_functions_ask_for_five_things_at_most() -> None:
    assert [fault for m in modules() if m.room != "apps" for fault in find_wide_functions(m)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("reading/probe.py", "from bearwitness.counting import bounds"),
        ("reading/probe.py", "import bearwitness.workflow.batch"),
        ("core/probe.py", "from bearwitness.reading.mentions import Timex"),
        ("workflow/probe.py", "def f():\n    from bearwitness.apps import main"),
        ("reading/probe.py", "from . import mentions"),
    ],
)
def test_stacking_rule_bites(path: str, text: str) -> None:
    assert find_stacking_faults(read_module(text, path))


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "from os import environ",
        "from pathlib import Path",
        "import urllib.request",
        "from time import time",
        "open('x')",
        "print('x')",
        "import sys\nsys.argv",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "def f():\n    import random",
    ],
)
def test_purity_rule_bites(text: str) -> None:
    assert find_impurities(read_module(text))


@pytest.mark.parametrize(
    "text",
    ["from urllib.parse import urlsplit", "import datetime\ndatetime.date(2019, 5, 1)", "import sys\nsys.maxunicode"],
)
def test_purity_rule_lets_computing_pass(text: str) -> None:
    assert find_impurities(read_module(text)) == []


def test_home_rule_bites() -> None:
    assert find_homeless_imports(read_module("import spacy"))
    assert find_homeless_imports(read_module("import pandas"))
    assert find_homeless_imports(read_module("import spacy", "reading/english/parsing/parser.py")) == []


@pytest.mark.parametrize("text", ["except:", "except Exception:", "except (ValueError, BaseException) as e:"])
def test_broad_except_rule_bites(text: str) -> None:
    assert find_broad_excepts(read_module(f"try:\n    pass\n{text}\n    pass"))


def test_parameter_rule_bites() -> None:
    assert find_wide_functions(read_module("def f(a, b, *c, d, e, **g): ..."))
    assert find_wide_functions(read_module("def f(self, a, b, c, d, e): ...")) == []


ENGLISH = "reading/english/"
ENGLISH_ROOMS = (
    frozenset({"parsing"}),
    frozenset({"times", "places", "casing", "people", "acts"}),
    frozenset({"frames"}),
    frozenset({"rows", "voices"}),
    frozenset({"story"}),
)
"""The rooms of the English reader, from letters to the report: words and clauses, what they name, one act of a sentence, lines and
speakers, what the acts of a report are to each other. Rooms of one row may look at each other, none looks up."""


def test_rooms_of_the_english_reader_never_look_up() -> None:
    row = {room: n for n, rooms in enumerate(ENGLISH_ROOMS) for room in rooms}
    inside = [m for m in modules() if m.path.startswith(ENGLISH) and m.path.count("/") > 2]
    assert {m.path.split("/")[2] for m in inside} == set(row)
    upward = [
        f"{m.path}:{i.line} imports {i.target}"
        for m in inside
        for i in m.imports
        if i.target.startswith("bearwitness.reading.english.")
        and row.get(i.target.split(".")[3], len(row)) > row[m.path.split("/")[2]]
    ]
    assert upward == []
