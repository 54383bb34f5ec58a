"""A timestamp authority for tests: OpenSSL answers behind a small server on this machine."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """\
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = {name}
[ root ]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[ stamping ]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = one
[ one ]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@contextmanager
def serve_time(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Its address, and its root certificate as PEM."""
    _make(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = folder / f"{threading.get_ident()}.tsq"
            asked.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            answer = folder / f"{threading.get_ident()}.tsr"
            _run(folder, "ts", "-reply", "-queryfile", str(asked), "-out", str(answer), "-section", "one")
            body = answer.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", (folder / "root.pem").read_bytes()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _make(folder: Path) -> None:
    """A root, and a key that may only stamp."""
    (folder / "serial").write_text("01\n", encoding="utf-8")
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder, name="Test time"), encoding="utf-8")
    for name in ("root", "tsa"):
        _run(folder, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", f"{folder}/{name}.key")
    _run(folder, "req", "-x509", "-new", "-key", f"{folder}/root.key", "-out", f"{folder}/root.pem", "-days", "30",
         "-subj", "/CN=Test root", "-extensions", "root")  # fmt: skip
    _run(folder, "req", "-new", "-key", f"{folder}/tsa.key", "-out", f"{folder}/tsa.csr")
    _run(folder, "x509", "-req", "-in", f"{folder}/tsa.csr", "-CA", f"{folder}/root.pem", "-CAkey", f"{folder}/root.key",
         "-CAcreateserial", "-out", f"{folder}/tsa.pem", "-days", "30", "-extfile", f"{folder}/tsa.cnf",
         "-extensions", "stamping")  # fmt: skip


def _run(folder: Path, command: str, *arguments: str) -> None:
    takes_config = command in {"ts", "req"}
    config = ("-config", str(folder / "tsa.cnf")) if takes_config else ()
    done = subprocess.run(["openssl", command, *arguments, *config], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
