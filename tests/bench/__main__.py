"""`make bench`: runs every benchmark and prints its figures; fails when a bar is missed.

A benchmark is a module of this folder with a `run()` that yields Figures, and lines of a table as they are to be
printed; it stands in BENCHMARKS.
"""

import sys

from . import aligners, compare_speed, export_speed, page_speed, patterns, scale
from .reporting import Figure

BENCHMARKS = (compare_speed, scale, patterns, aligners, page_speed, export_speed)


def main() -> int:
    missed = False
    for benchmark in BENCHMARKS:
        sys.stdout.write(f"{(benchmark.__doc__ or benchmark.__name__).splitlines()[0]}\n")
        for figure in benchmark.run():
            sys.stdout.write(f"  {figure}\n")
            sys.stdout.flush()
            missed = missed or (isinstance(figure, Figure) and figure.met is False)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
