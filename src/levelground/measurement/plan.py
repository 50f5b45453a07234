"""A measure as one readable SQL statement, built with SQLGlot.

The statement reads like the measure's definition: the numerator counted by area and category, the denominator taken through
its crosswalk, the whole for comparison, and one row for each area and category - also for those that are not in the data,
so that an empty group is seen and not lost. People are matched with events by area and by period where both sources have them.

Tables that it expects beside the sources themselves:

* `<source>__labels` (label, kind, breakdown, code, part, parts): what each ethnicity label of a source means;
* `<classification>__categories` (kind, breakdown, code, position): every group, kind of unknown and aggregate;
* `crosswalk__<id>` (breakdown, from_code, to_code, parts): only codes that go somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from levelground.change_package.measures import Count, Measure
from levelground.measurement.conditions import parse_condition
from levelground.measurement.contract import COUNTED, SUPPRESSED
from levelground.measurement.sources import DataSource, Role

DIALECT = "duckdb"
GROUP, UNKNOWN, AGGREGATE = "group", "unknown", "aggregate"


@dataclass(frozen=True)
class PlannedCount:
    """A count of a measure with the source that it is taken from."""

    count: Count
    source: DataSource

    @property
    def crosswalk_table(self) -> str | None:
        """The table of its crosswalk, if it goes through one."""
        return None if self.count.crosswalk is None else f"crosswalk__{self.count.crosswalk}"


def measure_query(
    measure: Measure, numerator: PlannedCount, denominator: PlannedCount | None = None, whole: PlannedCount | None = None
) -> exp.Select:
    """The statement that counts a measure.

    Columns of its result: period, area_code, area_name, kind, breakdown, code, cells, events, suppressed_cells, published,
    population, suppressed_populations, whole, suppressed_wholes. `events` is NULL where no cell was found; a sum over a
    withheld cell is NULL too, and `suppressed_cells` says so.
    """
    query = exp.select().with_("numerator", as_=_numerator(numerator))
    areas = exp.select("period", "area_code", "min(area_name) AS area_name").from_("numerator").group_by("period", "area_code")
    query = query.with_("areas", as_=areas)
    selected = [
        "areas.period", "areas.area_code", "areas.area_name", "categories.kind", "categories.breakdown", "categories.code",
        "numerator.cells", "numerator.events", "numerator.suppressed_cells", "numerator.published",
    ]  # fmt: skip
    query = (
        query.from_("areas")
        .join(exp.to_table(f"{measure.classification}__categories").as_("categories"), join_type="cross")
        .join(
            "numerator",
            on=_same("numerator", "areas", "period", "area_code") + _same("numerator", "categories", "kind", "breakdown", "code"),
            join_type="left",
        )
    )
    if denominator is not None:
        by_period = _has(Role.PERIOD, numerator) and _has(Role.PERIOD, denominator)
        by = [*(["period"] if by_period else []), *(["area_code"] if _has(Role.AREA_CODE, denominator) else [])]
        query = query.with_("denominator", as_=_denominator(denominator, by)).join(
            "denominator",
            on=_same("denominator", "areas", *by) + _same("denominator", "categories", "breakdown", "code"),
            join_type="left",
        )
        selected += ["denominator.population", "denominator.suppressed_populations"]
    if whole is not None:
        query = query.with_("whole", as_=_whole(whole)).join("whole", on=_same("whole", "areas", "period", "area_code"), join_type="left")
        selected += ["whole.events AS whole", "whole.suppressed_cells AS suppressed_wholes"]
    wanted = exp.column("breakdown", "categories").isin(*measure.breakdowns)
    return (
        query.select(*selected, dialect=DIALECT)
        .where(exp.or_(exp.column("kind", "categories").neq(exp.Literal.string(GROUP)), wanted))
        .order_by("areas.period", "areas.area_code", "categories.kind", "categories.breakdown", "categories.position")
    )


def _numerator(planned: PlannedCount) -> exp.Select:
    """Events by period, area and category; also the source's own value where a single cell has one."""
    source = planned.source
    period, code, name = _area_keys(source)
    keys = [period, code, "labels.kind", "labels.breakdown", "labels.code"]
    published = source.column_with(Role.PUBLISHED_VALUE)
    value = f'CASE WHEN count(*) = 1 THEN max(counted."{published.name}") END' if published else "CAST(NULL AS DOUBLE)"
    names = f"min({name.removesuffix(' AS area_name')}) AS area_name"
    whole = "count(DISTINCT labels.part) >= max(labels.parts)" if source.adds_up_to_broad and not source.absent_is_zero else None
    counts = [names, *_sums(source, "events", "suppressed_cells", whole), "count(*) AS cells", f"{value} AS published"]
    return _grouped(_counted(planned), keys, counts)


def _denominator(planned: PlannedCount, by: list[str]) -> exp.Select:
    """People by category (and period and area, where they are matched), through the crosswalk if there is one."""
    source = planned.source
    matched = [key for key in _area_keys(source)[:2] if key.rpartition(" AS ")[2] in by]
    query = _counted(planned)
    breakdown, code = "labels.breakdown", "labels.code"
    whole = "count(DISTINCT labels.part) >= max(labels.parts)" if source.adds_up_to_broad else None
    if planned.crosswalk_table is not None:
        query = query.join(
            exp.to_table(planned.crosswalk_table).as_("crosswalk"), on="labels.code = crosswalk.from_code AND labels.breakdown = 'detailed'"
        )
        breakdown, code = "crosswalk.breakdown", "crosswalk.to_code AS code"
        whole = "count(DISTINCT crosswalk.from_code) >= max(crosswalk.parts)"
    else:
        query = query.where("labels.kind = 'group'", dialect=DIALECT)
    return _grouped(
        query, [*matched, breakdown, code], _sums(source, "population", "suppressed_populations", None if source.absent_is_zero else whole)
    )


def _whole(planned: PlannedCount) -> exp.Select:
    """All events, whether or not they are broken down by ethnicity."""
    return _grouped(_selected(planned), _area_keys(planned.source)[:2], _sums(planned.source, "events", "suppressed_cells"))


def _grouped(query: exp.Select, keys: list[str], counts: list[str]) -> exp.Select:
    """Counts by keys; a key that is a constant needs no grouping."""
    by = [key.split(" AS ")[0] for key in keys if not key.startswith("'")]
    return query.select(*keys, *counts, dialect=DIALECT).group_by(*by, dialect=DIALECT)


def _selected(planned: PlannedCount) -> exp.Select:
    query = exp.select().from_(exp.to_table(planned.source.id).as_("counted"))
    if planned.count.where:
        condition = parse_condition(planned.count.where, planned.source.column_names())
        query = query.where(_qualified(condition))
    return query


def _counted(planned: PlannedCount) -> exp.Select:
    label = exp.column(planned.source.ethnicity.column, "counted")
    return _selected(planned).join(exp.to_table(f"{planned.source.id}__labels").as_("labels"), on=label.eq(exp.column("label", "labels")))


def _qualified(condition: exp.Expr) -> exp.Expr:
    """The condition with each column named as one of `counted`, so that no joined table can be meant."""
    copy = condition.copy()
    for column in copy.find_all(exp.Column):
        column.set("table", exp.to_identifier("counted"))
        column.set("this", exp.to_identifier(column.name, quoted=True))
    return exp.paren(copy, copy=False)


def _sums(source: DataSource, total: str, withheld: str, whole: str | None = None) -> list[str]:
    """The sum of a count and how many of its cells are withheld.

    The sum is NULL where a cell is withheld, or where `whole` (every part that belongs to it is there) does not hold: a part is
    never given as the whole.
    """
    name = source.count_column.name
    status = f'counted."{name}_status"'
    holds = f"count(*) = count_if({status} = '{COUNTED}')" + (f" AND {whole}" if whole else "")
    return [
        f'CASE WHEN {holds} THEN CAST(sum(counted."{name}") AS BIGINT) END AS {total}',
        f"count_if({status} = '{SUPPRESSED}') AS {withheld}",
    ]


def _area_keys(source: DataSource) -> list[str]:
    """SQL for period, area_code, area_name."""
    period, code, name = (source.column_with(role) for role in (Role.PERIOD, Role.AREA_CODE, Role.AREA_NAME))
    return [
        f'counted."{period.name}" AS period' if period else f"'{_safe(source.period)}' AS period",
        f'counted."{code.name}" AS area_code' if code else "'' AS area_code",
        f'counted."{name.name}" AS area_name' if name else "'' AS area_name",
    ]


def _has(role: Role, planned: PlannedCount) -> bool:
    return planned.source.column_with(role) is not None


def _safe(text: str) -> str:
    return text.replace("'", "''")


def _same(left: str, right: str, *columns: str) -> list[int | str | exp.Expr]:
    return [exp.column(column, left).eq(exp.column(column, right)) for column in columns]
