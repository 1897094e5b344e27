"""Agreements, meetings with their action items, regional regulations, commitments of regencies.

What was signed or said is added to, never edited: an amendment stands beside the text it changes, a newer
statement beside the older one. Months are whole numbers (see `naungan.law.months`).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naungan.accounts.models import User
from naungan.areas.models import Area
from naungan.journal.models import Entry
from naungan.registry.models import Group, PaidBy, Registration, Roll


class Stage(models.TextChoices):
    """The drafting of an agreement, in order; the days each may take are data (`data/stages.toml`)."""

    PROPOSED = "PROPOSED", _("Diajukan")
    REVIEWED = "REVIEWED", _("Ditinjau")
    DRAFTING = "DRAFTING", _("Penyusunan naskah")
    APPROVAL = "APPROVAL", _("Persetujuan")
    LEGAL = "LEGAL", _("Reviu hukum")
    SIGNING = "SIGNING", _("Tanda tangan")
    DONE = "DONE", _("Selesai")


class Agreement(models.Model):
    """A memorandum, or a cooperation agreement below it: as it was signed. What holds on a day is the signed
    text with its amendments up to that day (`queries.terms_on`). `ended_on` is an early end, or the day on
    which a draft was given up.
    """

    class Kind(models.TextChoices):
        """Which paper it is."""

        MEMORANDUM = "MEMORANDUM", _("Nota Kesepakatan")
        COOPERATION = "COOPERATION", _("Perjanjian Kerja Sama (PKS)")

    kind = models.CharField(max_length=11, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="renewals")
    title = models.CharField(max_length=250)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    scope = models.TextField(blank=True, default="")
    programmes = models.CharField(max_length=30, blank=True, default="")
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices, blank=True, default="")
    schedule = models.CharField(max_length=10, choices=Registration.Schedule.choices, blank=True, default="")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.PROPOSED)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=500, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "stage"])]
        constraints = [
            models.CheckConstraint(
                name="agreement_days_in_order",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="agreement_done_is_signed",
                condition=~Q(stage="DONE") | Q(signed_on__isnull=False, starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_early_end_has_reason", condition=Q(ended_on=None) | ~Q(end_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """A side of an agreement: its own number on the paper, who signs, and by which authority."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True, default="")
    signer = models.CharField(max_length=150, blank=True, default="")
    signer_title = models.CharField(max_length=150, blank=True, default="")
    authority = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="agreement_party_once")]

    def __str__(self) -> str:
        return self.name


class StageStep(models.Model):
    """The day on which the drafting of an agreement entered a stage. A step back is a correction round."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    entered_on = models.DateField()
    is_correction = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.stage} {self.entered_on}"


class Amendment(models.Model):
    """An addendum: from `effective_on` it changes the fields that it fills; an empty one stays as it was."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    number = models.CharField(max_length=100)
    signed_on = models.DateField()
    effective_on = models.DateField()
    scope = models.TextField(blank=True, default="")
    programmes = models.CharField(max_length=30, blank=True, default="")
    group_codes = models.JSONField(default=list)
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices, blank=True, default="")
    schedule = models.CharField(max_length=10, choices=Registration.Schedule.choices, blank=True, default="")
    ends_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return self.number


class AgreementRoll(models.Model):
    """A list of workers whose start follows an agreement's start."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="rolls")
    roll = models.OneToOneField(Roll, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.roll_id}"


class Meeting(models.Model):
    """A meeting of a series. A series is a kind of meeting in an area; actions are carried within it.

    A planned meeting shows what is still open; when it is held the carried actions are written into its
    agenda; closed minutes are not written in any more.
    """

    class Kind(models.TextChoices):
        """Which series."""

        KSO = "KSO", _("Rapat kerja sama operasional (KSO)")
        COMPLIANCE = "COMPLIANCE", _("Forum kepatuhan")
        MONEV = "MONEV", _("Monitoring dan evaluasi")

    class State(models.TextChoices):
        """Where the meeting stands."""

        PLANNED = "PLANNED", _("Direncanakan")
        HELD = "HELD", _("Terlaksana, notula terbuka")
        CLOSED = "CLOSED", _("Notula ditutup")
        CANCELLED = "CANCELLED", _("Dibatalkan")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=250)
    on = models.DateField()
    at = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    chair = models.CharField(max_length=150, blank=True, default="")
    chair_title = models.CharField(max_length=150, blank=True, default="")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="meetings")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    number = models.CharField(max_length=100, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "kind", "on"])]

    def __str__(self) -> str:
        return self.title


class MeetingLine(models.Model):
    """A line of a meeting's record: agenda item, agency that came (and what it found hard), or decision.

    A line that was wrong is withdrawn, not erased.
    """

    class Kind(models.TextChoices):
        """What the line says."""

        AGENDA = "AGENDA", _("Mata acara")
        ATTENDANCE = "ATTENDANCE", _("Kehadiran")
        DECISION = "DECISION", _("Keputusan")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=1000)
    people = models.CharField(max_length=500, blank=True, default="")
    obstacle = models.CharField(max_length=1000, blank=True, default="")
    carried = models.ForeignKey("ActionItem", on_delete=models.PROTECT, null=True, related_name="agenda")
    withdrawn = models.BooleanField(default=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["meeting", "kind"])]

    def __str__(self) -> str:
        return self.text


class ActionItem(models.Model):
    """What a meeting asked of an agency by a day, and what came of it."""

    class State(models.TextChoices):
        """Where the action stands."""

        OPEN = "OPEN", _("Terbuka")
        DONE = "DONE", _("Selesai")
        CANCELLED = "CANCELLED", _("Dibatalkan")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=1000)
    agency = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True)
    result = models.CharField(max_length=1000, blank=True, default="")
    evidence_url = models.URLField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                name="action_closed_says_how",
                condition=Q(state="OPEN", closed_on=None) | (Q(closed_on__isnull=False) & ~Q(result="")),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """A reminder that was sent for an action at a day-mark (days after the due day; negative before it)."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="reminders")
    due_on = models.DateField()
    mark = models.SmallIntegerField()
    sent_to = models.CharField(max_length=1000)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "due_on", "mark"], name="reminder_once_a_mark")
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.mark}"


class Regulation(models.Model):
    """A regional rule about employment social security: whom it covers and what it obliges."""

    class Kind(models.TextChoices):
        """Which rule."""

        REGIONAL_LAW = "REGIONAL_LAW", _("Peraturan Daerah (Perda)")
        HEAD_RULE = "HEAD_RULE", _("Peraturan Kepala Daerah (Perkada)")
        INSTRUCTION = "INSTRUCTION", _("Instruksi")
        CIRCULAR = "CIRCULAR", _("Surat Edaran")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "DRAFT", _("Rancangan")
        IN_FORCE = "IN_FORCE", _("Berlaku")
        REVOKED = "REVOKED", _("Dicabut")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=100, blank=True, default="")
    enacted_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    duties = models.TextField(blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="regulation_in_force_has_number_and_day",
                condition=Q(state="DRAFT") | (~Q(number="") & Q(enacted_on__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """What a region said about a group on a day. A newer statement supersedes an older one, field by field;
    an empty field says nothing. One that was wrong stays, and `corrects` of another names it.
    """

    class Budgeted(models.TextChoices):
        """Whether the contributions stand in the budget."""

        YES = "YES", _("Ya")
        NO = "NO", _("Tidak")
        UNKNOWN = "UNKNOWN", _("Belum diketahui")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    stated_on = models.DateField()
    budgeted = models.CharField(max_length=7, choices=Budgeted.choices, blank=True, default="")
    paid_by = models.CharField(max_length=8, choices=PaidBy.choices, blank=True, default="")
    legal_basis = models.CharField(max_length=300, blank=True, default="")
    statement = models.CharField(max_length=1000, blank=True, default="")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="commitments")
    source = models.CharField(max_length=300)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "group", "stated_on"])]
        constraints = [
            models.CheckConstraint(name="commitment_says_whence", condition=~Q(source="")),
            models.CheckConstraint(
                name="commitment_says_something",
                condition=~Q(budgeted="") | ~Q(paid_by="") | ~Q(legal_basis="") | ~Q(statement=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.group_id} {self.stated_on}"


class Document(models.Model):
    """A file kept below `NAUNGAN_HOME/files/` under its digest; it belongs to exactly one record."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="documents")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="documents")
    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, null=True, related_name="documents")
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, null=True, related_name="documents")
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_has_one_owner",
                condition=Q(agreement__isnull=False, meeting=None, action=None, regulation=None)
                | Q(agreement=None, meeting__isnull=False, action=None, regulation=None)
                | Q(agreement=None, meeting=None, action__isnull=False, regulation=None)
                | Q(agreement=None, meeting=None, action=None, regulation__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class CalendarKey(models.Model):
    """The secret of a user's calendar address, kept as a digest: the address itself is shown once."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.user_id)
