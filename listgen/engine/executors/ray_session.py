"""The connection to a Ray cluster: an existing one, or one of this machine's processes for as long as a run takes."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import tempfile
import threading
from contextlib import ExitStack, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

from listgen.engine.settings import Cluster
from listgen.errors import ListgenError, ProviderError, UsageError

_CONNECT_SECONDS = 10
# Parcels and pictures in flight are few; what does not fit goes to disk.
_OBJECT_STORE_BYTES = 512 * 2**20
_START_HINT = (
    "start one with `ray start --head`, or leave the address away for workers on this machine; a cluster with a token "
    "asks for RAY_AUTH_MODE=token and RAY_AUTH_TOKEN"
)


class RaySession:
    """A connected driver; `close` ends it, and with it everything that runs for it."""

    def __init__(self, cluster: Cluster, jobs: int) -> None:
        """Connect. `jobs` is the number of processors of a cluster of our own.

        Raises:
            UsageError: ray is not installed, or the address is none.
            ProviderError: nobody answers there, or another version does.
        """
        self._open = ExitStack()
        self.folder: str | None = None
        try:
            self.ray = self._connect(cluster, jobs)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Disconnect; a cluster of our own ends."""
        self._open.close()

    def _connect(self, cluster: Cluster, jobs: int) -> Any:  # noqa: ANN401 - ray is an optional library
        # Nothing is reported to anybody.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            import ray
        except ImportError as error:
            raise UsageError("`--executor ray` needs the `ray` extra", hint="pip install 'listgen[ray]'") from error
        if ray.is_initialized():
            return ray
        # Ray prints remarks of its processes on stdout, which belongs to the answer.
        silence = self._open.enter_context(Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - `close` does
        self._open.enter_context(redirect_stdout(silence))
        asked: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        if cluster.runtime_env:
            asked["runtime_env"] = json.loads(cluster.runtime_env)
        if cluster.address:
            _check_address(cluster.address)
            asked["address"] = cluster.address
        else:
            # Sockets lie in it, and the path of a socket has at most 107 characters.
            self.folder = tempfile.mkdtemp(prefix="listgen-ray-", dir="/tmp" if Path("/tmp").is_dir() else None)  # noqa: S108
            self._open.callback(shutil.rmtree, self.folder, ignore_errors=True)
            # A token of our own: Ray would write one into the home folder.
            self._open.callback(_reset, "RAY_AUTH_MODE", os.environ.get("RAY_AUTH_MODE"))
            self._open.callback(_reset, "RAY_AUTH_TOKEN", os.environ.get("RAY_AUTH_TOKEN"))
            os.environ.setdefault("RAY_AUTH_TOKEN", _own_token())
            asked |= {
                "address": "local",
                "num_cpus": jobs,
                "include_dashboard": False,
                "object_store_memory": _OBJECT_STORE_BYTES,
                "_temp_dir": self.folder,
            }
        self._open.callback(ray.shutdown)
        before = signal.getsignal(signal.SIGTERM)
        try:
            ray.init(**asked)
        except Exception as error:
            raise _in_our_words(error, cluster.address) from error
        finally:
            # Ray takes SIGTERM for itself; being stopped is the command line's business.
            if threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGTERM, before)
        return ray


def _reset(name: str, before: str | None) -> None:
    if before is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = before


@cache
def _own_token() -> str:
    # The same for the whole process, since Ray reads it once.
    return secrets.token_hex(32)


def _check_address(address: str) -> None:
    """Raise ProviderError where nobody listens at host and port: ray itself tries for minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if not colon or not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ProviderError(f"no Ray cluster answers at {address}: {reason}", hint=_START_HINT) from error


def _in_our_words(error: Exception, address: str) -> ListgenError:
    said = (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
    if "ray[client]" in str(error):
        return UsageError(
            f"the address {address} needs Ray's client", hint="pip install 'ray[client]', or run on the head node"
        )
    if isinstance(error, ValueError) and address:
        return UsageError(f"`{address}` is no address of a Ray cluster: {said}", hint="e.g. 10.0.0.5:6379, or auto")
    where = f"the Ray cluster at {address} cannot be used" if address else "Ray could not be started on this machine"
    return ProviderError(f"{where}: {said}", hint=_START_HINT if address else "use `--executor local`")
