"""`python -m tests.hostile.mutations [WORD…]`: takes each guard out, in a copy, and expects its test to go red.

A guard whose test stays green is no guard, or has no test. Prints a table; exit 1 if any stays green.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
COPIED = ("vpe_tui", "tests", "pyproject.toml", "README.md")
TIMEOUT_S = 180


class Guard(NamedTuple):
    """`text` in `file` (under vpe_tui) becomes `without`; then `test` (under tests) should fail."""

    name: str
    file: str
    text: str
    without: str
    test: str


LIFE, DATA, BODIES = "pty/test_life.py", "pty/test_data.py", "hostile/test_bodies.py"
GUARDS = (
    Guard("C1 is replaced", "session/text.py", '"\\x80-\\x9f"', '""', "unit/test_text.py"),
    Guard("bidi is replaced", "session/text.py", "\\u202a-\\u202e", "", "unit/test_text.py"),
    Guard("marks are cut", "session/text.py", "COMBINING_LIMIT = 4", "COMBINING_LIMIT = 400", "unit/test_text.py"),
    Guard(
        "long text is cut", "session/text.py", "DISPLAY_LIMIT = 10_000", "DISPLAY_LIMIT = 10**9", "unit/test_text.py"
    ),
    Guard(
        "values are cleaned",
        "session/text.py",
        "        return clean(value)\n    if isinstance(value, bool)",
        "        return value\n    if isinstance(value, bool)",
        f"{DATA}::test_every_payload_in_every_pane",
    ),
    Guard(
        "a value is no markup",
        "tui/screens/dialogs.py",
        'Static(Content(f"\\n{self._below}" if self._facts else self._value))',
        'Static(f"\\n{self._below}" if self._facts else self._value)',
        "hostile/test_guards.py",
    ),
    Guard(
        "what is pasted is cleaned",
        "tui/driver.py",
        "events.Paste(clean_lines(message.text))",
        "message",
        f"{DATA}::test_what_is_pasted_is_text_too",
    ),
    Guard(
        "bytes that are no UTF-8",
        "tui/driver.py",
        '("ignore")',
        '("strict")',
        f"{LIFE}::test_what_no_keyboard_sends_is_survived",
    ),
    Guard(
        "sequences that are none",
        "tui/driver.py",
        "except (ValueError, OverflowError):",
        "except KeyError:",
        f"{LIFE}::test_what_no_keyboard_sends_is_survived",
    ),
    Guard(
        "a terminal that is gone",
        "tui/driver.py",
        "            os._exit(TTY_GONE)",
        "            pass",
        f"{LIFE}::test_a_terminal_that_goes_away_while_hangups_are_ignored",
    ),
    Guard(
        "mouse pixels are reset",
        "tui/driver.py",
        "if self._mouse_pixels:",
        "if False:",
        f"{LIFE}::test_a_mode_the_terminal_offers_is_reset_too",
    ),
    Guard(
        "SIGQUIT ends it",
        "tui/terminal.py",
        ", signal.SIGQUIT)",
        ")",
        f"{LIFE}::test_a_signal_ends_it_and_the_terminal_is_as_before",
    ),
    Guard(
        "nohup is heeded",
        "tui/terminal.py",
        "if signal.getsignal(each) is not signal.SIG_IGN:",
        "if True:",
        f"{LIFE}::test_a_terminal_that_goes_away_while_hangups_are_ignored",
    ),
    Guard(
        "a terminal that is stuck",
        "tui/terminal.py",
        "        last.start()\n",
        "",
        f"{LIFE}::test_a_terminal_that_takes_no_more_bytes_does_not_hold_the_program",
    ),
    Guard(
        "quitting waits for nothing",
        "cli/__init__.py",
        "    os._exit(code)",
        "    sys.exit(code)",
        f"{LIFE}::test_quitting_waits_for_nothing",
    ),
    Guard(
        "no terminal, no screen",
        "cli/screen.py",
        "    _need_terminal(reads_stdin=target == STDIN)\n",
        "",
        "pty/test_streams.py::test_the_screen_is_refused_where_it_cannot_draw[dumb]",
    ),
    Guard(
        "a page instead of locals",
        "tui/app.py",
        "    def _fatal_error(self)",
        "    def _other(self)",
        "pty/test_crash.py::test_what_breaks_on_screen_ends_in_a_page",
    ),
    Guard(
        "the log hides the key",
        "crash.py",
        'without_secrets("".join(traceback.format_exception(error)))',
        '"".join(traceback.format_exception(error))',
        "pty/test_crash.py",
    ),
    Guard(
        "a page for commands too",
        "cli/__init__.py",
        "    sys.excepthook = end_broken\n",
        "",
        "pty/test_crash.py::test_what_breaks_in_a_command_ends_in_a_page",
    ),
    Guard(
        "no core",
        "cli/__init__.py",
        "    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n",
        "",
        "pty/test_crash.py::test_a_crash_leaves_no_core",
    ),
    Guard(
        "an echoed key goes no further",
        "api/client.py",
        '.replace(self._api_key.reveal().encode(), b"***")',
        "",
        "hostile/test_secrets.py",
    ),
    Guard(
        "a key in others' words",
        "api/client.py",
        'said.replace(self._api_key.reveal(), "***")',
        "said",
        "unit/test_client.py",
    ),
    Guard("a Secret prints as ***", "secret.py", 'return "***"', "return self._value", "unit/test_config.py"),
    Guard(
        "a redirect is a fault",
        "api/client.py",
        "        if response.is_redirect:",
        "        if False:",
        "hostile/test_ends.py",
    ),
    Guard(
        "plain http is loopback's",
        "api/client.py",
        'if url.scheme == "http" and not',
        "if False and not",
        "hostile/test_ends.py::test_what_never_reaches_an_api",
    ),
    Guard(
        "a body has a limit",
        "api/body.py",
        "if max(self._received, self._held.tell()) > self._limit:",
        "if False:",
        "hostile/test_wire.py::test_a_body_of_exactly_the_limit_is_not_too_large",
    ),
    Guard(
        "gzip has a limit",
        "api/body.py",
        ", _PIECE)",
        ")",
        "hostile/test_wire.py::test_a_gzip_bomb_is_stopped_at_the_limit",
    ),
    Guard(
        "encodings not asked for",
        "api/body.py",
        'if coding not in ("", "identity", "gzip"):',
        "if False:",
        "hostile/test_wire.py",
    ),
    Guard(
        "a call has a deadline",
        "api/client.py",
        "asyncio.timeout_at(deadline)",
        "asyncio.timeout_at(deadline + 9)",
        "hostile/test_wire.py::test_the_deadline_holds",
    ),
    Guard(
        "rows have a limit",
        "session/parse.py",
        "if len(rows) > MOST_ROWS:",
        "if False:",
        f"{BODIES}::test_ten_million_rows_within_the_size_limit_cost_no_gigabytes[0-media]",
    ),
    Guard("depth has a limit", "session/parse.py", "_DEEPEST = 200", "_DEEPEST = 10**6", "unit/test_parse.py"),
    Guard(
        "depth of JSON itself",
        "session/parse.py",
        "    except RecursionError:\n        raise _too_deep() from None\n    except json.JSONDecodeError",
        "    except json.JSONDecodeError",
        f"{BODIES}::test_depth",
    ),
    Guard(
        "integers of 5,000 digits",
        "session/parse.py",
        "int(digits) if len(digits) < 400 else digits",
        "int(digits)",
        f"{BODIES}::test_numbers_no_machine_has",
    ),
    Guard("NaN is no number", "session/numbers.py", "if -MOST < found < MOST else None", "", BODIES),
    Guard(
        "a dialog closes once",
        "tui/screens/base.py",
        "if self.is_active else AwaitComplete()",
        "",
        "hostile/test_guards.py::test_a_dialog_closes_once",
    ),
    Guard(
        "a screen that is left",
        "tui/app.py",
        "        self.workers.cancel_node(self.screen)\n        # Else",
        "        # Else",
        "hostile/test_guards.py::test_a_screen_that_is_left_takes_no_answer",
    ),
    Guard(
        "a screen that is not there",
        "tui/app.py",
        "if isinstance(node, Widget) and not",
        "if False and not",
        "hostile/test_guards.py::test_a_command_of_a_screen_that_is_not_there_does_nothing",
    ),
    Guard(
        "the palette's list",
        "tui/palette.py",
        "with suppress(KeyError):",
        "with suppress(OSError):",
        "hostile/test_guards.py::test_a_key_before_the_list_of_the_palette_is_laid_out_moves_nothing",
    ),
    Guard(
        "lines of closed screens",
        "tui/app.py",
        "        StylesCache.get_inner_outer.cache_clear()\n",
        "",
        "hostile/test_load.py::test_session_after_session[40]",
    ),
)


def main(words: list[str]) -> int:
    chosen = [guard for guard in GUARDS if not words or any(word in guard.name for word in words)]
    room = max(len(guard.name) for guard in chosen)
    ends: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        for guard, end in zip(chosen, pool.map(without, chosen), strict=True):
            print(f"{guard.name:<{room}}  {end:<7}  {guard.test}", flush=True)
            ends.append(end)
    red = sum(end in ("red", "hangs") for end in ends)
    print(f"{red} of {len(ends)} go red")
    return 0 if red == len(ends) else 1


def without(guard: Guard) -> str:
    """`red` when the guard's test fails without it, `hangs` when it does not end; else what happened instead."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        copy = Path(name)
        for each in COPIED:
            source = ROOT / each
            shutil.copytree(source, copy / each) if source.is_dir() else shutil.copy(source, copy / each)
        file = copy / "vpe_tui" / guard.file
        text = file.read_text(encoding="utf-8")
        if guard.text not in text:
            return "no text"
        file.write_text(text.replace(guard.text, guard.without, 1), encoding="utf-8")
        return _tested(copy, guard.test)


def _tested(copy: Path, test: str) -> str:
    argv = (sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", f"tests/{test}")
    environment = os.environ | {"PYTHONPATH": str(copy)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(argv, cwd=copy, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        code = process.wait(TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return "hangs"  # that is what some guards are for
    finally:
        _kill(process, copy)
    return {0: "green", 1: "red"}.get(code, f"pytest {code}")


def _kill(process: subprocess.Popen[bytes], copy: Path) -> None:
    """Pytest, and what it started: a program on a terminal has a group of its own, but the copy in its environment."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if os.fsencode(f"PYTHONPATH={copy}\0") in environment.read_bytes():
                os.kill(int(environment.parent.name), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
