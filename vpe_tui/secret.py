"""What must not be seen: a value that prints as stars, and the net under words that leave the process."""

from typing import ClassVar

_TELLING = 8
"""A shorter value is no key but a word, and would be hidden wherever the word stands."""


class Secret:
    """A value that no repr, log or traceback prints."""

    __slots__ = ("_value",)
    known: ClassVar[set[str]] = set()
    """The values of this process, for `without_secrets`."""

    def __init__(self, value: str) -> None:
        self._value = value
        self.known.add(value)

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "***"


def without_secrets(text: str) -> str:
    """Text from elsewhere without the value of any `Secret`: the last net under words that leave the process."""
    for value in Secret.known:
        if len(value) >= _TELLING:
            text = text.replace(value, "***")
    return text
