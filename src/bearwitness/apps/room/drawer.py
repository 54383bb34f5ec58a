"""Charts drawn in a process of their own. The library that draws them stops every other thread of its process until it has drawn: beside the
pages that was a second in which nobody was answered, ten on a busy machine, and whoever was writing kept the register locked all the while.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from bearwitness.apps.charts import draw_chart, draw_png
from bearwitness.workflow.worker import Worker

_MOST: Final = 32


class Drawer:
    """Draws one after another, and keeps the last drawings: a state's chart is asked for by one person after another."""

    def __init__(self) -> None:
        self._worker = Worker()
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, bool], bytes] = OrderedDict()

    def draw_chart(self, spec: Mapping[str, Any], *, as_png: bool) -> bytes:
        """A chart of a Vega-Lite specification, as SVG or PNG."""
        return self._draw((json.dumps(spec), as_png))

    def draw_png(self, svg: str) -> bytes:
        """A drawing that is SVG already, as PNG."""
        return self._worker.begin(draw_png, svg).result()

    def stop(self) -> None:
        """End what is being drawn."""
        self._worker.stop()

    def _draw(self, key: tuple[str, bool]) -> bytes:
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = self._worker.begin(_draw_text, *key).result()
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return found


def _draw_text(text: str, as_png: bool) -> bytes:
    return draw_chart(json.loads(text), as_png=as_png)
