"""Levelground: change packages that measure honestly, group by group, whether a racial inequality is closing."""

__version__ = "0.1.0"
