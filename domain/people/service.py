"""Language, privacy, and what Telegram tells us about a person."""

from domain.errors import NotValid, Stale
from domain.people.model import Language, Person, Unreachable
from domain.people.ports import Contact, PeopleRows, Stored

SOURCE_LIMIT = 32
"""Characters of a campaign's name in `start=src_<campaign>`."""


class People:
    """What concerns every person, staff or not."""

    def __init__(self, rows: PeopleRows) -> None:
        """`rows`: of the running transaction."""
        self._rows = rows

    async def meet(self, known: Person | None, contact: Contact, now: int) -> Person:
        """The person who wrote: made on the first word, kept up with the name they now have.

        Whoever writes can be reached again.
        """
        if known is None:
            return await self._rows.add(contact, now)
        if (known.name, known.app_language) != (contact.name, contact.app_language):
            self._rows.update(known.id, contact)
        if known.unreachable is not None:
            self._rows.set_unreachable(known.telegram_id, None, now)
        return known

    def choose_language(self, person: Person, code: str) -> Language:
        """Keep the chosen language; raises NotValid for a code that is none of ours."""
        if code not in set(Language):
            raise NotValid("language")
        language = Language(code)
        self._rows.set_language(person.id, language)
        return language

    def came_from(self, person: Person, campaign: str) -> None:
        """Keep the campaign that brought a person; the first one counts."""
        self._rows.set_source(person.id, campaign[:SOURCE_LIMIT])

    def unreachable(self, person: Person, reason: Unreachable | None, now: int) -> None:
        """Telegram said that the person blocked the bot, or came back."""
        self._rows.set_unreachable(person.telegram_id, reason, now)

    async def stored(self, person: Person) -> Stored:
        """What is kept about the person."""
        return await self._rows.stored(person.id)

    async def check_erasable(self, person: Person) -> None:
        """Raise Stale while a request is open (a lawyer works on it: close or cancel it first) and
        NotValid for whoever is or was staff: their acts must stay explainable.
        """
        stored = await self._rows.stored(person.id)
        if person.role is not None or stored.staff:
            raise NotValid("erase_staff")
        if stored.open_case is not None:
            raise Stale("erase_open_case")

    async def erase(self, person: Person) -> None:
        """Erase the person with all that is kept about them, where `check_erasable` lets it."""
        await self.check_erasable(person)
        self._rows.erase(person.id)
