"""NumPy and SciPy kernels: arrays in, arrays out, every group at once; `adjusted` alone asks statsmodels (the extra `models`).

One file a concept. Levels: `proportions`, `rates`, `means`, `quantiles`. Two groups: `gaps` (both scales), `odds_ratio`,
`miettinen_nurminen`, `relative_likelihood`, `bootstrap`. Several files a concept: `standardisation`, `inequality`, `decomposition`, `spc`,
`funnel`, `multiplicity`, `detection`. People: `representation`, `progression`, `pay_gap`, `group_metrics`, `cell_risk`. Shared: `intervals`
(what an interval is), `domains` (what an argument may be).
"""
