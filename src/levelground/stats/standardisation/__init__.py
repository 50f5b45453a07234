"""Rates made comparable between populations of different ages, and what else is summed over strata.

The last axis of every array is the age bands (or other strata) of a setting; the axes before it are settings (groups, places, periods)
and broadcast.

`direct` weights a group's own rates by a standard population, `comparative` sets two of these beside each other; `indirect` sets a
group's events beside those expected of it; `mantel_haenszel` pools a comparison over strata, and `association` tests it;
`life_expectancy` is the period life table. `bands` says what a band may hold, `strata` what the tables of a comparison may.
"""
