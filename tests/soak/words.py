"""What is typed in one go, pasted, or said by a terminal: tables of words."""

from tests.hostile.payloads import PAYLOADS
from tests.soak.world import UUIDS

SEARCHES = (
    "/E0003", "/error\r", "/없는", "/[/]", "/\x1b", "/q\r", "/720", "/" + "a" * 300, "/(", "/\t\r", "/a\x7f\x7f\x7f",
)  # fmt: skip
FILTERS = (
    "f errors\r", "fstalls,errors longer:2s\r", "fquality:720p\r", "fnone of this:\r", "f\r", "f\x15\r", 'f"\r',
    "flonger:9999999999h\r", "fsince:1h\r", "fdevice:PC limit:3\r", "flimit:99999999999999999999\r", "f-\x1b",
)  # fmt: skip
TIMES = (
    "t43%\r", "t+12:43\r", "t+3h\r", "t12:52:00\r", "t999999999999999999\r", "t-1\r", "t٣\r", "t½%\r", "t:\r",
    "t1e999\r",
)  # fmt: skip
TARGETS = (
    *(f"o{uuid}\r" for uuid in UUIDS),
    *("onope\r", "o\r", "o/dev/null\r", "o~\r", "o.\r", "o\x1b", f"o{'0' * 400}\r", "o한글.json\r"),
)
ROUTES = (
    "4\r5r", "4\r5", "4xf", "4j\r5rrr", "xf", "X\r", "Xf", "4yr", "mGZr", "mjjjZ", "er", "wnr", "Gr", "GrG", "5\r",
    "Y\r", "Yj\r", "YG\r", "s\r", "sj\r", "sG\r", "\rl\r", "\rl\x1b", "pp", "r\x1b", "\x1b\x1b\r", "\x1b\x1bj\r",
    "\r4\r5r", "/E\rnnNr", "ferrors\rr", "fstalls\rGrF", "eee<<<r>>", "++++Z--r", "???", "?\x1b?\x1b", "*r*", "az1\r",
    "2\r", "2\x1b[3~u", "2\x1b[3~\x1b[3~uu\r", "\r\r",
)  # fmt: skip
"""Keys that lead somewhere only together."""
NONSENSE = (
    "한국어", "ㅓㅂ", "네이버\r", "😀" * 5, "éà", "x\x1bX\x1b", "\x1bq", "j" * 16, " " * 20, "\r" * 6, "\x1b" * 6,
    "\x7f" * 9,
)  # fmt: skip
WORDS = (SEARCHES, FILTERS, TIMES, TARGETS, ROUTES, ROUTES, NONSENSE)
"""What is typed in one go, kind by kind."""

NAMES = ("redraw", "help", "mouse", "refresh", "zone", "nothing", "\x1b[B\x1b[B", "ㅎ")
"""What is looked for in the palette: nothing that ends the program."""

PASTES = (
    "\nfoo", "6fe10a3e-6c1e-4d13-9df1-1c5f1e4ad042", f" {UUIDS[0]}\n", f"https://console.example/{UUIDS[1]}?x=1",
    "<a>\tb", "[/]", "q", ":quit\r", "", "a" * 3000, "한국어" * 9, "-rf", "$(id)", "\x00\x01\x02", "\x1b[201", "\x9b2J",
    *(value[:2000] for name, value in sorted(PAYLOADS.items()) if name != "surrogate"),
)  # fmt: skip

UNASKED = (
    b"\x1b[I", b"\x1b[O", b"\x1b[I\x1b[O", b"\x1b[0n", b"\x1b[0n" * 9, b"\x1b[5;7R", b"\x1b[1;3R", b"\x1b[?2048;2$y",
    b"\x1b[?2026;2$y", b"\x1b[?1;2c", b"\x1b[>0;276;0c", b"\x1b[?0u", b"\x1bP>|tmux 3.4\x1b\\", b"\x1b[8;24;80t",
    b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\", b"\x1b]11;rgb:00/00/00\x07", b"\x1b]11;", b"\x1b]52;c;cQ==\x07",
    b"\x1b[48;40;120;800;1200t", b"\x1b[", b"\x1b[<", b"\x1b[:R", b"\x1b[99999999999R", b"\xff\xfe\x80\xc3",
    b"\xed\xa0\x80", b"\x1b[1114112u", b"\x1b[3J",
)  # fmt: skip
"""What a terminal says that was not asked, or asked long ago; some of it cut."""

QUITS = (
    "Q:", "q:a", "Qoa", "quality:720p", "q/", "q?", "qqqq", "Q\x1b[<0;5;5M", "\x1bq", ":q\r", ":quit\r",
    "q\x1b[<0;9;9M\x1b[<0;9;9m\x1b[<0;9;9M\x1b[<0;9;9m", "q\x1b[200~q\x1b[201~", "\x11o", "o\x11:", "\x1b\x1b\x1bq",
    "\x1a\x03",
)  # fmt: skip
"""Ways out with more typed after them."""
