"""Prints a constraints file: each requirement of pyproject.toml at the lowest version that it allows."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
required = [*project["dependencies"], *project["optional-dependencies"]["test"]]
sys.stdout.writelines(re.sub(r"^([\w-]+)>=([\w.]+).*", r"\1==\2\n", requirement) for requirement in required)
