"""A call centre with a past: many closed cases, a queue, operators with their hands full.

The same statements fill both engines; numbers are put in by `format`, they are ours.
"""

from dataclasses import dataclass

from tests.storage.desk import at

NOW = at(23, 12)
TODAY = at(23, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How many of each."""

    waiting: int = 1500
    taken: int = 60
    closed: int = 12_000
    today: int = 150  # cases that were taken, answered and closed this day
    operators: int = 20

    @property
    def open(self) -> int:
        """Waiting and taken."""
        return self.waiting + self.taken

    def statements(self) -> list[str]:
        """To be run in this order in an empty database."""
        values = {
            "operators": self.operators,
            "skilled": self.operators // 2,
            "waiting": self.waiting,
            "taken": self.taken,
            "closed": self.closed,
            "today": self.today,
            "citizens": self.open,
            "people": self.operators + self.open,
            "past": TODAY - 3 * 24 * 3600,
            "morning": TODAY + 9 * 3600,
            "now": NOW,
        }
        return [text.format(**values) for text in STATEMENTS]


def _numbers(count: str) -> str:
    return (
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < {"
        + count
        + "}) "
    )


def _filled(into: str, count: str, select: str) -> str:
    """`insert ... with ...` stands in this order on both engines."""
    return f"insert into {into} {_numbers(count)} select {select} from n"


LEVEL = "case i % 10 when 0 then 'today' when 1 then 'days' when 2 then 'week' else 'plan' end"
TOPIC = "case i % 5 when 0 then 'court' when 1 then 'home' else 'other' end"
LANGUAGE = "case i % 3 when 0 then 'ru' else 'kk' end"
CASE = "cases (id, citizen_id, topic, contact, state, level, reason, created_at, place, "

STATEMENTS = (
    _filled(
        "people (id, telegram_id, name, language, last_message_id, created_at)",
        "people",
        "i, 100000 + i, 'Person', 'kk', 0, 1",
    ),
    _filled(
        "staff (person_id, role, added_at, on_shift_since, capacity)",
        "operators",
        "i, 'operator', 1, {morning}, 1000",
    ),
    _filled(
        CASE + "promised_by, slipped_at, owed_since, language, queued_at)",
        "waiting",
        "i, {operators} + i, "
        + TOPIC
        + ", 'chat', 'waiting', "
        + LEVEL
        + ", 'topic', {now} - i, {now} - i - (i % 4) * 86400, {now} - i + 3600, "
        "case when i > 3700 then {now} end, {now} - i, " + LANGUAGE + ", {now} - i",
    ),
    _filled(
        CASE + "assignee_id, taken_at, owed_since)",
        "taken",
        "{waiting} + i, {operators} + {waiting} + i, 'other', 'chat', 'taken', "
        + LEVEL
        + ", 'topic', {now} - 7200, {now} - 7200, 1 + i % {operators}, {now} - 3600, "
        "case when i % 2 = 0 then {now} - 1800 end",
    ),
    _filled(
        CASE + "assignee_id, taken_at, closed_at, outcome_code, outcome)",
        "closed",
        "{citizens} + i, {operators} + 1 + i % {citizens}, 'other', 'chat', 'closed', "
        + LEVEL
        + ", 'topic', {past} - i * 60, {past} - i * 60, 1 + i % {operators}, {past} - i * 60 + 9, "
        "{past} - i * 60 + 99, 'advised', 'x'",
    ),
    *(
        _filled(
            "case_events (case_id, kind, by_id, at, details)",
            "closed",
            "{citizens} + i, '"
            + kind
            + "', 1 + i % {operators}, "
            + f"{{past}} - i * 60 + {late}, '{{{{}}}}'",
        )
        for late, kind in enumerate(("opened", "taken", "message", "closed"))
    ),
    *(
        _filled(
            "case_events (case_id, kind, by_id, at, details)",
            "today",
            "{citizens} + i, '"
            + kind
            + "', 1 + i % {operators}, "
            + f"{{morning}} + i + {late}, '{{{{}}}}'",
        )
        for late, kind in enumerate(("opened", "taken", "message", "closed"))
    ),
    _filled(
        "staff_skills (person_id, kind, value)",
        "skilled",
        "2 * i, 'topic', case i % 3 when 0 then 'court' when 1 then 'home' else 'other' end",
    ),
    "analyze",
)
