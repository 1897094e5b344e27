"""Areas and offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """A province, regency or city, district, or village, by its Kemendagri code ("75.03.01.2001")."""

    class Level(models.IntegerChoices):
        """Depth in the tree; also the number of parts of the code."""

        PROVINCE = 1, _("Provinsi")
        REGENCY = 2, _("Kabupaten/Kota")
        DISTRICT = 3, _("Kecamatan")
        VILLAGE = 4, _("Desa/Kelurahan")

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    class Meta:
        indexes = [models.Index(fields=["level", "code"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaOrigin(models.Model):
    """A code from which an area was split: an older NIK still begins with it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="origins")
    former_code = models.CharField(max_length=13)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "former_code"], name="area_origin_once")]

    def __str__(self) -> str:
        return f"{self.area_id} < {self.former_code}"


class Office(models.Model):
    """A set of areas: a branch holds some regencies, the regional office Sulawesi-Maluku eight provinces."""

    class Kind(models.TextChoices):
        """What the office is."""

        REGIONAL = "REGIONAL", _("Kantor wilayah")
        BRANCH = "BRANCH", _("Kantor cabang")

    code = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    areas = models.ManyToManyField(Area, related_name="offices")

    def __str__(self) -> str:
        return self.name


class LoadedData(models.Model):
    """Which shipped data stand in the database, by the digest of their files."""

    name = models.CharField(max_length=40, primary_key=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
