"""Funnels: how far from a target organisations lie that only chance drives, and what lies outside.

`limits` (proportions, rates and ratios, at any size), `points` (the same lines at given counts), `significance` (the five labels of
England's public health profiles), `scores` (how far each organisation is from the target, on a scale where its error is stable),
`overdispersion` (differences larger than counts alone explain) and `overdispersed` (the whole of it for many indicators).
"""
