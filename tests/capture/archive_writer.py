"""Web archives as crawlers write them, made from words of our own: records, digests, chunks, packing, and collections (.wacz)."""

import base64
import gzip
import hashlib
import json
import zipfile
from io import BytesIO

SENTENCE = "Police in Yanji held two women on 15 May 2019, a source said."
STAMP = "2021-03-01T10:00:00Z"


def write_page(words: str = SENTENCE, title: str = "Two held") -> bytes:
    """A page of an invented outlet."""
    return f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><main><p>{words}</p></main></body></html>'.encode()


def write_answer(
    body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str
) -> bytes:
    """A server's answer."""
    headers = [f"Content-Type: {content_type}", *(f"{name.replace('_', '-')}: {value}" for name, value in more.items())]
    return (
        f"HTTP/1.1 {status}\r\n{chr(13) + chr(10)}".encode().rstrip()
        + b"\r\n"
        + "\r\n".join(headers).encode()
        + b"\r\n\r\n"
        + body
    )


def chunk(body: bytes, size: int = 100) -> bytes:
    """The body in chunks."""
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


def sha1(data: bytes) -> str:
    """A digest as most crawlers write it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(data).digest()).decode()}"


def write_record(block: bytes, url: str | None = "http://post.example/a", kind: str = "response", **more: str) -> bytes:
    """A record with its block digest; `more` are headers, which may say otherwise."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block).hexdigest()}>",
        "WARC-Date": STAMP,
        "Content-Type": "application/http; msgtype=response" if block.startswith(b"HTTP/") else "text/html",
        "WARC-Block-Digest": sha1(block),
        "Content-Length": str(len(block)),
    }
    if url is not None:
        fields["WARC-Target-URI"] = url
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value) + "\r\n"
    return head.encode() + block + b"\r\n\r\n"


def pack(*records: bytes) -> bytes:
    """Records packed one by one, as `.warc.gz` wants it."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def write_collection(files: dict[str, bytes], hashes: dict[str, str] | None = None) -> bytes:
    """A collection; `hashes` are stated in the place of true ones."""
    rows = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "bytes": len(data),
        }
        for path, data in files.items()
    ]
    for row in rows:
        row["hash"] = (hashes or {}).get(str(row["path"]), row["hash"])
    listed = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": rows}).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(listed).hexdigest()}"}
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for path, data in (
            files | {"datapackage.json": listed, "datapackage-digest.json": json.dumps(digest).encode()}
        ).items():
            archive.writestr(path, data)
    return whole.getvalue()
