"""Marketplace profiles and rules (data), exporters, and the checks of what they wrote."""
