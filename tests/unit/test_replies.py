"""What terminals say unasked is taken out of what is typed, whole or in halves, and nothing else is."""

import pytest

from vpe_tui.tui.terminal.replies import Answers

REPLIES = {
    "DA": "\x1b[?64;1;2;6;9;15;18;21;22c",
    "DA2": "\x1b[>41;380;0c",
    "CPR": "\x1b[12;40R",
    "DECXCPR": "\x1b[?12;40;1R",
    "OSC 10": "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    "OSC 11": "\x1b]11;rgb:0000/0000/0000\x07",
    "OSC 4": "\x1b]4;1;rgb:cd/00/00\x07",
    "OSC 52": "\x1b]52;c;cQ==\x1b\\",
    "XTVERSION": "\x1bP>|XTerm(380)\x1b\\",
    "DECRQSS": "\x1bP1$r0m\x1b\\",
    "XTGETTCAP": "\x1bP1+r524742=38\x1b\\",
    "kitty's keys": "\x1b[?1u",
    "kitty's pictures": "\x1b_Gi=1;OK\x1b\\",
    "colour scheme": "\x1b[?997;1n",
    "all is well": "\x1b[0n",
    "size": "\x1b[8;40;120t",
}
KEYS = (
    *("q", "\x1b[A", "\x1bOP", "\x1b[1;5A", "\x1b[3~", "\x1b[97;5u", "\x1b[I", "\x1b[O", "\x1b[<0;12;3M", "\x1b[M !!"),
    *(
        "\x1b[?2026;2$y",
        "\x1b[?2048;1$y",
        "\x1b[48;40;120;800;1200t",
        "\x1bq",
        "\x1bP",
        "\x1b]",
        "\x1b[",
        "한",
        "\x1b\x1b",
    ),
)
"""What is typed, or is for Textual."""


def heard(*pieces: str) -> str:
    """What is left of pieces that come one after another, and then of silence."""
    answers = Answers()
    return "".join(answers.taken_out(piece) for piece in pieces) + answers.given_back()


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_reply_is_no_key_wherever_it_is_cut(reply: str) -> None:
    for place in range(len(reply) + 1):
        assert heard("j" + reply[:place], reply[place:] + "k") == "jk", place


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_the_rest_may_come_much_later_where_no_keyboard_begins_so(reply: str) -> None:
    answers = Answers()
    for place in range(3, len(reply)):
        if answers._OF_NO_KEYBOARD.match(reply[:place]):
            told = answers.taken_out(reply[:place]) + answers.given_back() + answers.given_back()
            assert told + answers.taken_out(reply[place:] + "k") == "k"


def test_a_reply_whose_rest_never_comes_is_let_go() -> None:
    answers = Answers()
    assert answers.taken_out("\x1b[?64;1") == ""
    for _ in range(30):
        assert answers.given_back() == ""
    assert answers.taken_out("j") == "j"


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_left_as_it_is(key: str) -> None:
    assert heard(key) == key
    for place in range(len(key)):
        assert heard(key[:place], key[place:]) == key


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_what_is_pasted_is_text(reply: str) -> None:
    whole = f"a\x1b[200~x{reply}y\x1b[201~b"
    for place in range(len(whole) + 1):
        assert heard(whole[:place], whole[place:]) == whole
