"""Which lists the offices of Gorontalo send in, from 2019 to November 2023, as data.

The counts of Bone Bolango's 20,000, the city's 6,562 and 2,604, the 38,161 non-civil-servants, the 7,092 village
officials and the 198 thousand protected people of March 2023 were published. Everything else (how they are split
over regencies and payers, wages, months, decrees) is made up, so that the province stands at the published figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

PROVINCE = "75"
KAB_GORONTALO, BOALEMO, BONE_BOLANGO, POHUWATO, GORUT, KOTA = (
    "75.01",
    "75.02",
    "75.03",
    "75.04",
    "75.05",
    "75.71",
)
SHORT = {
    PROVINCE: "provinsi",
    KAB_GORONTALO: "kab-gorontalo",
    BOALEMO: "boalemo",
    BONE_BOLANGO: "bone-bolango",
    POHUWATO: "pohuwato",
    GORUT: "gorut",
    KOTA: "kota-gorontalo",
}
JKK_JKM = frozenset({"JKK", "JKM"})
WITH_JHT = JKK_JKM | {"JHT"}
LOWEST_INCOME_RP = 1_000_000
# Not published, chosen so that the city's ceiling would last the year.
TPKD_WAGE_RP = 1_450_000
# The lowest fixed income of village staff by PP 11/2019.
VILLAGE_WAGE_RP = 2_022_200
# The province's minimum wage of 2023.
MINIMUM_WAGE_2023_RP = 2_989_350

LONG = (date(1962, 1, 1), date(2000, 12, 31))
LATE = (date(1963, 1, 1), date(2004, 12, 31))

# How many faults per ten thousand rows of a list; "deceased" and "other_list" stand in the list itself.
COMMON_FAULTS = {
    "repeated": 25,
    "two_names": 4,
    "short_nik": 14,
    "letter_nik": 6,
    "scientific_nik": 12,
    "number_nik": 8,
    "no_name": 4,
    "too_old": 16,
    "too_young": 3,
    "birth_contradicts": 7,
    "swapped_date": 60,
}
INFORMAL = {
    "Petani": 34,
    "Buruh tani": 11,
    "Nelayan": 12,
    "Pengemudi bentor": 12,
    "Pedagang kecil": 14,
    "Tukang kayu": 5,
    "Guru mengaji": 3,
    "Imam": 2,
    "Pegawai syara'": 3,
    "Pemangku adat": 1,
    "Kader posyandu": 3,
}
CITY_INFORMAL = {
    "Imam": 4,
    "Guru mengaji": 6,
    "Pegawai syara'": 6,
    "Ketua RT": 9,
    "Ketua RW": 4,
    "Pengemudi bentor": 24,
    "Pedagang kecil": 22,
    "Petani": 8,
    "Buruh harian lepas": 11,
    "Tukang becak": 3,
}
OFFICIALS = {"Kepala desa": 1, "Perangkat desa": 9, "Anggota BPD": 5}


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list file. `count` people remain after the checks; `kept` of them were on the list `keeps` before."""

    key: str
    file: str
    form: str
    payer: str
    group: str
    segment: str
    paid_by: str
    count: int
    first: str
    last: str
    area: str
    title: str
    programmes: frozenset[str] = JKK_JKM
    payer_name: str = ""
    payer_kind: str = ""
    wage_rp: int | None = None
    income_rp: int | None = None
    fund_source: str = ""
    decree: str = ""
    keeps: str = ""
    kept: int = 0
    born: tuple[date, date] = LATE
    occupations: Mapping[str, int] = field(default_factory=dict)
    deceased_of: str = ""
    deceased: int = 0
    others_of: str = ""
    others: int = 0


def _bone_bolango_2019() -> list[ListSpec]:
    parts = (("barat", 8000, "xlsx"), ("timur", 5000, "ods"), ("pesisir", 7000, "csv"))
    return [
        _vulnerable(
            f"bb-2019-{part}",
            f"2019/bone-bolango-rentan-{part}.{suffix}",
            BONE_BOLANGO,
            count,
            ("2019-01", "2019-12"),
            born=LONG,
        )
        for part, count, suffix in parts
    ]


def _bone_bolango_later() -> list[ListSpec]:
    year_2020, year_2021 = ("2020-01", "2020-12"), ("2021-01", "2021-12")
    bb = BONE_BOLANGO
    return [
        _vulnerable(
            "bb-2020", "2020/bone-bolango-rentan-2020.xlsx", bb, 20000, year_2020, born=LONG, keeps="bb-2019",
            kept=19500, deceased_of="2019", deceased=13, others_of="toko", others=40,
        ),
        _vulnerable("bb-2020-sk-2", "2020/bone-bolango-sk-perubahan-1.xlsx", bb, 2, ("2020-03", "2020-12")),
        _vulnerable("bb-2020-sk-3", "2020/bone-bolango-sk-perubahan-2.xlsx", bb, 1, ("2020-06", "2020-12")),
        _vulnerable(
            "bb-2021", "2021/bone-bolango-rentan-2021.csv", bb, 20000, year_2021, born=LONG, keeps="bb-2020",
            kept=19600, deceased_of="2020", deceased=11, others_of="toko", others=35,
        ),
    ]  # fmt: skip


def _city_2021() -> list[ListSpec]:
    return [
        _vulnerable(
            "kota-2021", "2021/kota-gorontalo-informal.xlsx", KOTA, 6562, ("2021-10", "2021-12"), born=LONG,
            occupations=CITY_INFORMAL, others_of="toko", others=30,
        ),
        ListSpec(
            key="tpkd-2021", file="2021/kota-gorontalo-tpkd.xlsx", form="sipp", payer=KOTA, group="tpkd",
            segment="PU", paid_by="EMPLOYER", count=2604, first="2021-01", last="2021-12", area=KOTA,
            title="TPKD KOTA GORONTALO", wage_rp=TPKD_WAGE_RP, born=LONG, others_of="toko", others=15,
        ),
    ]  # fmt: skip


def _shop_2020() -> ListSpec:
    return ListSpec(
        key="toko", file="2020/pt-rekaan-toko-serba-ada.xlsx", form="sipp", payer="REKAAN-00",
        payer_name="PT Rekaan Toko Serba Ada", payer_kind="COMPANY", group="pekerja-swasta", segment="PU",
        paid_by="EMPLOYER", count=240, first="2020-01", last="2021-12", area=KOTA, title="", programmes=WITH_JHT,
        wage_rp=2_788_826, born=LONG,
    )  # fmt: skip


def _private_2023() -> list[ListSpec]:
    sizes = (
        (KOTA, (8443, 8443, 8442, 8442)),
        (KAB_GORONTALO, (7334, 7333, 7333)),
        (POHUWATO, (7000, 7000)),
        (BOALEMO, (9000,)),
        (BONE_BOLANGO, (8000,)),
        (GORUT, (6977,)),
    )
    firms = [(area, count, "2023-01") for area, counts in sizes for count in counts] + [
        (KOTA, 2230, "2023-11")
    ]
    return [_firm(number, *firm) for number, firm in enumerate(firms, 1)]


def _firm(number: int, area: str, count: int, first: str) -> ListSpec:
    return ListSpec(
        key=f"swasta-{number}", file=f"2023/swasta-{number:02d}-{SHORT[area]}.csv", form="sipp",
        payer=f"REKAAN-{number:02d}", payer_name=f"Gabungan badan usaha rekaan {number}", payer_kind="COMPANY",
        group="pekerja-swasta", segment="PU", paid_by="EMPLOYER", count=count, first=first, last="2023-12",
        area=area, title="", programmes=WITH_JHT, wage_rp=MINIMUM_WAGE_2023_RP,
    )  # fmt: skip


def _construction_2023() -> list[ListSpec]:
    return [
        ListSpec(
            key=f"jakon-{SHORT[area]}", file=f"2023/jasa-konstruksi-{SHORT[area]}.csv", form="sipp",
            payer=f"REKAAN-K{number}", payer_name=f"Gabungan kontraktor rekaan {number}", payer_kind="COMPANY",
            group="jasa-konstruksi", segment="JAKON", paid_by="EMPLOYER", count=count, first="2023-01",
            last="2023-12", area=area, title="", wage_rp=MINIMUM_WAGE_2023_RP,
        )
        for number, (area, count) in enumerate(((KOTA, 5000), (KAB_GORONTALO, 4000), (POHUWATO, 3000)), 1)
    ]  # fmt: skip


def _non_civil_servants_2023() -> list[ListSpec]:
    """38,161 people who work for the governments, the village officials apart."""
    staff = ((KAB_GORONTALO, 8900, "csv"), (BOALEMO, 4700, "csv"), (BONE_BOLANGO, 4400, "xlsx"),
             (POHUWATO, 5200, "csv"), (GORUT, 4400, "csv"), (KOTA, 3411, "xlsx"))  # fmt: skip
    lists = [
        ListSpec(
            key=f"non-asn-{SHORT[area]}", file=f"2023/non-asn-{SHORT[area]}.{suffix}", form="sipp", payer=area,
            group="non-asn", segment="PU", paid_by="EMPLOYER", count=count, first="2023-01", last="2023-12",
            area=area, title="", wage_rp=1_800_000, fund_source="APBD", others_of=f"swasta@{area}", others=18,
            keeps="tpkd-2021" if area == KOTA else "", kept=2000 if area == KOTA else 0,
        )
        for area, count, suffix in staff
    ]  # fmt: skip
    province = ListSpec(
        key="non-asn-provinsi", file="2023/non-asn-provinsi.xlsx", form="village", payer=PROVINCE, group="non-asn",
        segment="PU", paid_by="EMPLOYER", count=4150, first="2023-01", last="2023-12", area=PROVINCE,
        title="DAFTAR PEGAWAI NON-ASN PROVINSI GORONTALO", wage_rp=2_200_000, fund_source="APBD",
        occupations={"Tenaga kontrak": 1},
    )  # fmt: skip
    cleaners = ListSpec(
        key="kebersihan-kota", file="2023/petugas-kebersihan-kota-gorontalo.xlsx", form="village", payer=KOTA,
        group="petugas-kebersihan", segment="PU", paid_by="EMPLOYER", count=1800, first="2023-01", last="2023-12",
        area=KOTA, title="DAFTAR PETUGAS KEBERSIHAN DAN TAMAN KOTA GORONTALO", wage_rp=1_500_000,
        fund_source="APBD", occupations={"Petugas kebersihan": 4, "Petugas taman": 1},
    )  # fmt: skip
    labourers = _vulnerable(
        "harian-bb", "2023/buruh-harian-bone-bolango.csv", BONE_BOLANGO, 1200, ("2023-01", "2023-12"),
        group="buruh-harian", occupations={"Buruh harian lepas": 1},
    )  # fmt: skip
    return [*lists, province, cleaners, labourers]


def _village_officials_2023() -> list[ListSpec]:
    """7,092 village officials; 3,432 of Bone Bolango's 3,905 are 87.89 percent."""
    counts = ((KAB_GORONTALO, 1210), (BOALEMO, 620), (BONE_BOLANGO, 3432), (POHUWATO, 850), (GORUT, 980))
    return [
        ListSpec(
            key=f"aparatur-desa-{SHORT[area]}", file=f"2023/aparatur-desa-{SHORT[area]}.xlsx", form="village",
            payer=area, group="aparatur-desa", segment="PU", paid_by="EMPLOYER", count=count, first="2023-01",
            last="2023-12", area=area, title="DAFTAR APARATUR DESA", wage_rp=VILLAGE_WAGE_RP, fund_source="ADD",
            occupations=OFFICIALS, others_of=f"swasta@{area}", others=6,
        )
        for area, count in counts
    ]  # fmt: skip


def _own_account_2023() -> list[ListSpec]:
    counts = ((KOTA, 8000), (KAB_GORONTALO, 6000), (BOALEMO, 2500), (GORUT, 3500))
    return [
        ListSpec(
            key=f"mandiri-{SHORT[area]}", file=f"2023/wadah-mandiri-{SHORT[area]}.csv", form="village",
            payer=f"REKAAN-W{number}", payer_name=f"Wadah pekerja mandiri rekaan {number}",
            payer_kind="COLLECTIVE", group="pekerja-rentan", segment="BPU", paid_by="SELF", count=count,
            first="2023-01", last="2023-12", area=area, title="", income_rp=LOWEST_INCOME_RP,
            occupations=INFORMAL,
        )
        for number, (area, count) in enumerate(counts, 1)
    ]  # fmt: skip


def _vulnerable_2023() -> list[ListSpec]:
    """Vulnerable workers paid by governments; the ones that begin after March bring 48.67 percent to 61.73."""
    end = "2023-12"
    return [
        _vulnerable(
            "bb-2023", "2023/bone-bolango-rentan.csv", BONE_BOLANGO, 27000, ("2023-01", end), keeps="bb-2021",
            kept=19000, deceased_of="2021", deceased=10, others_of=f"swasta@{BONE_BOLANGO}", others=60,
        ),
        _vulnerable("kota-2023", "2023/kota-gorontalo-rentan.xlsx", KOTA, 10000, ("2023-04", end),
                    occupations=CITY_INFORMAL, keeps="kota-2021", kept=6000, deceased_of="kota", deceased=6,
                    others_of=f"swasta@{KOTA}", others=25),
        _vulnerable("pohuwato-2023", "2023/pohuwato-rentan.csv", POHUWATO, 12000, ("2023-05", end),
                    others_of=f"swasta@{POHUWATO}", others=30),
        _vulnerable("gorut-2023", "2023/gorut-rentan.csv", GORUT, 5000, ("2023-06", end)),
        _vulnerable("provinsi-2023", "2023/provinsi-rentan.ods", PROVINCE, 3500, ("2023-07", end),
                    others_of="bb-2023", others=40),
        _vulnerable("kab-gorontalo-2023", "2023/kab-gorontalo-rentan.csv", KAB_GORONTALO, 6000, ("2023-08", end)),
        _vulnerable("bb-apbdes-2023", "2023/bone-bolango-apbdes.xlsx", BONE_BOLANGO, 9401, ("2023-09", end),
                    paid_by="APBDES", fund_source="APBDES", others_of="bb-2023", others=50),
        _vulnerable("boalemo-2023", "2023/boalemo-rentan.csv", BOALEMO, 5000, ("2023-10", end)),
    ]  # fmt: skip


def _vulnerable(
    key: str, file: str, area: str, count: int, span: tuple[str, str], **more: object
) -> ListSpec:
    settings: dict[str, object] = {
        "form": "village",
        "payer": area,
        "group": "pekerja-rentan",
        "segment": "BPU",
        "paid_by": "APBD",
        "fund_source": "APBD",
        "income_rp": LOWEST_INCOME_RP,
        "title": "DAFTAR PEKERJA RENTAN PENERIMA BANTUAN IURAN",
        "decree": f"SK/REKAAN/{key.upper()}",
        "occupations": INFORMAL,
        "area": area,
    } | more
    return ListSpec(key=key, file=file, count=count, first=span[0], last=span[1], **settings)  # type: ignore[arg-type]


# In the order in which the lists come in: a list that overlaps an earlier one loses the rows.
LISTS_2019 = tuple(_bone_bolango_2019())
LISTS_2020 = (_shop_2020(), *_bone_bolango_later()[:3])
LISTS_2021 = (_bone_bolango_later()[3], *_city_2021())
LISTS_2023 = (
    *_private_2023(),
    *_construction_2023(),
    *_non_civil_servants_2023(),
    *_village_officials_2023(),
    *_own_account_2023(),
    *_vulnerable_2023(),
)
LISTS = (*LISTS_2019, *LISTS_2020, *LISTS_2021, *LISTS_2023)
