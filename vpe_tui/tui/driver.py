"""The terminal as Textual drives it, mended where bytes from outside or a terminal that went away would end badly."""

import os
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from contextlib import suppress

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from vpe_tui.session.text import clean_lines
from vpe_tui.tui.answers import Answers

_POLL_S = 0.1
"""How often the input thread looks whether it should end, and whether a lone esc is one."""

TTY_GONE = 128 + signal.SIGHUP


class TerminalDriver(LinuxDriver):
    """Survives what no keyboard sends and answers that come late, ends when the terminal is gone, resets every mode."""

    def run_input_thread(self) -> None:
        """Reads keys until the app ends. A byte that belongs to no character is no key."""
        self._parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("ignore").decode
        answers = Answers()
        self._take(getattr(self._app, "typed_ahead", ""))
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL_S):
                    self._take(answers.taken_out(decode(self._read_or_end())))
                else:
                    self._take(answers.given_back())

    def _take(self, text: str) -> None:
        """Keys and more from `text`. To feed the parser nothing would mean the end to it."""
        try:
            for message in self._parser.feed(text) if text else ():
                self.process_message(message)
        except (ValueError, OverflowError):  # a sequence such as `ESC [ : R`: noise on the line
            self._parser = XTermParser(self._debug)
        for message in self._parser.tick():
            self.process_message(message)

    def _read_or_end(self) -> bytes:
        """What was typed. Where there is no terminal any more there is nothing to give back, and nobody to wait for."""
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data:
            os._exit(TTY_GONE)
        return data

    def process_message(self, message: Message) -> None:
        """What is pasted comes from outside, too."""
        if isinstance(message, events.Paste):
            message = events.Paste(clean_lines(message.text))
        super().process_message(message)

    def switch_mouse(self) -> bool:
        """Takes the mouse, or leaves it to the terminal. Whether it is ours now."""
        if self._mouse:
            self._disable_mouse_support()
        self._mouse = not self._mouse
        self._enable_mouse_support()
        return self._mouse

    def give_up(self) -> None:
        """Sets the terminal's modes back without writing a byte: nobody may be reading any more."""
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def stop_application_mode(self) -> None:
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super().stop_application_mode()
