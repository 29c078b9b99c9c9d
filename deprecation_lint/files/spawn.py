"""git as a process beside this one: begun early, its output taken when it is needed."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Output = Callable[[], tuple[int, bytes]]
    """Waits for the process; its exit code and what it wrote."""

_SETTINGS = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_SSL", "GIT_CEILING")
_NOT_STARTED = 127


def begin_git(
    folder: str, environ: Mapping[str, str], *command: str, stdin: bytes | None = None
) -> Output:
    """Start git in the folder, without what a hook sets for its own repository.

    A git that cannot be started is one that failed.
    """
    env = {
        key: value
        for key, value in environ.items()
        if not key.startswith("GIT_") or key.startswith(_SETTINGS)
    }
    env["LC_ALL"] = "C"
    arguments = ["git", "-C", folder, *command]
    start = _spawn if hasattr(os, "memfd_create") and hasattr(os, "posix_spawn") else _popen
    try:
        return start(arguments, env, stdin)
    except OSError:
        return lambda: (_NOT_STARTED, b"")


def _spawn(arguments: list[str], env: dict[str, str], stdin: bytes | None) -> Output:
    """By the system's own means: the module `subprocess` takes longer to import than git to run.

    The output goes to memory, where it does not wait for a reader as it would in a pipe.
    """
    program = _program(arguments[0], env)
    out = os.memfd_create("output")
    given = -1
    actions: list[tuple[object, ...]] = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, out, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        if stdin is not None:
            given = os.memfd_create("input")
            with os.fdopen(given, "wb", closefd=False) as file:
                file.write(stdin)
            os.lseek(given, 0, os.SEEK_SET)
            actions[0] = (os.POSIX_SPAWN_DUP2, given, 0)
        pid = os.posix_spawn(program, arguments, env, file_actions=actions)
    except OSError:
        os.close(out)
        raise
    finally:
        if given >= 0:
            os.close(given)
    return lambda: _ended(pid, out)


def _program(name: str, env: dict[str, str]) -> str:
    """Where a program is by the given environment, which need not be that of this process."""
    for folder in os.get_exec_path(env):
        path = os.path.join(folder, name)
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    raise FileNotFoundError(name)


def _ended(pid: int, out: int) -> tuple[int, bytes]:
    try:
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
    except ChildProcessError:  # the system was told not to keep the codes of processes
        code = 0
    with os.fdopen(out, "rb", buffering=0) as file:
        file.seek(0)
        return code, file.readall()


def _popen(arguments: list[str], env: dict[str, str], stdin: bytes | None) -> Output:
    import subprocess

    process = subprocess.Popen(
        arguments,
        env=env,
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    def output() -> tuple[int, bytes]:
        out, _ = process.communicate(stdin)
        return process.returncode, out

    return output
