"""The words for what a request is about, for answers, urgency and outcomes."""

from collections.abc import Mapping

from bot.i18n import Texts
from domain.consultation.case import OutcomeCode
from domain.consultation.triage import Answer, Level, Reason, Situation, Topic
from domain.people.model import Language


def language_name(language: Language) -> str:
    """In the language itself."""
    return {Language.KK: "қазақша", Language.RU: "русский"}[language]


def topic_name(texts: Texts, topic: Topic) -> str:
    """The topic as a button says it."""
    names: Mapping[Topic, str] = {
        Topic.COURT: texts.plain("Paper from a court"),
        Topic.NOTARY: texts.plain("Notary's inscription"),
        Topic.ACCOUNT: texts.plain("Account arrested, wages taken"),
        Topic.ENFORCEMENT: texts.plain("Enforcement officer, property"),
        Topic.HOME: texts.plain("Home, mortgage, eviction"),
        Topic.COLLECTORS: texts.plain("Collectors, threats"),
        Topic.FRAUD: texts.plain("A loan taken by fraud"),
        Topic.OVERDUE: texts.plain("I cannot pay a loan"),
        Topic.LENDER: texts.plain("The lender refused or is silent"),
        Topic.BANKRUPTCY: texts.plain("Bankruptcy"),
        Topic.CREDIT_HISTORY: texts.plain("A mistake in my credit history"),
        Topic.SPOUSE: texts.plain("A loan of my husband or wife"),
        Topic.BENEFITS: texts.plain("Alimony, pension, benefits"),
        Topic.OTHER: texts.plain("Something else"),
    }
    return names[topic]


def answer_name(texts: Texts, answer: Answer) -> str:
    """An answer to the topic's own question."""
    names: Mapping[Answer, str] = {
        Answer.UNKNOWN: texts.plain("I don't know"),
        Answer.BENEFITS_TAKEN: texts.plain("Benefits are taken"),
        Answer.PENSION_TAKEN: texts.plain("Part of the pension is kept back"),
        Answer.OVER_HALF: texts.plain("More than half of the wages"),
        Answer.UP_TO_HALF: texts.plain("Half of the wages or less"),
        Answer.PROPERTY_TAKEN: texts.plain("Property is being taken"),
        Answer.TRAVEL_PLANNED: texts.plain("I have to travel abroad soon"),
        Answer.ONLY_PAPERS: texts.plain("Only papers or calls so far"),
        Answer.EVICTION: texts.plain("They want to evict us"),
        Answer.PLEDGED: texts.plain("The home is pledged"),
        Answer.NOT_PLEDGED: texts.plain("The home is not pledged"),
        Answer.THREATS: texts.plain("Threats or violence"),
        Answer.CALLS: texts.plain("Calls and visits"),
        Answer.GOING_ON: texts.plain("It is happening now"),
        Answer.LOAN_TAKEN: texts.plain("The loan was taken already"),
        Answer.OVER_15_DAYS: texts.plain("Silent, the time to answer is over"),
        Answer.UP_TO_15_DAYS: texts.plain("The time to answer is not over"),
        Answer.REFUSED: texts.plain("They refused"),
        Answer.NOT_MISSED: texts.plain("No payment was missed yet"),
    }
    return names[answer]


def situation_name(texts: Texts, situation: Situation) -> str:
    """What else the lawyer should know."""
    names: Mapping[Situation, str] = {
        Situation.CRISIS: texts.plain("It is so hard that I do not want to live"),
        Situation.DANGER: texts.plain("I am afraid of violence"),
        Situation.ESSENTIALS: texts.plain("No money for food, medicine or heating"),
        Situation.VULNERABLE: texts.plain("Small children, disability, pregnancy, pension"),
        Situation.NONE: texts.plain("None of these"),
    }
    return names[situation]


def situation_button(texts: Texts, situation: Situation) -> str:
    """The same as a button says it, where a whole sentence would be cut off."""
    if situation is Situation.VULNERABLE:
        return texts.plain("Children, disability, pension")
    return situation_name(texts, situation)


def level_name(texts: Texts, level: Level) -> str:
    """How soon, as operators read it."""
    names: Mapping[Level, str] = {
        Level.TODAY: texts.plain("Today"),
        Level.DAYS: texts.plain("A term is running"),
        Level.WEEK: texts.plain("This week"),
        Level.PLAN: texts.plain("In turn"),
    }
    return names[level]


def reason_name(texts: Texts, reason: Reason) -> str:
    """Why the request has its level, as operators read it."""
    names: Mapping[Reason, str] = {
        Reason.CRISIS: texts.plain("says that they do not want to live"),
        Reason.DANGER: texts.plain("fear of violence"),
        Reason.FRAUD_GOING_ON: texts.plain("fraud is going on"),
        Reason.THREATS: texts.plain("threats by collectors"),
        Reason.ESSENTIALS: texts.plain("no money for food, medicine or heating"),
        Reason.NOTARY_TERM: texts.plain("term to object to a notary's inscription"),
        Reason.COURT_PAPER: texts.plain("paper from a court: check the term at once"),
        Reason.SETTLEMENT_TERM: texts.plain("term to apply to the lender"),
        Reason.TRAVEL: texts.plain("travel abroad is planned"),
        Reason.INCOME_TAKEN: texts.plain("income or benefits are taken"),
        Reason.PROPERTY: texts.plain("enforcement officer, property"),
        Reason.HOME: texts.plain("the home is at stake"),
        Reason.FRAUD_LOAN: texts.plain("a loan taken by fraud"),
        Reason.VULNERABLE: texts.plain("small children, disability, pregnancy or pension"),
        Reason.LENDER: texts.plain("the lender refused or is silent"),
        Reason.REFER: texts.plain("may be referred to state legal aid"),
        Reason.TOPIC: texts.plain("by its topic"),
    }
    return names[reason]


def outcome_name(texts: Texts, code: OutcomeCode) -> str:
    """How a case ended, for the operator and the figures."""
    names: Mapping[OutcomeCode, str] = {
        OutcomeCode.ADVISED: texts.plain("Advised"),
        OutcomeCode.SETTLEMENT: texts.plain("Application to the lender"),
        OutcomeCode.OMBUDSMAN: texts.plain("Ombudsman"),
        OutcomeCode.BANKRUPTCY: texts.plain("Bankruptcy papers"),
        OutcomeCode.COURT: texts.plain("Papers for a court"),
        OutcomeCode.FRAUD_REPORT: texts.plain("Report of a fraud"),
        OutcomeCode.REFERRED: texts.plain("Referred elsewhere"),
        OutcomeCode.NOT_REACHED: texts.plain("Not reached"),
        OutcomeCode.CANCELLED: texts.plain("The person needs it no more"),
        OutcomeCode.DUPLICATE: texts.plain("Sent twice"),
    }
    return names[code]
