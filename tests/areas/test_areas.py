"""All areas of Indonesia, their names, origins and offices, and villages found by the words of a list."""

import pytest

from naungan.areas import queries
from naungan.areas.models import Area, AreaOrigin, Office
from naungan.areas.services import load_areas, read_areas


def test_the_shipped_files_hold_every_level_and_every_parent_first():
    seen: set[str] = set()
    levels: dict[int, int] = {}
    for code, name, level, parent in read_areas():
        assert name
        assert parent is None or parent in seen
        seen.add(code)
        levels[level] = levels.get(level, 0) + 1
    assert levels == {1: 38, 2: 514, 3: 7285, 4: 83762}


@pytest.mark.django_db
class TestLoading:
    def test_an_area_loads_with_what_is_above_and_below(self):
        load_areas(only="75.03")
        assert set(Area.objects.filter(level__lte=2).values_list("code", flat=True)) == {"75", "75.03"}
        assert Area.objects.filter(parent="75.03").count() == 18
        assert AreaOrigin.objects.get(area="75.03").former_code == "75.01"

    def test_loading_again_costs_one_question_and_changes_nothing(self, django_assert_num_queries):
        load_areas(only="75.71")
        before = Area.objects.count()
        with django_assert_num_queries(1):
            load_areas(only="75.71")
        assert Area.objects.count() == before

    def test_a_changed_name_is_mended_when_the_data_change(self):
        from naungan.areas.models import LoadedData

        load_areas(only="75.71")
        Area.objects.filter(code="75.71").update(name="Salah")
        LoadedData.objects.update(digest="old")
        load_areas(only="75.71")
        assert Area.objects.get(code="75.71").name == "Kota Gorontalo"

    def test_the_regional_office_holds_eight_provinces(self):
        Area.objects.bulk_create(
            Area(code=c, name=n, level=1) for c, n, level, _ in read_areas() if level == 1
        )
        load_areas(only="75.71")
        assert queries.office_areas("sulawesi-maluku") == ["71", "72", "73", "74", "75", "76", "81", "82"]
        assert Office.objects.get(code="gorontalo").kind == Office.Kind.BRANCH


@pytest.mark.django_db
@pytest.mark.usefixtures("areas")
class TestFinding:
    def test_the_regencies_of_gorontalo(self):
        codes = [area.code for area in queries.regencies_of("75")]
        assert codes == ["75.01", "75.02", "75.03", "75.04", "75.05", "75.71"]
        assert [area.code for area in queries.regencies_of("75.03.01")] == ["75.03"]

    def test_names_leave_out_what_is_not_known(self):
        assert queries.names(["75.03", "99"]) == {"75.03": "Kabupaten Bone Bolango"}
        assert queries.name_of("99") == "99"

    def test_the_path_runs_from_the_province_down(self):
        assert [name for _, name in queries.path_of("75.03.01")] == [
            "Gorontalo",
            "Kabupaten Bone Bolango",
            "Tapa",
        ]

    @pytest.mark.parametrize(
        ("village", "district"),
        [("Dunggala", "Tapa"), ("DESA DUNGGALA", "Kec. Tapa"), ("ds. dunggala ", "TAPA")],
    )
    def test_a_village_is_found_however_a_list_writes_it(self, village, district):
        assert queries.find_village("75.03", village, district=district) == "75.03.01.2006"

    def test_a_name_that_several_villages_bear_is_not_guessed(self):
        names = [name for (name,) in Area.objects.filter(level=4).values_list("name")]
        twice = next(name for name in names if names.count(name) > 1)
        assert queries.find_village("75", twice) is None

    def test_a_village_of_another_district_is_not_taken(self):
        assert queries.find_village("75.03", "Dunggala", district="Kabila") is None

    def test_older_identity_numbers_may_carry_the_codes_from_which_an_area_was_split(self):
        AreaOrigin.objects.bulk_create(
            [AreaOrigin(area_id="75", former_code="71"), AreaOrigin(area_id="75.04", former_code="75.02")]
        )
        assert queries.former_codes("75.04.01") == {"71", "75.02"}

    def test_an_area_is_searched_by_name_and_code(self):
        assert queries.search_areas("bone bol")[0].code == "75.03"
        assert all(area.code.startswith("75.03") for area in queries.search_areas("a", within="75.03"))

    def test_the_narrowest_cover_leaves_out_what_lies_within(self):
        assert queries.narrowest(["75", "75.03", "71.01"]) == ["71.01", "75"]
