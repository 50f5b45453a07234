"""How unequal a level is between the groups of a setting: 21 summary measures, for many settings in one call.

The last axis of every array is the groups of a setting; the axes before it are settings (indicators, places, periods) and broadcast.

Groups without an order (ethnic groups, regions): `differences` (difference, ratio), `variance` (between-group variance, its root,
coefficient of variation), `disparity` (index of disparity), `mean_differences` (from the mean, the best group, a reference group),
`entropy` (Theil index, mean log deviation), `attributable` (population attributable risk and fraction); `unordered` gives all of them
from the same draws.
Groups in an order (quantiles of deprivation): `slope_index` (SII, RII), `concentration` (ACI, RCI), `regression_slope` (the public health
profiles' SII), `survey` (all four from records of people); `rank_models` fits their curves.
`settings` says what a setting may hold, `measures` what a measure is, `simulation` how intervals without a formula are drawn.
"""
