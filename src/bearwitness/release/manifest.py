"""What a release says of itself: its files with their hashes, its day, the policy and the rules it was made by."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.errors import ContractError

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A release in a page of JSON. `cut` is the last day told of; `policy` the SHA-256 of the policy's text."""

    name: str
    day: date
    cut: date
    policy: str
    rules: str
    made_by: str
    files: tuple[tuple[str, str], ...]


def build_manifest(manifest: Manifest) -> str:
    """The manifest as it is signed: the same facts always give the same bytes."""
    told = {
        "release": manifest.name,
        "day": manifest.day.isoformat(),
        "told_until": manifest.cut.isoformat(),
        "policy_sha256": manifest.policy,
        "rules": manifest.rules,
        "made_by": manifest.made_by,
        "files": dict(sorted(manifest.files)),
    }
    return json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def parse_manifest(text: str) -> Manifest:
    """A manifest from its JSON; raises ContractError where it is none."""
    try:
        told = json.loads(text)
        return Manifest(
            name=str(told["release"]),
            day=date.fromisoformat(told["day"]),
            cut=date.fromisoformat(told["told_until"]),
            policy=str(told["policy_sha256"]),
            rules=str(told["rules"]),
            made_by=str(told["made_by"]),
            files=tuple(sorted((str(name), str(digest)) for name, digest in told["files"].items())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContractError("this is no manifest of a release") from error


def hash_files(files: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Each file's SHA-256, in the order of names."""
    return tuple((name, hashlib.sha256(content).hexdigest()) for name, content in sorted(files.items()))


def find_wrong_files(manifest: Manifest, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """What differs between a manifest and the files that lie with it, in words; nothing where all is as it was signed."""
    told = dict(manifest.files)
    found = [f"{name} is missing" for name in told if name not in files]
    for name, digest in hash_files(files):
        if name in {MANIFEST, SIGNATURE}:
            continue
        if name not in told:
            found.append(f"{name} is not in the manifest")
        elif told[name] != digest:
            found.append(f"{name} has been changed")
    return tuple(sorted(found))
