"""The templates and the static files they point to, loaded once: escaped always, strict about what they name."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from bearwitness.apps.room.marking import surround
from bearwitness.apps.room.phrasing import FILTERS
from bearwitness.apps.room.rules import Role
from bearwitness.apps.room.static_files import StaticFile, load_static


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates, and the static files they point to."""

    environment: Environment
    static: dict[str, StaticFile]


def load_templates() -> Templates:
    """Everything under `templates/` and `static/`."""
    environment = Environment(
        loader=PackageLoader("bearwitness.apps.room"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    addresses, held = load_static()
    environment.globals["static"] = addresses
    environment.globals.update(Role=Role, surround=surround)
    environment.filters.update(FILTERS)
    return Templates(environment=environment, static=held)
