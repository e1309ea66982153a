"""`python -m bench [path | storage | desk | startup]`: measure, and write `docs/benchmarks.md`."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import desk, page, path, startup, storage
from bench.bots import KINDS
from bench.server import own_postgres

FOLDER = Path("data")
"""On a real disk, which /tmp may not be: what a flush costs is one of the questions."""


def measure_path(runs: int, updates: int) -> None:
    """The whole path of an update."""
    where, measured = page.machine(), []
    with _folder() as folder, own_postgres(folder) as cluster:
        for one in path.measure(KINDS, folder, cluster, runs=runs, updates=updates):
            print(f"{one.kind:37}{one.words:8}{one.rate:7.0f}/s{one.cost:7.2f} ms", flush=True)
            measured.append(one)
    page.put("The whole path of an update", path.part(measured, where))


def measure_storage(runs: int, updates: int) -> None:
    """Storage alone."""
    where, measured = page.machine(), []
    with _folder() as folder, own_postgres(folder) as cluster:
        for one in storage.measure(folder, cluster, runs=runs, transactions=2 * updates):
            print(f"{one.engine:28}{one.rate:7.0f}/s{one.cost:7.0f} µs", flush=True)
            measured.append(one)
    page.put("Storage alone", storage.part(measured, where))


def measure_desk(runs: int, _updates: int) -> None:
    """Over a year of cases."""
    where, measured = page.machine(), []
    with _folder() as folder, own_postgres(folder) as cluster:
        for one in desk.measure(folder, cluster, times=20 * runs):
            print(f"{one.engine:10}{one.question:40}{median(one.took):7.1f} ms", flush=True)
            measured.append(one)
    page.put("The desk", desk.part(measured, where))


def measure_startup(runs: int, _updates: int) -> None:
    """To the first answer."""
    where, imports, starts = page.machine(), [], []
    with tempfile.TemporaryDirectory() as folder:
        startup.import_aiogram()
        startup.start_bot(Path(folder))
        for _ in range(runs):
            imports.append(startup.import_aiogram())
            starts.append(startup.start_bot(Path(folder)))
            print(f"import aiogram {imports[-1]:.2f} s, answered {starts[-1]:.2f} s", flush=True)
    alone, answered = median(imports), median(starts)
    rows = [
        ["`import aiogram` and nothing else", f"{alone:.2f} s", ""],
        ["`python -m bot`, second start, to the first answered message", f"{answered:.2f} s",
         f"{answered / alone:.2f} (at most {startup.LARGEST})"],
    ]  # fmt: skip
    body = page.table(["from the start of the process", f"median of {runs}", "ratio"], rows)
    page.put("Start", f"{body}\n\n{where}\n")


BENCHMARKS: dict[str, Callable[[int, int], None]] = {
    "path": measure_path,
    "storage": measure_storage,
    "desk": measure_desk,
    "startup": measure_startup,
}


@contextmanager
def _folder() -> Iterator[Path]:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=FOLDER) as folder:
        yield Path(folder).absolute()


def main() -> None:
    """Run what was asked for, everything by default."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="|".join(BENCHMARKS), help="all when left out")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--updates", type=int, default=3000, help="for each run")
    options = parser.parse_args()
    for name in options.what or BENCHMARKS:
        BENCHMARKS[name](options.runs, options.updates)


if __name__ == "__main__":
    main()
