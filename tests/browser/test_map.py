"""The map in a real browser: drawn by MapLibre under the room's own content policy, or by the server where no script runs."""

import time

from playwright.sync_api import Browser, Page, expect

from bearwitness.apps.room.second_factor import make_code
from bearwitness.store.room_accounts import add_account
from bearwitness.store.room_file import open_room
from tests.apps.front_door import call
from tests.apps.room.visitor import PASSWORD
from tests.browser.conftest import Served
from tests.browser.test_journey import look_at
from tests.conftest import ROOT
