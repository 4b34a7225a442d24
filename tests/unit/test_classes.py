"""How much of a class has to be known at once: methods, those of its ancestors too."""

import ast
import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path

import vpe_tui

MOST_METHODS = 50
SOURCES = sorted(Path(vpe_tui.__file__).parent.rglob("*.py"))


@cache
def classes() -> frozenset[type]:
    """Every class of ours."""
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(vpe_tui.__path__, "vpe_tui.")
        if not module.name.endswith("__main__")
    ]
    return frozenset(
        each
        for module in modules
        for each in vars(module).values()
        if inspect.isclass(each) and each.__module__ == module.__name__
    )


def methods(one: type) -> list[str]:
    """What our classes define over its whole ancestry; what is defined again in a child counts again."""
    return [
        f"{each.__name__}.{name}"
        for each in one.__mro__
        if each.__module__.startswith("vpe_tui")
        for name, value in vars(each).items()
        if inspect.isfunction(value) or isinstance(value, property | staticmethod | classmethod)
    ]


def test_no_class_is_more_than_a_mind_holds() -> None:
    large = {one.__name__: len(methods(one)) for one in classes() if len(methods(one)) > MOST_METHODS}
    assert large == {}


def test_no_class_is_there_to_be_the_base_of_one_other() -> None:
    """One that only cuts another in two. What counts is a class that nobody makes, and that one class derives from."""
    made = {
        getattr(each, "id", getattr(each, "attr", ""))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for each in (node.func, *node.args)  # a model is given to what makes it
    }
    children = {one: [each.__name__ for each in classes() if one in each.__bases__] for one in classes()}
    single = {one.__name__: of for one, of in children.items() if len(of) == 1 and one.__name__ not in made}
    assert single == {}
