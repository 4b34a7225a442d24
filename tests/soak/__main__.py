"""`python -m tests.soak`: random keys, words, clicks, pastes, resizes and ways out, on the real program.

    python -m tests.soak                                 runs of the seeds 1, 2, 3, … for a minute
    python -m tests.soak --seed 41                       that run again, as it was: the same tokens, the same answers
    python -m tests.soak --seed 41 --seconds 1200        runs of the seeds 41, 42, … for 20 minutes
    python -m tests.soak --one-process --seconds 900     one program for 15 minutes, and what it came to hold

A run ends by a way out of the program; its seed decides every token and every answer, the machine only how they meet.
For a run that went wrong it says its seed, its last tokens, its last screen and crash.log. Exit 1 if one did.
"""

import argparse
import sys
import time
from itertools import count

from tests.soak.life import live
from tests.soak.run import run

_SECONDS = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, help="the run of this seed; with --seconds, it is the first")
    parser.add_argument("--seconds", type=float, help="for how long")
    parser.add_argument("--one-process", action="store_true", help="a program that is never quit")
    asked = parser.parse_args()
    if asked.one_process:
        return one_process(asked.seed or 1, asked.seconds or _SECONDS)
    return many(asked.seed or 1, asked.seconds or (_SECONDS if asked.seed is None else 0.0))


def many(first: int, seconds: float) -> int:
    """At least one run, and as many more as begin in time."""
    began_s, tokens, asked, wrong, most_mib, ends = time.monotonic(), 0, 0, 0, 0.0, dict[object, int]()
    for seed in count(first):
        told = run(seed)
        tokens, asked, most_mib = tokens + len(told.done), asked + told.asked, max(most_mib, told.most_mib)
        ends[told.code] = ends.get(told.code, 0) + 1
        if told.wrong:
            wrong += 1
            print(told, end="\n\n", flush=True)
        if time.monotonic() - began_s > seconds:
            break
    exits = ", ".join(f"{code}: {times}" for code, times in sorted(ends.items(), key=str))
    print(f"{seed - first + 1} runs, {tokens:,} tokens, {asked:,} answers; exits {exits}; at most {most_mib:.0f} MiB")
    print(f"{wrong} went wrong")
    return 1 if wrong else 0


def one_process(seed: int, seconds: float) -> int:
    told, grown = live(seed, seconds)
    if told.wrong:
        print(told, end="\n\n")
    print(f"{len(told.done):,} tokens, {told.asked:,} answers; {grown}")
    return 1 if told.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
