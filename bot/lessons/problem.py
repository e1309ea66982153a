"""What is wrong with a lesson, told so that an editor finds the place."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: where it stands and a sentence. A warning does not stop a release."""

    file: Path
    line: int
    sentence: str
    warning: bool = False

    def __str__(self) -> str:
        """`path:line: sentence`, which editors turn into a link; the path as seen from here."""
        here = Path.cwd()
        file = self.file.relative_to(here) if self.file.is_relative_to(here) else self.file
        mark = "warning: " if self.warning else ""
        return f"{file}:{self.line}: {mark}{self.sentence}"


class LessonError(Exception):
    """The lessons cannot be used as they are; names the first place."""

    def __init__(self, problem: Problem) -> None:
        """The process must not start with a lesson that would break in a person's hands."""
        super().__init__(str(problem))
        self.problem = problem
        self.file = problem.file
        self.line = problem.line
        self.sentence = problem.sentence
