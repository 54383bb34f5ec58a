"""The reading room as a process of its own, and people in it: who logs in, uploads, reviews, asks, downloads; who mistypes, and who breaks in.

What the room's processes open to write, and whatever they start, is written down by a hook that Python calls (`sitecustomize`). While a file is
there the room fails behind every page, and says a name as it does so.
"""

import asyncio
import io
import json
import os
import re
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest import mock
from urllib.parse import quote

import httpx

from bearwitness.store.address import Address
from tests.apps.absence.planted import PASSPHRASE, REPORTS, TOLD, B, V
from tests.apps.room.signing import PUBLIC, sign
from tests.canaries import list_files
from tools.served_room import Browser, Served, add_person, serve

HOOK: Final = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
out = os.open(os.environ["ABSENCE_HEARD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
def hear(event, given):
    if event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR):
        os.write(out, f"open {given[0]!r}\\n".encode())
    elif event == "subprocess.Popen":
        os.write(out, f"start {given[1]!r}\\n".encode())
    elif event == "sqlite3.connect":
        os.write(out, f"open {given[0]!r}\\n".encode())
sys.addaudithook(hear)
if "serve" in sys.orig_argv:
    from bearwitness.workflow.live_view import LiveView
    real = LiveView.get
    def get(*given, **named):
        if os.path.exists(os.environ["ABSENCE_FAIL"]):
            raise ValueError(os.environ["ABSENCE_NAMES"])
        return real(*given, **named)
    LiveView.get = get
"""
QUESTION: Final = "act=arrest&from=2019-05-01&to=2019-05-31&place=CN"
_LINK: Final = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
_PAGES: Final = 150
_OF_A_KIND: Final = 4


@dataclass(slots=True, kw_only=True)
class Visited:
    """What the room answered, by the address asked; what it wrote to its streams; what its processes opened and started; what it left."""

    pages: dict[str, bytes] = field(default_factory=dict)
    routes: dict[str, set[int]] = field(default_factory=dict)
    log: bytes = b""
    heard: list[str] = field(default_factory=list)
    environment: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)

    def keep(self, address: str, answer: Any) -> Any:
        """An answer with its headers; a page that was seen before under the same address beside it."""
        before = self.pages.get(address, b"")
        self.pages[address] = before + answer.content + repr(sorted(answer.headers.items())).encode()
        return answer


def visit_served(register: Address, folder: Path, *, by: int = signal.SIGTERM) -> Visited:
    """Open the room of a register in the folder `work`, do everything in it, end it by a signal, and give what there is to search."""
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (folder / "tmp").mkdir()
    visited = Visited()
    sign(register)
    environment = {
        "PYTHONPATH": os.pathsep.join((str(folder / "hook"), os.environ.get("PYTHONPATH", ""))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder / "tmp"),
        "HOME": str(folder / "tmp"),
        "ABSENCE_HEARD": str(folder / "hook" / "heard"),
        "ABSENCE_FAIL": str(folder / "hook" / "fail"),
        "ABSENCE_NAMES": f"{V} {B}",
    }
    with mock.patch.dict(os.environ, environment), serve(register, folder / "work") as served:
        asyncio.run(_visit_all(visited, served, folder / "hook" / "fail"))
        os.kill(served.process, by)
        _wait_for_end(served.process)
    for line in served.read_log():
        visited.routes.setdefault(line.route, set()).add(line.status)
    visited.log = served.log.read_bytes()
    visited.heard = (folder / "hook" / "heard").read_text(encoding="utf-8").splitlines()
    visited.files = {path: data for path, data in list_files(folder) if not path.startswith("hook/")}
    return visited


def _wait_for_end(process: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        if state == "Z":
            return
        time.sleep(0.05)


async def _visit_all(visited: Visited, served: Served, fail: Path) -> None:
    lead, ada = Browser(served), Browser(served)
    try:
        await _mistype(visited, served)
        await lead.log_in(add_person(served.file, "Lena", "lead"))
        await ada.log_in(add_person(served.file, "Ada", "admin"))
        await _upload(visited, lead)
        await _crawl(visited, lead)
        await _decide(visited, lead)
        await _download(visited, lead)
        await _hand_on(visited, lead)
        await _keep_people(visited, ada)
        await _ask_interface(visited, served)
        fail.touch()
        for address in ("/", "/reports", "/incidents", f"/count?{QUESTION}", "/trend", "/sources", "/pairs"):
            visited.keep(f"failing: {address}", await lead.get(address))
        fail.unlink()
        visited.keep("/logout", await _send(lead, "/logout", {}))
        # An answer is on its way before the log has its line; the next one waits for that.
        visited.keep("/health", await lead.get("/health"))
    finally:
        await lead.close()
        await ada.close()


async def _hand_on(visited: Visited, lead: Browser) -> None:
    """Everything a lead can have made, waited for and taken away; one of it stopped."""
    page = visited.keep("/custody", await lead.get("/custody")).text
    for address in re.findall(r'href="(/custody/checkpoints/[^"]+)"', page):
        visited.keep(address, await lead.get(address))
    for address, form in (
        ("/export", {"format": "geojson"}),
        (f"/count/proof?{QUESTION}", {}),
        ("/release/plan", {}),
        ("/custody/verify", {"keys": PUBLIC}),
    ):
        errand = (await _send(lead, address, form)).headers["location"]
        end = time.monotonic() + 120
        while "hx-refresh" not in (answer := await lead.get(f"{errand}/progress")).headers and time.monotonic() < end:
            await asyncio.sleep(0.2)
        visited.keep(f"{errand}/progress", answer)
        page = visited.keep(errand, await lead.get(errand)).text
        for file in re.findall(r'href="(/errands/[^"]+/files/[^"]+)"', page):
            visited.keep(file, await lead.get(file))
    errand = (await _send(lead, "/release/plan", {})).headers["location"]
    visited.keep(f"{errand}/stop", await _send(lead, f"{errand}/stop", {}))


async def _send(
    browser: Browser, address: str, form: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
) -> httpx.Response:
    return await _again(browser.send, address, form, files)


async def _again(ask: Callable[..., Awaitable[httpx.Response]], *given: Any, **named: Any) -> httpx.Response:
    """Asked once more where the room closed the idle connection at that very moment, as it does after a fault."""
    try:
        return await ask(*given, **named)
    except (httpx.ReadError, httpx.RemoteProtocolError):
        return await ask(*given, **named)


async def _mistype(visited: Visited, served: Served) -> None:
    """A name where another belongs: as an account, a password, an address, a host, a word of the protocol."""
    stranger = Browser(served)
    try:
        for address in (
            "/health",
            "/set-up",
            "/login",
            f"/{quote(V)}",
            f"/static/{quote(V)}",
            f"/reports/{quote(V)}?q={quote(B)}",
        ):
            visited.keep(
                f"stranger: {address.partition('?')[0].replace(quote(V), 'name')}", await stranger.get(address)
            )
        await stranger.get("/login")
        for form in ({"name": V, "password": PASSPHRASE}, {"name": "Lena", "password": f"{V} {B}"}):
            visited.keep("stranger: login", await _send(stranger, "/login", form))
        visited.keep("stranger: set-up", await _send(stranger, "/set-up", {"token": V, "name": B, "password": V}))
        visited.keep("stranger: no form", await _again(stranger.client.post, "/login", data={"csrf": V, "name": B}))
        headers = {"host": f"{quote(V)}.example", "x-name": quote(B)}
        visited.keep("stranger: host", await _again(stranger.client.get, "/", headers=headers))
        visited.keep("stranger: long", await _again(stranger.client.get, f"/?{quote(V) * 1000}"))
    finally:
        await stranger.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(served.url.rpartition(":")[2]))
    writer.write(f"{V} /{B} HTTP/1.1\r\nHost: {V}\r\n\r\n".encode())
    visited.pages["stranger: no request"] = await reader.read()
    writer.close()


async def _upload(visited: Visited, lead: Browser) -> None:
    """A text, files of every kind under names that tell, one of them larger than is held in memory; and one taken back."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("c.txt", REPORTS["c.txt"])
    long = f"{REPORTS['a.txt']}\n" + f"Nobody saw Anna {B} again. It rained on the road to the river.\n" * 20_000
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in TOLD[:3])
    files = [
        ("lines.jsonl", lines.encode()),
        ("broken.pdf", f"%PDF-1.4 {V} {B}".encode()),
        ("broken.jsonl", f'{{"id": "x", "text": "{V}\n'.encode()),
        ("picture.png", b"\x89PNG" + V.encode()),
        ("c.zip", archive.getvalue()),
        ("long.txt", long.encode()),
    ]
    await lead.get("/add")
    visited.keep(
        "/add/text", await _send(lead, "/add/text", {"text": REPORTS["b.txt"], "outlet": "Border Lamp", "url": ""})
    )
    for name, data in files:
        await lead.get("/add")
        visited.keep("/add/files", await _send(lead, "/add/files", {"outlet": ""}, {"files": (name, data)}))
    for field_name, value in (("published_on", V), ("url", f"{V} {B}")):
        await lead.get("/add")
        visited.keep("/add/text wrong", await _send(lead, "/add/text", {"text": "Words.", field_name: value}))
    await lead.get("/add")
    answer = await _send(lead, "/add/text", {"text": REPORTS["c.txt"] + "It rained.\n"})
    visited.keep("/add/1/cancel", await _send(lead, f"{answer.headers['location']}/cancel", {}))
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        page = visited.keep("/add", await lead.get("/add"))
        if not re.search(r"<td>(waiting|reading|being cancelled)</td>", page.text):
            break
        await asyncio.sleep(0.3)
    for part in ("", "/progress", "/review"):
        visited.keep(f"/add/1{part}", await lead.get(f"/add/1{part}"))


async def _crawl(visited: Visited, browser: Browser) -> None:
    waiting = [
        "/",
        "/totals",
        "/help",
        "/log",
        "/log/room",
        "/sources",
        "/account",
        f"/count?{QUESTION}",
        f"/trend?{QUESTION}&by=month",
    ]
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    while waiting and len(seen) < _PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/logout", "/static/maplibre", "/map/outlines")):
            continue
        seen.add(address)
        kind = re.sub(r"[?=].*|[a-z]_[0-9a-f]+|[0-9]+", "", address)
        kinds[kind] += 1
        if kinds[kind] > _OF_A_KIND:
            continue
        page = visited.keep(address, await browser.get(address))
        waiting += [found.replace("&amp;", "&") for found in _LINK.findall(page.text)]


async def _decide(visited: Visited, lead: Browser) -> None:
    """Decisions, and forms with words of reports in the wrong fields."""
    first, second = _find_ids(visited, r"/claims/(c_\w+)")[:2]
    for step, form in (
        ("accept", {"because": "looked at"}),
        ("reject", {"because": ""}),
        ("correct", {"place": f"{V} {B}", "low": V, "because": "x"}),
        ("split", {"place": V}),
        ("merge", {"other": second, "because": "one"}),
    ):
        page = visited.keep("/review/claim", await lead.get(f"/review/{second if step == 'merge' else first}"))
        seen = re.search(r'name="seen" value="([^"]*)"', page.text)
        data = {"seen": seen[1] if seen else "", **form}
        visited.keep(f"/review/ {step}", await _send(lead, f"/review/{first}/{step}", data))
    for address in (f"/review/{first}/next", f"/review/{first}/split", f"/claims/{first}", f"/claims/{V}"):
        visited.keep("/review/ " + address.rpartition("/")[2][:5], await lead.get(address))
    uid = _find_ids(visited, r"/reports/(u_\w+)")[0]
    visited.keep(
        "/reports/ about", await _send(lead, f"/reports/{uid}/about", {"published_on": V, "outlet": "Border Lamp"})
    )
    visited.keep("/reports/ add", await _send(lead, f"/reports/{uid}/add", {"start": V, "end": B, "place": V}))
    pair = f"/pairs/{first}/{second}"
    visited.keep("/pairs/ page", await lead.get(pair))
    visited.keep("/pairs/ judged", await _send(lead, pair, {"judgement": "different", "because": "two days"}))
    visited.keep("/pairs/ undone", await _send(lead, f"{pair}/undo", {"because": "a slip"}))
    visited.keep("/pairs/ wrong", await _send(lead, pair, {"judgement": V, "because": B}))


def _find_ids(visited: Visited, pattern: str) -> list[str]:
    whole = b"\n".join(visited.pages.values()).decode("utf-8", "replace")
    return list(dict.fromkeys(re.findall(pattern, whole)))


async def _download(visited: Visited, lead: Browser) -> None:
    year = f"{QUESTION.replace('2019-05-01', '2019-01-01')}&by=month"
    for name, address in {
        "certificate": f"/count/certificate?{QUESTION}",
        "chart": f"/count/chart.svg?{QUESTION}",
        "picture": f"/count/chart.png?{QUESTION}",
        "table": f"/count/table.csv?{QUESTION}&by=month",
        "table as json": f"/count/table.json?{QUESTION}&by=month",
        "trend": f"/trend/chart.svg?{year}",
        "trend as picture": f"/trend/chart.png?{year}",
        "map": "/map/map.svg",
        "timeline": "/map/timeline.svg",
        "map data": "/map/data",
        "outlines": "/map/outlines",
        "log": "/log/file",
        "log of the room": "/log/room/file",
        "count of an unknown place": f"/count?act=arrest&place={quote(V)}",
        "table of nothing": f"/count/table.csv?by={quote(V)}&act={quote(B)}",
    }.items():
        visited.keep(f"download: {name}", await lead.get(address))


async def _keep_people(visited: Visited, ada: Browser) -> None:
    for name, address, form in (
        ("people", "/people/add", {"name": "Nur", "role": "reader"}),
        ("people changed", "/people/change", {"name": "Nur", "change": "close"}),
        ("token", "/tokens/add", {"name": "sums", "scope": "read", "days": "7"}),
        ("token revoked", "/tokens/revoke", {"number": "1"}),
        ("password", "/account/password", {"former": V, "password": B, "again": V}),
        ("leave", "/account/leave", {}),
    ):
        page = "/" + address.split("/")[1]
        visited.keep(page, await ada.get(page))
        visited.keep(f"admin: {name}", await _send(ada, address, form))


async def _ask_interface(visited: Visited, served: Served) -> None:
    program = Browser(served, token=served.add_program("dashboard", "read", "review", "judge"))
    try:
        shape = visited.keep("/api/v1/openapi.json", await program.get("/api/v1/openapi.json")).json()
        asked: Mapping[str, Any] = shape["paths"]
        for path in sorted(asked):
            if "get" in asked[path] and "{" not in path:
                query = f"?{QUESTION}" if path.endswith(("/count", "/certificate", "/breakdown", "/trend")) else ""
                query += "&by=month" if path.endswith(("/breakdown", "/trend")) else ""
                whole = path if path.startswith("/api/") else f"/api/v1{path}"
                visited.keep(whole, await program.get(whole + query))
        for wrong in (
            f"/api/v1/claims?act={quote(V)}",
            f"/api/v1/claims/{quote(V)}",
            f"/api/v1/count?place={quote(V)}&act=arrest",
        ):
            visited.keep("api wrong", await program.get(wrong))
        for body in (f'{{"name": "{V}"', json.dumps({"judgement": V, "because": B, V: B})):
            answer = await _again(program.client.post, "/api/v1/pairs/c_1/c_2/judgement", content=body.encode())
            visited.keep("api wrong", answer)
    finally:
        await program.close()
