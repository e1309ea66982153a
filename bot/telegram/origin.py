"""Where an answer goes: what of the update matters to whoever sends the replies."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The message that came, or the message whose button was pressed."""

    chat_id: int
    message_id: int | None = None  # of the message that came, or that carries the pressed button
    callback_query_id: str | None = None  # a press: it is answered once, whatever else happens
    editable: bool = False  # the pressed message is ours and Telegram still shows it to us
    buried: bool = False  # the person wrote since: an edit above would not be seen

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed (else a message came)."""
        return self.callback_query_id is not None

    @property
    def edits(self) -> bool:
        """Whether navigation may change the pressed message in place."""
        return self.pressed and self.message_id is not None and self.editable and not self.buried
