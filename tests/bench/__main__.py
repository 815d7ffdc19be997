"""`python -m tests.bench [NAME…]`: each module beside this one has a `main()` that prints its own table."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tests.bench as folder


def main(names: list[str]) -> None:
    """Run the named benches, all of them without a name, one after the other."""
    known = sorted(info.name for info in pkgutil.iter_modules(folder.__path__) if not info.name.startswith("_"))
    for name in names or known:
        print(f"bench: {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
