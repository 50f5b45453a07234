"""One module for each family of `tests/oracles`: `comparisons()` computes it with our kernels and says how far apart the two are."""
