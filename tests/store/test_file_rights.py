"""A register holds the words of reports: a new file is its owner's alone."""

import os
import stat
from pathlib import Path

from bearwitness.store.register import open_register
from bearwitness.store.register_file import read_from


def test_a_new_register_can_be_read_by_its_owner_alone_whatever_the_system_would_allow(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_register(tmp_path / "register.db", create=True):
            rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert rights["register.db"] == 0o600
    assert all(not mode & 0o077 for mode in rights.values())


def test_rights_that_a_person_gave_stay(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    with open_register(path, create=True):
        pass
    path.chmod(0o660)
    with open_register(path, create=False):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_what_is_sorted_goes_to_no_temporary_file(tmp_path: Path) -> None:
    with open_register(tmp_path / "register.db", create=True) as register, read_from(register) as connection:
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2, "in memory"
