"""The terminal as Textual drives it, mended: input that is no key is let go."""

import os
import re
import selectors
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_PATIENCE_S = 0.1
"""After this long without input the parser is told: a lone escape is the key, nothing follows it."""
_HUNG_UP = 129


class Answers:
    """Takes answers of the terminal out of what is typed.

    Over a slow link the answer to "which background?" comes when nobody waits any more; read as keys it would be
    `]11;rgb:…`, a row of commands.
    """

    _WHOLE = re.compile(r"\x1b\]1[01];[^\x07\x1b]*(?:\x07|\x1b\\)")
    _BEGUN = re.compile(r"\x1b\](?:1(?:[01](?:;[^\x07\x1b]{0,64}\x1b?)?)?)?$")

    def __init__(self) -> None:
        self._begun = ""

    def taken_out(self, text: str) -> str:
        """`text` without answers. The beginning of one is kept back until it is known what it is."""
        text = self._WHOLE.sub("", self._begun + text)
        begun = self._BEGUN.search(text)
        self._begun = begun[0] if begun else ""
        return text[: begun.start()] if begun else text

    def given_back(self) -> str:
        """What was kept back: nothing followed, so it was typed."""
        begun, self._begun = self._begun, ""
        return begun


class Tty(LinuxDriver):
    """A terminal that may say more than keys."""

    def run_input_thread(self) -> None:
        parser = XTermParser(self._debug)
        answers = Answers()
        # A byte that is no UTF-8 (tmux sends some when it is attached anew) must not end the app.
        decoder = getincrementaldecoder("utf-8")("replace")
        self._feed(parser, getattr(self._app, "typed_ahead", ""))
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                came = self._read() if selector.select(_PATIENCE_S) else None
                if came == b"":
                    self._app.call_later(self._app.exit, return_code=_HUNG_UP)
                    return
                text = answers.given_back() if came is None else answers.taken_out(decoder.decode(came))
                self._feed(parser, text)

    def _read(self) -> bytes:
        """What came; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _feed(self, parser: XTermParser, text: str) -> None:
        for event in parser.feed(text) if text else ():
            self.process_message(event)
        for event in parser.tick():
            self.process_message(event)
