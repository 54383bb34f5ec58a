"""The server itself killed while writers append: started anew, it has everything that was acknowledged, and the log fits.

`BEARWITNESS_CRASHES=100 python -m pytest tests/workflow/test_server_crashes.py` kills it as often; in every run it is a few times.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from tests.register_homes import Cluster, start_cluster
from tests.workflow.crashing import REFUSED
from tests.workflow.test_crashes import A_REGISTER, LONGEST, MOST_DONE, check_all, employ

KILLS = int(os.environ.get("BEARWITNESS_CRASHES", "4"))
WRITERS = 2
CARELESS = (
    "listen_addresses=",
    "shared_buffers=32MB",
    "max_connections=20",
    "synchronous_commit=off",
    "wal_writer_delay=10s",
)
"""A server that says yes to a commit before it is on the disk, as some are set up; a register insists on more."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server of our own: the other tests' one is not to be killed."""
    with start_cluster(CARELESS) as found:
        yield found


def kill_among(cluster: Cluster, offices: "list[subprocess.Popen[str]]", seed: int) -> list[tuple[str, str]]:
    """What writers were told is done when the server was killed, whatever it did at that moment."""
    chance, told = Random(seed), list[str]()
    for number, office in enumerate(offices):
        assert office.stdin is not None
        office.stdin.write(f"{seed * WRITERS + number}\n")
        office.stdin.flush()
    outs = [office.stdout for office in offices if office.stdout is not None]
    for out in outs:
        while not (line := out.readline()).startswith("begun "):
            assert line, "no writer began"
    told += [outs[chance.randrange(WRITERS)].readline() for _ in range(chance.randrange(MOST_DONE + 1))]
    time.sleep(chance.random() * LONGEST)
    cluster.kill()
    for out in outs:
        while (line := out.readline()) and not line.startswith("gone "):
            told.append(line)
        assert line == f"gone {REFUSED}\n", "the writer was not at work when the server was killed"
    return [(what, name) for what, _, name in (said.strip().partition(" ") for said in told)]


@pytest.mark.parametrize("part", range(-(-KILLS // A_REGISTER)))
def test_nothing_that_was_acknowledged_is_lost_with_the_server(cluster: Cluster, part: int, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    with ExitStack() as ending:
        said = ending.enter_context((tmp_path / "said").open("w+", encoding="utf-8"))
        address = ending.enter_context(cluster.lend("made"))
        offices = [ending.enter_context(employ(address, said)) for _ in range(WRITERS)]
        for kill in range(part * A_REGISTER, min(KILLS, (part + 1) * A_REGISTER)):
            told += kill_among(cluster, offices, kill)
            cluster.start()
            if told:
                check_all(address, told)
        # A writer whose server went says so in one error of ours; no screen of a driver's own words beside it.
        assert (tmp_path / "said").read_text(encoding="utf-8") == ""
    assert told
