"""How well the fact lock finds what is not true, and how rarely it stops what is. `python -m benchmarks.factlock`."""
