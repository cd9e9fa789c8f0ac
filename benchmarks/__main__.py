"""Run all benchmarks: `python -m benchmarks`. Each prints ratios against a named baseline of the same run."""

from benchmarks import startup

if __name__ == "__main__":
    startup.main()
