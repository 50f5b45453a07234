"""What a gap is made of: who is in each group, and what happens to them.

`kitagawa` (two rates over the same strata) and `kitagawa_intervals`, `oaxaca` (two means and a linear model of each) and
`oaxaca_intervals`, `shares` (between and within groups).
"""
