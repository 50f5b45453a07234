"""Pure NumPy and SciPy kernels: arrays in, arrays out, every group at once.

One file a concept: `proportions`, `rates` (a level and its interval), `gaps` (a group beside its comparison group, on the
absolute and the relative scale), `intervals` (what an interval is), `domains` (what an argument may be).
"""
