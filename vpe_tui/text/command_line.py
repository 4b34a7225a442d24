"""Command lines for pasting into a shell, quoted."""

import shlex


def command_line(program: str, *words: str) -> str:
    """`program` (a command line itself) with more words, quoted where a shell would read more than letters in them."""
    return " ".join([program, *map(shlex.quote, words)])


def operand(target: str) -> str:
    """What a command is about: a file whose name begins with a dash is no flag."""
    return f"./{target}" if target.startswith("-") and target != "-" else target


def option(flag: str, value: str) -> tuple[str, ...]:
    """A flag with its value."""
    return (f"{flag}={value}",) if value.startswith("-") else (flag, value)
