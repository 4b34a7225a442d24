"""`python -m tests.real`: for each log the truth, the rows at their word, the spans, and how far they are apart."""

from tests.real.reading import Sums, of_spans, of_truth, of_words, playback
from tests.real.truth import NAMES, truth_of


def _said(sums: Sums) -> str:
    stalls = "+".join(f"{each:.1f}" for each in sums.stalls) or "–"
    seeks = f"{len(sums.seeks)} in {sum(sums.seeks):.2f}"
    content = "–" if sums.content is None else f"{sums.content:.1f}"
    return (
        f"P {sums.playing:8.2f}  R {stalls:<20} W {sums.unlogged:4.1f}  A {sums.paused:8.2f}  K {seeks:<10} "
        f"C {content:>6}  ? {sums.unknown:.1f}"
    )


def main() -> None:
    print("P playing, R stalls, W unlogged wait, A paused, K seeks, C content watched, ? unknown; seconds\n")
    for name in NAMES:
        read = playback(name)
        truth, words, spans = of_truth(truth_of(name)), of_words(name), of_spans(read)
        print(f"{name} ({read.dialect})")
        print(f"  truth  {_said(truth)}")
        print(f"  words  {_said(words)}")
        print(f"  spans  {_said(spans)}")
        print(
            f"  differ P {spans.playing - truth.playing:+.2f}  R {sum(spans.stalls) - sum(truth.stalls):+.2f} "
            f"({len(spans.stalls) - len(truth.stalls):+d})  A {spans.paused - truth.paused:+.2f}  "
            f"K {sum(spans.seeks) - sum(truth.seeks):+.2f} ({len(spans.seeks) - len(truth.seeks):+d})\n"
        )


if __name__ == "__main__":
    main()
