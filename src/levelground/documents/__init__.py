"""Safe reading of documents: YAML text to plain values with places, then to frozen models with findings in plain words.

`reading.read_file` (bytes, capped before reading) -> `yaml_reader.read_yaml` (a `Document`) -> `reading.validated` (a frozen model).
"""
