"""Variants that differ in one declared factor."""
