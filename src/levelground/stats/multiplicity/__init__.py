"""Many comparisons at once: `adjusted_p_values` (Holm, Benjamini-Hochberg, Benjamini-Yekutieli) and `shrinkage` (each group's level drawn
towards that of all groups as far as its own data are few, always beside the raw figure), with the `hierarchies` that it rests on.
"""
