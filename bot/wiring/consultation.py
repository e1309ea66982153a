"""The records of consultation on one transaction."""

from domain.consultation.records import Records
from domain.consultation.relay import Relay
from storage.case_messages import MessageTable
from storage.cases import CaseTable, EventTable
from storage.engine import Transaction
from storage.outbox import OutboxRows
from storage.people import StaffTable


def records_on(tx: Transaction, outbox: OutboxRows) -> Records:
    """All on the same transaction."""
    return Records(
        cases=CaseTable(tx),
        messages=MessageTable(tx),
        shifts=StaffTable(tx),
        events=EventTable(tx),
        relay=Relay(outbox),
    )
