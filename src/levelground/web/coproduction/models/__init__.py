"""The tables of the room, one concept a file."""

from levelground.web.coproduction.models.concern import Concern, ConcernDesk, ConcernReply
from levelground.web.coproduction.models.contribution import Attribution, Contribution, GroupStatement, Prompt, Quote, Theme, WhenSaid
from levelground.web.coproduction.models.decision import (
    ContributionResponse,
    Decision,
    DecisionContribution,
    DecisionMethod,
    DecisionOutcome,
    DecisionPart,
    DecisionSubject,
    Stance,
)
from levelground.web.coproduction.models.expression import (
    CallBack,
    Channel,
    ContactBy,
    DemographicAnswers,
    ExpressionOfInterest,
    ExpressionState,
)
from levelground.web.coproduction.models.notice import Notice, NoticeKind
from levelground.web.coproduction.models.opportunity import Opportunity, OpportunityState, SelectionCriterion
from levelground.web.coproduction.models.participant import AccessArrangement, Participant, ParticipantRole
from levelground.web.coproduction.models.payment import (
    ClaimLine,
    ClaimState,
    FinanceExport,
    OfferAnswer,
    PaymentClaim,
    PaymentDesk,
    PaymentOffer,
)
from levelground.web.coproduction.models.selection import (
    BlindReading,
    DemographicCount,
    MissingPeopleCount,
    SelectionOutcome,
    SelectionResult,
)
from levelground.web.coproduction.models.series import IdentityHolder, InfluenceLevel, Series, ServedGroup
from levelground.web.coproduction.models.taken_back import TakenBackWords
from levelground.web.coproduction.models.workshop import Attendance, Minutes, MinutesCorrection, PreparationPack, Workshop, WorkshopState

__all__ = [
    "AccessArrangement",
    "Attendance",
    "Attribution",
    "BlindReading",
    "CallBack",
    "Channel",
    "ClaimLine",
    "ClaimState",
    "Concern",
    "ConcernDesk",
    "ConcernReply",
    "ContactBy",
    "Contribution",
    "ContributionResponse",
    "Decision",
    "DecisionContribution",
    "DecisionMethod",
    "DecisionOutcome",
    "DecisionPart",
    "DecisionSubject",
    "DemographicAnswers",
    "DemographicCount",
    "ExpressionOfInterest",
    "ExpressionState",
    "FinanceExport",
    "GroupStatement",
    "IdentityHolder",
    "InfluenceLevel",
    "Minutes",
    "MinutesCorrection",
    "MissingPeopleCount",
    "Notice",
    "NoticeKind",
    "OfferAnswer",
    "Opportunity",
    "OpportunityState",
    "Participant",
    "ParticipantRole",
    "PaymentClaim",
    "PaymentDesk",
    "PaymentOffer",
    "PreparationPack",
    "Prompt",
    "Quote",
    "SelectionCriterion",
    "SelectionOutcome",
    "SelectionResult",
    "Series",
    "ServedGroup",
    "Stance",
    "TakenBackWords",
    "Theme",
    "WhenSaid",
    "Workshop",
    "WorkshopState",
]
