"""`vpe-tui completion bash|zsh|fish`: the completion script of a shell, made of the commands and their flags."""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

from vpe_tui.cli.stdout import write
from vpe_tui.cli.topics import TOPICS
from vpe_tui.cli.tree import OPEN, WORDS, parser_of


class _Flag(NamedTuple):
    """A flag: its spellings, its help, and what its value is (empty: it has none)."""

    names: tuple[str, ...]
    says: str
    value: str


def run(arguments: argparse.Namespace) -> int:
    """Prints the script."""
    write([{"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell]()])
    return 0


def _flags(word: str) -> list[_Flag]:
    return [
        _Flag(tuple(action.option_strings), action.help or "", str(action.metavar or "") if action.nargs != 0 else "")
        for action in parser_of(word)._actions
        if action.option_strings
    ]


def _choices(word: str) -> list[str]:
    """What may stand for the arguments of a command."""
    commands = [name for name in WORDS if name != OPEN]
    if word == OPEN:
        return commands
    if word == "help":
        return [*TOPICS, *commands]
    return [name for action in parser_of(word)._actions if not action.option_strings for name in action.choices or ()]


def _offered(word: str) -> str:
    return " ".join([*_choices(word), *(name for flag in _flags(word) for name in flag.names)])


def _valued(value_is_file: bool) -> str:
    """The flags after which comes a value, as a pattern of `case`."""
    flags = {
        flag.names[-1]
        for word in WORDS
        for flag in _flags(word)
        if flag.value and (flag.value == "FILE") is value_is_file
    }
    return "|".join(sorted(flags))


def _bash() -> str:
    words = "|".join(word for word in WORDS if word != OPEN)
    cases = "\n".join(f'        {word}) offered="{_offered(word)}" ;;' for word in WORDS)
    return f"""\
# bash: eval "$(vpe-tui completion bash)"
_vpe_tui() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command={OPEN} offered= each
    for each in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $each in {words}) command=$each; break ;; esac
    done
    COMPREPLY=()
    case $before in
        {_valued(True)}) COMPREPLY=($(compgen -f -- "$current")); return ;;
        {_valued(False)}) return ;;
    esac
    case $command in
{cases}
    esac
    COMPREPLY=($(compgen -W "$offered" -- "$current"))
}}
complete -o filenames -F _vpe_tui vpe-tui
"""


def _zsh() -> str:
    words = " ".join(_quoted(f"{word}:{about.says}") for word, about in WORDS.items() if word != OPEN)
    cases = "\n".join(_zsh_case(word) for word in WORDS)
    return f"""\
#compdef vpe-tui
# zsh: vpe-tui completion zsh >~/.zfunc/_vpe-tui, with that directory in fpath
_vpe_tui() {{
    local command={OPEN} each
    local -a commands=({words})
    for each in ${{words[2,CURRENT-1]}}; do
        if (( ${{commands[(I)$each:*]}} )); then command=$each; break; fi
    done
    case $command in
{cases}
    esac
}}
if [ "$funcstack[1]" = "_vpe-tui" ]; then _vpe_tui "$@"; else compdef _vpe_tui vpe-tui; fi
"""


def _zsh_case(word: str) -> str:
    specs = [_quoted(f"{name}[{_bare(flag.says)}]{_zsh_value(flag)}") for flag in _flags(word) for name in flag.names]
    rest = "'1:command:->commands'" if word == OPEN else f"'*:argument:({' '.join([word, *_choices(word)])})'"
    after = "\n            [[ $state == commands ]] && _describe command commands" if word == OPEN else ""
    return f"        {word})\n            local state\n            _arguments {' '.join([*specs, rest])}{after} ;;"


def _zsh_value(flag: _Flag) -> str:
    return ":file:_files" if flag.value == "FILE" else f":{flag.value}:" if flag.value else ""


def _fish() -> str:
    words = " ".join(word for word in WORDS if word != OPEN)
    return "\n".join(
        [
            "# fish: vpe-tui completion fish >~/.config/fish/completions/vpe-tui.fish",
            "complete -c vpe-tui -f",
            *_fish_lines(words),
            "",
        ]
    )


def _fish_lines(words: str) -> Iterator[str]:
    for word, about in WORDS.items():
        seen = f"-n 'not __fish_seen_subcommand_from {words}'"
        if word != OPEN:
            yield f"complete -c vpe-tui {seen} -a {word} -d {_quoted(about.says)}"
            seen = f"-n '__fish_seen_subcommand_from {word}'"
            yield from (f"complete -c vpe-tui {seen} -a {choice}" for choice in _choices(word))
        for flag in _flags(word):
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names)
            value = " -r -F" if flag.value == "FILE" else " -x" if flag.value else ""
            yield f"complete -c vpe-tui {seen} {names}{value} -d {_quoted(flag.says)}"


def _quoted(text: str) -> str:
    """For all three shells, whose single quotes have little in common: there is none in the text."""
    return "'" + text.replace("\\", "").replace("'", "’") + "'"


def _bare(text: str) -> str:
    """Without what `_arguments` would take for its own."""
    return text.replace("[", "(").replace("]", ")").replace(":", ",")
