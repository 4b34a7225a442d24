"""The terminal as Textual drives it, mended where bytes from outside or a terminal that went away would end badly."""

import curses
import os
import selectors
import signal
import termios
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import cache
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from vpe_tui.text.clean import clean_lines
from vpe_tui.tui.terminal.flow_control import QUESTION, Pace
from vpe_tui.tui.terminal.replies import Answers
from vpe_tui.tui.terminal.sgr_minimizer import thrifty

_POLL_S = 0.1
"""How often the input thread looks whether it should end, and whether a lone esc is one."""

_LAST_ANSWER_S = 0.3, 0.8
"""How long the last answer is waited for, at least and at most."""

TTY_GONE = 128 + signal.SIGHUP


class HasDrawn(Message):
    """The terminal has drawn what it was sent, up to where it was asked."""


class TerminalDriver(LinuxDriver):
    """Survives what no keyboard sends and answers that come late, ends when the terminal is gone, resets every mode."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as Textual makes it
        super().__init__(*arguments, **named)
        self.pace = Pace()
        self._leaving = False
        self._has_terminal = False
        self._quiet = threading.Event()
        self._quiet.set()

    def run_input_thread(self) -> None:
        """Reads keys until the app ends. A byte that belongs to no character is no key."""
        self._parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("ignore").decode
        answers = Answers()
        drawn = 0
        self._take(getattr(self._app, "typed_ahead", ""))
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL_S):
                    self._take(answers.taken_out(decode(self._read_or_end())))
                else:
                    self._take(answers.given_back())
                for _ in range(answers.drawn - drawn):
                    self._has_drawn()
                drawn = answers.drawn

    def write(self, data: str) -> None:
        thin = thrifty(data, erases_in_colour=_erases_in_colour())
        if self.pace.sent(len(thin)) and not self._leaving:
            self._quiet.clear()
            thin += QUESTION
        super().write(thin)

    def _has_drawn(self) -> None:
        """The terminal has caught up to where it was asked: what waited for that may be drawn now."""
        if self.pace.answered() and not self._leaving:
            super().write(QUESTION)
        if not self.pace.is_asking:
            self._quiet.set()
        self._app.post_message(HasDrawn())

    def start_application_mode(self) -> None:
        self._leaving = False
        self._has_terminal = True
        self.pace = Pace()  # what was asked before a suspension was answered to the shell, if at all
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, lambda *_: self._loop.call_soon_threadsafe(self._tell_size))

    def _tell_size(self) -> None:
        """The size as it is when the loop comes to it.

        Textual's own reads it in the signal's handler, and that of a next change may run, and tell, in the midst of it:
        the older size would be told last, and stay.
        """
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self.process_message(events.Resize(size, size))

    def _sigtstp_application(self, *_: object) -> None:
        """When the loop comes to it: Textual's own would do it in the middle of setting up what it takes down."""
        if self._auto_restart:
            self._loop.call_soon_threadsafe(super()._sigtstp_application)
        else:  # a plain screen is shown: the loop waits, and there is nothing to take down
            super()._sigtstp_application()

    def disable_input(self) -> None:
        """An answer that came after us would be typed into the shell.

        What the terminal was asked for because it offered it is set back once no answer can ask for it again.
        """
        self._leaving = True
        if self.pace.is_asking:
            least, most = _LAST_ANSWER_S
            self._quiet.wait(min(max(least, 2 * self.pace.quickest_s), most))
        super().disable_input()
        self._disable_in_band_window_resize()
        self._in_band_window_resize = False
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        self._mouse_pixels = False

    def stop_application_mode(self) -> None:
        super().stop_application_mode()
        self._has_terminal = False

    def _sigcont_application(self, *_: object) -> None:
        """When the loop comes to it, too: in the middle of a start it would end a thread that has not begun.

        From then on no key would be read.
        """
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Who goes on without having given the terminal back (`kill -STOP`, or nothing at all) does so first.

        An app that ends takes none: nobody would give it back any more.
        """
        if getattr(self._app, "is_ending", False):
            return
        if self._has_terminal:
            self._must_signal_resume = True
            self.suspend_application_mode()
        super()._sigcont_application()

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


@cache
def _erases_in_colour() -> bool:
    """Whether this terminal fills what it erases with the background (`bce` in its description)."""
    try:
        curses.setupterm()
    except curses.error:
        return False
    return curses.tigetflag("bce") == 1
