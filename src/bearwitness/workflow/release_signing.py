"""Who built a release: the signature over its manifest, made with a key of the log and checked with its public half alone."""

from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.custody.signing import PublicKey, derive_public, is_signed, parse_public, sign
from bearwitness.release.manifest import SIGNATURE
from bearwitness.workflow.checkpointing import Signer
from bearwitness.workflow.release_folder import Folder

_FOR: Final = b"bearwitness release\n"
"""Before what is signed: a signature over a release must never pass for one over a checkpoint."""


def sign_release(manifest: bytes, signer: Signer) -> bytes:
    """The signature's file: the public key, and the signature over the manifest, a line each."""
    return f"{derive_public(signer.seed, signer.name)}\n{sign(signer.seed, _FOR + manifest).hex()}\n".encode()


def find_faults(folder: Folder, keys: tuple[PublicKey, ...]) -> tuple[str, ...]:
    """Why a release is not as one of these keys signed it, in words; nothing where it is."""
    file = next((one for one in folder.files if one.name == SIGNATURE), None)
    if file is None:
        return ("it is not signed: nobody can tell who made it ('release build --key FILE' signs one)", *folder.wrong)
    lines = file.content.decode(errors="replace").splitlines()
    try:
        signer, signature = parse_public(lines[0]), bytes.fromhex(lines[1])
    except (UsageError, ValueError, IndexError):
        return ("its signature is none", *folder.wrong)
    known = next((key for key in keys if key.raw == signer.raw), None)
    if known is None:
        return (f"it is signed by {signer.name}, whose key was not given", *folder.wrong)
    if not is_signed(known, _FOR + folder.manifest_text.encode(), signature):
        return (f"its manifest is not the one that {known.name} signed", *folder.wrong)
    return folder.wrong
