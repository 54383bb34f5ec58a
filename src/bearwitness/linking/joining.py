"""Claims put together pair by pair, whatever the order of the pairs."""

from collections.abc import Iterable

Pair = tuple[str, str]


def sort_pair(left: str, right: str) -> Pair:
    """Both, the smaller first."""
    return (left, right) if left < right else (right, left)


class Groups:
    """Claims by what joins them; a claim that nothing joins is a group of its own."""

    __slots__ = ("_above",)

    def __init__(self, joins: Iterable[Pair] = ()) -> None:
        self._above: dict[str, str] = {}
        for left, right in joins:
            self.join(left, right)

    def find(self, ident: str) -> str:
        """The claim that stands for the group: the smallest id."""
        above = self._above
        while (up := above.get(ident, ident)) != ident:
            above[ident] = above.get(up, up)
            ident = up
        return ident

    def join(self, left: str, right: str) -> None:
        """Put two groups together."""
        one, other = sort_pair(self.find(left), self.find(right))
        self._above[other] = one

    def is_joined(self, left: str, right: str) -> bool:
        """Whether both are in one group."""
        return self.find(left) == self.find(right)
