"""The engine against a local endpoint: how near it comes to what latency and concurrency allow."""
