"""The soak: a hand that knows no mercy on the real program, on a real terminal, before an API that keeps nothing still.

`keys` is what a key sends, `hand` the table of everything that a hand does, `world` the table of everything that the
API answers, `seat` the terminal between them, `weight` what the kernel says of the program, `run` one start of the
program from the first key to how it ended, `life` one program that is never quit. `python -m tests.soak` runs them;
see its help for how one run is repeated. A new key is covered once it is declared in `vpe_tui/tui/commands.py`; a new
thing to do is a line in `hand.KINDS`, a new way to answer one in `world.SESSIONS` or `world.LISTS`.
"""
