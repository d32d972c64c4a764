"""What the API says about consultations: every field named here, nothing by default."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from participation.exports import rounded
from participation.models import Change, Consultation, Phase, PublicCell, PublicComment
from participation.phases import KINDS, Span, current
from participation.results import Stage
from portal.markup import as_words
from twin.door import EffectRow


class Texts(serializers.DictField):
    """A text by language code: {"en": "…", "fr": "…"}."""

    child = serializers.CharField()


class Words(Texts):
    """As Texts, without the signs of bold, links and lists that pages draw."""

    def to_representation(self, value: Any) -> Any:
        """The words by language code."""
        return {code: as_words(text) for code, text in super().to_representation(value).items()}


class PhaseSerializer(serializers.ModelSerializer[Phase]):
    """When a phase is open."""

    class Meta:
        model = Phase
        fields = ["kind", "opens_at", "closes_at"]


class PieceSerializer(serializers.Serializer[Any]):
    """One thing that changed. old, new: as participation.history keeps them, null for nothing."""

    what = serializers.CharField()
    option = Texts(required=False, help_text="The option's name then, if it is about one.")
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class ChangeSerializer(serializers.ModelSerializer[Change]):
    """A change of a question since people could rely on it. version: what prints bear since."""

    changes = PieceSerializer(many=True, source="pieces")

    class Meta:
        model = Change
        fields = ["version", "at", "role", "reason", "changes"]


class ConsultationSerializer(serializers.ModelSerializer[Consultation]):
    """A question, who decides it and when."""

    question = Texts()
    summary = Words()
    background = Words()
    can_change = Words()
    cannot_change = Words()
    decision_maker = Texts()
    phases = PhaseSerializer(many=True)
    phase = serializers.SerializerMethodField()

    class Meta:
        model = Consultation
        fields = [
            "slug",
            "question",
            "summary",
            "background",
            "promise",
            "can_change",
            "cannot_change",
            "decision_maker",
            "decision_date",
            "status",
            "ballot_rule",
            "synthetic",
            "phases",
            "phase",
        ]

    @extend_schema_field({"type": "string", "enum": [*KINDS, "planned", "closed", "decided"]})
    def get_phase(self, row: Consultation) -> str:
        """What the question is in now; planned or closed: before its first or after a phase."""
        if row.status == Consultation.Status.DECIDED:
            return "decided"
        spans = [Span(one.kind, one.opens_at, one.closes_at) for one in row.phases.all()]
        now = timezone.now()
        found = current(spans, now)
        if found is not None:
            return found.kind
        return "closed" if any(span.opens_at <= now for span in spans) else "planned"


class IntervalSerializer(serializers.Serializer[Any]):
    """A figure with its 90 % interval."""

    low = serializers.FloatField()
    central = serializers.FloatField()
    high = serializers.FloatField()


class EffectSerializer(serializers.Serializer[Any]):
    """What an option would change against today. clear: the interval excludes zero."""

    code = serializers.CharField()
    label = serializers.CharField()
    unit = serializers.CharField(help_text="In the language of the answer.")
    unit_code = serializers.CharField(help_text="The same in every language.")
    period = serializers.CharField(
        allow_blank=True, help_text="What the figure is counted over: hour, day; else empty."
    )
    better = serializers.ChoiceField(choices=["lower", "higher", "neither"])
    area = serializers.CharField()
    group = serializers.CharField()
    analysis = serializers.CharField()
    run = serializers.CharField(help_text="Fingerprint of the run.")
    today = IntervalSerializer()
    then = IntervalSerializer()
    delta = IntervalSerializer()
    clear = serializers.BooleanField()
    words = serializers.CharField()

    def to_representation(self, row: EffectRow) -> dict[str, Any]:
        """Figures as exact as pages and tables show them."""
        told: dict[str, Any] = super().to_representation(row)
        for name in ("today", "then", "delta"):
            told[name] = {key: rounded(one, row.decimals) for key, one in told[name].items()}
        return told


class OptionSerializer(serializers.Serializer[Any]):
    """An answer to the question: what it would change, as sentences and as figures."""

    id = serializers.IntegerField()
    key = serializers.CharField(help_text="The letter that pages show.")
    name = Texts()
    summary = Words()
    is_baseline = serializers.BooleanField()
    scenario = serializers.CharField(help_text="Digest of the scenario's revision.")
    sentences = serializers.ListField(child=serializers.CharField())
    effects = EffectSerializer(many=True)


class CommentSerializer(serializers.ModelSerializer[PublicComment]):
    """A released comment: pseudonym, redacted text, at most an area of ten people as its place."""

    id = serializers.UUIDField(source="public_id")
    option = serializers.IntegerField(source="option_id", allow_null=True)
    option_key = serializers.SerializerMethodField()
    parent = serializers.UUIDField(source="parent_id", allow_null=True)
    author = serializers.CharField(source="pseudonym")

    class Meta:
        model = PublicComment
        fields = [
            "id",
            "option",
            "option_key",
            "parent",
            "author",
            "text",
            "language",
            "stance",
            "theme",
            "cell",
            "day",
            "agree",
            "disagree",
            "replies_count",
            "synthetic",
        ]

    def get_option_key(self, row: PublicComment) -> str:
        """The letter that pages show; empty where the comment is about no option."""
        return str(self.context["keys"].get(row.option_id, ""))


class StancesSerializer(serializers.Serializer[Any]):
    """How many comments lean which way; "for" is a reserved word in Python, hence the dict."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One count per stance."""
        return {name: serializers.IntegerField() for name in ("for", "against", "neutral")}


class CellSerializer(serializers.ModelSerializer[PublicCell]):
    """A released H3 cell."""

    stances = serializers.SerializerMethodField()

    class Meta:
        model = PublicCell
        fields = ["cell", "people", "comments", "stances"]

    @extend_schema_field(StancesSerializer)
    def get_stances(self, row: PublicCell) -> dict[str, int]:
        """Comments by stance."""
        return {name: row.stances.get(name, 0) for name in ("for", "against", "neutral")}


class StandingSerializer(serializers.Serializer[Any]):
    """An option's place in the count."""

    option = serializers.IntegerField()
    key = serializers.CharField(help_text="The letter that pages show.")
    score = serializers.CharField(help_text="What the rule ranks by, exact: a whole number or a/b.")
    share = serializers.FloatField(
        help_text="Of the most there could be, 0 to 1, to the thousandth."
    )
    place = serializers.IntegerField()


class AreaTurnoutSerializer(serializers.Serializer[Any]):
    """Turnout of an area; small numbers are null."""

    name = serializers.CharField()
    voted = serializers.IntegerField(allow_null=True)
    eligible = serializers.IntegerField(allow_null=True)


class ResultSerializer(serializers.Serializer[Any]):
    """Turnout and count. Before the close: turnout in full blocks of 50, and no count."""

    stage = serializers.ChoiceField(choices=[(one.value, one.value) for one in Stage])
    people = serializers.IntegerField()
    exact = serializers.BooleanField()
    rule = serializers.CharField()
    settings = serializers.DictField()
    ballots = serializers.IntegerField(
        allow_null=True, help_text="Those that made a choice; null before the count."
    )
    abstentions = serializers.IntegerField(allow_null=True)
    standings = StandingSerializer(many=True)
    winner = serializers.IntegerField(allow_null=True, help_text="The first of winners.")
    winners = serializers.ListField(child=serializers.IntegerField())
    tied = serializers.ListField(child=serializers.IntegerField())
    story = serializers.ListField(child=serializers.CharField(), help_text="Why it came out so.")
    detail = serializers.DictField(help_text="Figures by rule; see decisions/0012-rules.md.")
    facts = serializers.DictField(help_text="What the opening of the box found.")
    areas = AreaTurnoutSerializer(many=True)
    weighting = serializers.DictField(
        allow_null=True, help_text="Not the result: see decisions/0016-results.md."
    )
    ballots_root = serializers.CharField(allow_blank=True, help_text="Hexadecimal.")
    digest = serializers.CharField(allow_blank=True, help_text="SHA-256 of the published ballots.")
