"""What `/metrics` shows. One object with a registry of its own, made by the composition root."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from domain.delivery.outcome import Outcome

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Numbers about the process; none of them carries anything about a person."""

    def __init__(self) -> None:
        """All at zero."""
        self.registry = CollectorRegistry()
        self._updates = Counter(
            "bot_updates",
            "Updates received, by kind and by how the work ended (done, again, failed).",
            ["kind", "result"],
            registry=self.registry,
        )
        self._handling = Histogram(
            "bot_update_seconds",
            "Seconds from receiving an update to the end of its work.",
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._outcomes = Counter(
            "bot_calls",
            "Calls of the Bot API by how they ended.",
            ["outcome"],
            registry=self.registry,
        )
        self._too_many = Counter(
            "bot_too_many_requests",
            "Answers 429 of Telegram.",
            registry=self.registry,
        )
        self._outbox_age = Gauge(
            "bot_outbox_age_seconds",
            "How long the oldest due item of the outbox has been waiting.",
            registry=self.registry,
        )
        self._hooks = Counter(
            "bot_hooks",
            "Posts to the call centre's system by what became of them (done, again, dead).",
            ["result"],
            registry=self.registry,
        )
        self._hooks_age = Gauge(
            "bot_hooks_age_seconds",
            "How long the oldest event for the call centre's system has been waiting.",
            registry=self.registry,
        )

    def update(self, kind: str, result: str, seconds: float) -> None:
        """An update has been worked on."""
        self._updates.labels(kind, result).inc()
        self._handling.observe(seconds)

    def outcome(self, outcome: Outcome) -> None:
        """A call has ended."""
        self._outcomes.labels(type(outcome).__name__.lower()).inc()

    def too_many(self) -> None:
        """Telegram asked to slow down."""
        self._too_many.inc()

    def outbox_age(self, seconds: float) -> None:
        """How far behind the outbox is."""
        self._outbox_age.set(seconds)

    def hook(self, result: str) -> None:
        """A post to the call centre's system has ended."""
        self._hooks.labels(result).inc()

    def hooks_age(self, seconds: float) -> None:
        """How far behind the call centre's system is."""
        self._hooks_age.set(seconds)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self.registry)
