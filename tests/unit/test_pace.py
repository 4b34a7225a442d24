"""How far a terminal may be behind before frames are spared."""

from vpe_tui.tui.pace import ASK_AFTER_BYTES, MOST_BEHIND_BYTES, Pace


def test_a_terminal_that_never_answered_is_never_waited_for() -> None:
    pace = Pace()
    assert pace.sent(100_000) and not pace.is_behind
    assert not pace.sent(100_000), "one question at a time"


def test_a_terminal_is_behind_until_it_answers() -> None:
    pace = Pace()
    assert pace.sent(ASK_AFTER_BYTES)
    assert not pace.answered()
    assert not pace.sent(ASK_AFTER_BYTES - 1) and not pace.is_behind
    assert pace.sent(MOST_BEHIND_BYTES)
    assert pace.is_asking and pace.is_behind
    assert not pace.answered()
    assert not pace.is_behind and not pace.is_asking


def test_what_was_sent_after_the_question_is_asked_for_anew() -> None:
    pace = Pace()
    pace.sent(ASK_AFTER_BYTES)
    pace.sent(MOST_BEHIND_BYTES)
    assert pace.answered(), "nothing more may come that would carry the question"
    assert pace.is_behind
    assert not pace.answered()
