"""Users and the roles they hold within an area, an office or a payer."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from naungan.areas.models import Area, Office


class User(AbstractUser):
    """A person who signs in. What they may do and see is in `RoleGrant`."""


class Role(models.TextChoices):
    """The roles of the offices that work with Naungan; what each may do is in `accounts.roles`."""

    ADMINISTRATOR = "administrator", _("Administrator")
    OPERATOR = "operator", _("Operator desa atau perangkat daerah")
    VERIFIER = "verifier", _("Verifikator")
    LIST_OWNER = "list_owner", _("Pemilik daftar (Disnaker)")
    FINANCE = "finance", _("Keuangan (BPKAD)")
    PLANNING = "planning", _("Perencanaan (Bappeda)")
    COOPERATION = "cooperation", _("Kerja sama")
    CIVIL_REGISTRY = "civil_registry", _("Dukcapil")
    BRANCH_OFFICER = "branch_officer", _("Petugas kantor cabang")
    REGIONAL_OFFICE = "regional_office", _("Kantor wilayah")
    LEADER = "leader", _("Pimpinan daerah")
    AUDITOR = "auditor", _("Auditor")
    JUROR = "juror", _("Juri penghargaan")


class RoleGrant(models.Model):
    """One role within exactly one of: an area (with all below it), an office, a payer's code, or everywhere.

    `payer_code` is the text of a payer's code, because payers live in a higher room.
    Everywhere (all three empty) is for administrators and auditors of the whole installation.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    payer_code = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_has_one_place",
                condition=(
                    models.Q(area=None, office=None)
                    | models.Q(area=None, payer_code="")
                    | models.Q(office=None, payer_code="")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.area_id or self.office_id or self.payer_code or '*'}"


class SavedView(models.Model):
    """A list as a user wants to come back to it: its address with filters and order, under a name of their own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    path = models.CharField(max_length=200)
    query = models.CharField(max_length=1000)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "path", "name"], name="saved_view_named_once"),
            models.CheckConstraint(name="saved_view_is_named", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
