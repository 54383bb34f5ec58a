"""Which addresses may be asked: http and https on the public net, decided by the numbers a name leads to and not by the name.

A name can lead to this machine, to a router or to the data service of a cloud, and can lead there only the second time it is looked up.
So the numbers are looked up once, all of them must be public, and the connection goes to one of these numbers and to no other.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from bearwitness.core.errors import UnreadableError
from bearwitness.workflow.fetching.lookups import Lookup, find_all

LONGEST_URL: Final = 2_000
_ODD: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^]")
_HOST: Final = re.compile(r"[A-Za-z0-9._-]{1,253}")
_KEPT: Final = "/%:@!$&'()*+,;=~-._"
_NO_URL: Final = "it is no address of a web page; write it like https://post.example/2021/two-held"
_PRIVATE: Final = "the name leads to {}, which is no public address but one of this machine, its network or its provider; it is not asked"
_ASSIGNMENTS: Final = IPv4Network("192.0.0.0/24")
"""Protocol assignments (RFC 6890), which Python 3.11 takes for public in part."""
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""How a line without IPv4 writes it (RFC 6052): the number inside decides."""
_CARRIERS: Final = tuple(map(IPv6Network, ("64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
"""Ranges that carry an IPv4 address inside, by which a private one could be reached (RFC 6052, 3056, 4380)."""

_LOOKUP: Final = Lookup()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """A page's address in parts. `host` is what the server is called, `target` what it is asked for, `url` the whole without fragment."""

    url: str
    is_encrypted: bool
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """The server's own address, for which its robots.txt holds."""
        return f"{'https' if self.is_encrypted else 'http'}://{self.called}"

    @property
    def called(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_encrypted else 80) else f"{host}:{self.port}"


def parse_url(text: str, allow_private: bool = False) -> WebAddress:
    """The address in `text`. Raises UnreadableError for anything but http and https, for a name or password in it, and for odd ports."""
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise UnreadableError(_NO_URL) from None
    if parts.scheme not in {"http", "https"} or not host or len(text) > LONGEST_URL or _ODD.search(text.strip()):
        raise UnreadableError(_NO_URL)
    if not (_HOST.fullmatch(host) or _is_number(host)):
        raise UnreadableError(_NO_URL)
    if "@" in parts.netloc:
        raise UnreadableError("a name or password stands in the address; nothing is sent with one, so leave it out")
    is_encrypted = parts.scheme == "https"
    port = port if port is not None else 443 if is_encrypted else 80
    if not allow_private and port < 1024 and port not in {80, 443}:
        raise UnreadableError(f"its port {port} is none that web pages are served on; it is not asked")
    target = quote(parts.path or "/", safe=_KEPT) + (
        "?" + quote(parts.query, safe=_KEPT + "?[]") if parts.query else ""
    )
    made = WebAddress(url="", is_encrypted=is_encrypted, host=host.lower(), port=port, target=target)
    return WebAddress(url=made.site + target, is_encrypted=is_encrypted, host=made.host, port=port, target=target)


def follow_url(base: WebAddress, location: str, allow_private: bool = False) -> WebAddress:
    """Where a server sends on to, checked like an address that a person gives."""
    try:
        joined = urljoin(base.url, location.strip())
    except ValueError:
        raise UnreadableError(_NO_URL) from None
    # Servers send letters and spaces that an address does not have.
    return parse_url(joined.replace(" ", "%20"), allow_private)


def find_numbers(address: WebAddress, allow_private: bool = False, lookup: Lookup = _LOOKUP) -> tuple[str, ...]:
    """The numbers the name leads to. Raises UnreadableError where it leads nowhere, takes too long, or one of them is not public."""
    try:
        numbers = find_all(address.host, address.port, lookup)
    except TimeoutError:
        raise UnreadableError(
            f"the name {address.host} could not be looked up in {lookup.seconds:g} seconds; check your connection, or try again later"
        ) from None
    except (OSError, UnicodeError):
        raise UnreadableError(
            f"no server is known by the name {address.host}; check its spelling and your connection"
        ) from None
    for number in numbers:
        if not allow_private and not is_public(number):
            raise UnreadableError(_PRIVATE.format(number))
    if not numbers:
        raise UnreadableError(f"no server is known by the name {address.host}; check its spelling and your connection")
    return numbers


def is_public(number: str) -> bool:
    """Whether the number is one of the public net: no loopback, private, link-local, shared (100.64/10), multicast or carrying one."""
    try:
        found: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found in _TRANSLATED:
            found = IPv4Address(int(found) & 0xFFFFFFFF)
        elif any(found in carrier for carrier in _CARRIERS) or found.is_site_local:
            return False
    if isinstance(found, IPv4Address) and found in _ASSIGNMENTS:
        return False
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    )


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
