"""Plan, content keys, ledger and the one place that knows the order of the stages."""
