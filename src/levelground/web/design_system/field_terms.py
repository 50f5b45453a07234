"""The field's own words: long, and nobody should look for shorter ones. What a hint about a text of one's own leaves alone."""

from __future__ import annotations

FIELD_TERMS = (
    *("change package", "primary driver", "secondary driver", "change idea", "driver diagram", "balancing measure", "outcome measure"),
    *("process measure", "operational definition", "baseline", "guardrail", "recommendation", "evidence", "ambition", "indicator"),
    *("inequality", "inequalities", "inequity", "inequities", "equality", "equity", "racism", "anti-racism", "anti-racist"),
    *("discrimination", "ethnicity", "ethnicities", "ethnic", "ethnic minority", "ethnic minorities", "minority", "minorities"),
    *("community", "communities", "co-production", "co-produced", "lived experience", "interpersonal", "institutional", "structural"),
    *("maternity", "maternal", "neonatal", "midwifery", "perinatal", "mental health", "hospital", "organisation", "population"),
    *("numerator", "denominator", "confidence interval", "interpreter", "interpreting", "accountability", "quality improvement"),
    *("NHS England", "NHS Race and Health Observatory", "Office for National Statistics", "Mental Health Act"),
    *("National Institute for Health and Care Excellence", "Workforce Race Equality Standard", "integrated care board"),
    *("South Asian", "White British", "Black African", "Black Caribbean", "Bangladeshi", "Pakistani"),
)
"""Terms of the field, of its places of care, and names. `reading_age.grade` counts each, and its plural, as one short word."""
