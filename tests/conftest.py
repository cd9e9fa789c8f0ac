"""What every test gets: a home of its own, no network beyond this machine, and the same examples in every run."""

import socket

import pytest
from hypothesis import HealthCheck, settings

# Same examples every time: a property that fails in CI fails at the desk, and time is spent on no surprise.
settings.register_profile(
    "tests",
    derandomize=True,
    deadline=None,
    max_examples=50,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("tests")

_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
_LOOPBACK = ("localhost", "127.", "::1", "0.0.0.0")
_FOREIGN = ("OPENAI_", "LISTGEN_")


def _stays_here(address):
    # Unix sockets have a path (text or bytes), network sockets a tuple that begins with the host.
    host = address[0] if isinstance(address, tuple) else None
    return host is None or str(host).startswith(_LOOPBACK)


def _guarded(call):
    def guard(self, address):
        if not _stays_here(address):
            raise AssertionError(f"a test reached for the network: {address}")
        return call(self, address)

    return guard


def _guarded_lookup(host, *args, **kwargs):
    if not _stays_here((host or "localhost",)):
        raise AssertionError(f"a test looked a host up: {host}")
    return _getaddrinfo(host, *args, **kwargs)


@pytest.fixture(scope="session", autouse=True)
def _no_network_and_a_home_of_its_own(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        import os

        for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
            patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("LISTGEN_DATA_DIR", str(home / "listgen"))
        patch.setattr(socket.socket, "connect", _guarded(_connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(_connect_ex))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup)
        yield
