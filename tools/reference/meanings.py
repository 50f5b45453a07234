"""What a field or a word of a document means, where its model does not say so itself."""

from __future__ import annotations

MEANINGS = {
    "DataSource": {
        "id": "In small letters, as in the file's name. Measures name the source by it; it never changes.",
        "title": "What a page calls the source.",
        "publisher": "Who made the figures: the organisation itself, where it counted them.",
        "edition": "Which edition of the figures: a number is true of its edition only.",
        "licence": "Under which licence others may use the figures, or that they may not.",
        "address": "Where the figures can be found.",
        "verification": "How well the figures are known: `verified` (its owner's were read), `secondary` (at second hand), `unverified`.",
        "period": "What time the figures are for, where no column says it. Numerator and denominator of different times are said to be so.",
        "population": "Who is counted, in words.",
        "note": "What a reader of the figures must know.",
        "layouts": "In which files the source can come. One of them is in the data folder; two of them are refused.",
        "columns": "Every column that is used, and what it is for.",
        "ethnicity": "What the labels in the ethnicity column mean.",
    },
    "Layout": {
        "name": "`raw` for a file as published, `tidy` for an extract, or a name of your own.",
        "file": "The name of a CSV file (UTF-8, a header in its first line) in the data folder.",
        "columns": "Each declared column, and what the header of this file calls it.",
    },
    "Column": {
        "name": "The name that conditions use.",
        "role": "What the column is for; at most one column for each role but `category` and `published_value`.",
        "allowed": "The values that the column can have. Any other is said with its line, and counted in no measure.",
        "allowed_by": "The same, where the values depend on another column.",
        "rounded_to": "To what the source rounds its counts: said beside each figure that rests on one.",
        "unit": "What is counted, in the plural.",
        "note": "What a reader of the column must know.",
    },
    "AllowedBy": {"column": "The other column.", "values": "For each value of the other column, the values that this one can have."},
    "RoundedTo": {"column": "The other column.", "values": "For each value of the other column, to what counts are rounded."},
    "EthnicityColumn": {
        "column": "The column with the role `ethnicity`.",
        "classification": "The id of a classification: [classifications.md](classifications.md).",
        "labels": "Each label as the file spells it, with its one meaning. A measure that would count any other label is not run.",
    },
    "LabelMeaning": {
        "breakdown": "`broad` or `detailed`; with `code`.",
        "code": "The code of a group of the classification; with `breakdown`.",
        "unknown": "Why the group is not known; `unknown` where the source gives the kinds only together.",
        "aggregate": "A row that adds others up, such as `known_only`. It is never read as a group.",
        "note": "What a reader of the label must know.",
    },
    "Role": {
        "period": "The time that a row is for. Without such a column, all rows are for the source's `period`.",
        "ethnicity": "The label of an ethnic group, of a kind of unknown, or of an aggregate.",
        "area_level": "What kind of area a row is for; `values` turns the file's words into the product's (`country`, `icb` ...).",
        "area_code": "The code of the area or the organisation.",
        "area_name": "Its name, for pages.",
    },
}
"""What a field or a word means, where its model does not say so itself."""
