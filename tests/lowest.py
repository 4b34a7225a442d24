"""`python -m tests.lowest`: the lowest versions that `pyproject.toml` allows, as constraints for pip."""

import re
import tomllib
from pathlib import Path

_LOWEST = re.compile(r"([\w-]+)>=([\w.]+)")


def lowest() -> list[str]:
    """`textual==8.2.5`: one for each dependency, those of the tests too."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    found = {each: _LOWEST.match(each) for each in wanted}
    missing = [each for each, match in found.items() if match is None]
    assert not missing, f"without a lowest version: {missing}"
    return [f"{match[1]}=={match[2]}" for match in found.values() if match]


if __name__ == "__main__":
    print(*lowest(), sep="\n")
