"""Registers: what others have published and asked for, kept once, for every change package to draw on."""
