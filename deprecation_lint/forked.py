"""Forked workers: they share the paths by their memory, and are told numbers through pipes.

The first look at a file is cheap, and the second one needs modules whose import costs more than
a thousand first looks: so second looks go to workers that have made one before, and another one
begins only when so many wait that it pays. Some workers can begin before the paths are known.
"""

from __future__ import annotations

import json
import marshal
import os
from collections import deque
from functools import partial
from select import select
from signal import SIGKILL
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from deprecation_lint.errors import UsageError
from deprecation_lint.gathering import Gathering
from deprecation_lint.packing import pack, unpack
from deprecation_lint.scout import Ahead, Look
from deprecation_lint.values import DIED, FileResult, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.engine import Engine
    from deprecation_lint.profiling import Profile
    from deprecation_lint.values import Batch

    Task = tuple[int, tuple[tuple[int, str], ...]]
    """The number of a chunk, and its files for a second look by number and path, if it is one."""
    Kind = Literal["all", "seconds", "recall", "ahead"]
    """What a worker does: all, second looks only, telling whether known files stand, or first looks
    at its only chunk, before the others are known."""

_AHEAD = 2  # tasks that a worker has at a time, so that it never waits for the next one
_TOGETHER = 6  # files of a task for a second look: the paths of two tasks fit into a pipe
_EARLY = 1000  # tasks of a worker before the paths are known: they fit into a pipe, as do answers
_WORTH = 100  # files for a second look that take as long as the imports of another worker


class WorkerError(Exception):
    """What went wrong in a worker."""


def begin_to_mend(engine: Engine, profile: Profile | None) -> Worker:
    """A worker for second looks, which prepares for them while the files are still searched."""
    return Worker(partial(_work, engine, (), "seconds", profile), [], "seconds")


def begin_to_recall(
    engine: Engine, chunks: Sequence[Sequence[str]], profile: Profile | None
) -> Worker:
    """A worker that tells which files of an earlier run stand, while they are still searched.

    It begins with half of the chunks; to wait for it would take longer than to share the others.
    """
    worker = Worker(partial(_work, engine, chunks, "recall", profile), [], "recall")
    for number in range(min(len(chunks) // 2, _EARLY)):
        worker.give((number, ()))
    return worker


def begin_ahead(engine: Engine, paths: Sequence[str], profile: Profile | None) -> Worker:
    """A worker that makes first looks at what is likely to be checked."""
    worker = Worker(partial(_work, engine, (paths,), "ahead", profile), [], "ahead")
    worker.give((0, ()))
    return worker


def forked(
    engine: Engine,
    chunks: Sequence[Sequence[str]],
    jobs: int,
    profile: Profile | None,
    begun: Sequence[Worker] = (),
    ahead: Sequence[str] = (),
) -> Iterator[Batch]:
    """Check chunks of files; batches come in order.

    Those in `begun` began before: with the same chunks, or with the paths in `ahead`.
    """
    crew = _Crew(engine, chunks, jobs, profile)
    for worker in begun:
        crew.take_in(worker, ahead)
    try:
        yield from crew.batches()
    finally:
        crew.dismiss()


class Worker:
    """A forked process with a pipe for tasks and one for answers, and the tasks that it has."""

    def __init__(
        self, work: Callable[[int, int], NoReturn], others: list[Worker], kind: Kind = "all"
    ) -> None:
        tasks, self.tasks = os.pipe()
        self.answers, answers = os.pipe()
        self.has: deque[Task] = deque()
        self.kind = kind
        self.warm = kind == "seconds"  # whether it has made second looks
        self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover - the new process
            for other in others:  # else they would not see the end of their tasks
                os.close(other.tasks)
                os.close(other.answers)
            os.close(self.tasks)
            os.close(self.answers)
            work(tasks, answers)
        os.close(tasks)
        os.close(answers)

    def give(self, task: Task) -> bool:
        """Give it a task; false if it is gone."""
        self.has.append(task)
        self.warm = self.warm or bool(task[1])
        try:
            _send(self.tasks, task)
        except BrokenPipeError:
            return False
        return True

    def end(self, listen: Callable[[Any], object] | None = None) -> None:
        """Let it go, whatever it does; where somebody listens, hear its last words."""
        os.close(self.tasks)
        is_idle = not self.has or self.kind in ("ahead", "recall")  # these write nothing
        if is_idle and listen is None:
            os.kill(self.pid, SIGKILL)  # it may be in the middle of an import, or of a long look
        while listen is not None and (answer := _receive(self.answers)) is not None:
            listen(answer)
        os.close(self.answers)
        os.waitpid(self.pid, 0)


def _work(
    engine: Engine,
    chunks: Sequence[Sequence[str]],
    kind: Kind,
    profile: Profile | None,
    tasks: int,
    answers: int,
) -> NoReturn:  # pragma: no cover - in a process of its own, which is not measured
    """The life of a worker."""
    code = 1
    try:
        if profile is not None:
            profile.restart()
        if kind == "seconds":
            engine.prepare_to_mend()
        while (task := _waited_for(tasks, profile)) is not None:
            _send(answers, _answer(engine, chunks, kind, task))
        if profile is not None:
            _send(answers, ("spent", dict(profile.close())))
        code = 0
    except UsageError as error:
        _send(answers, ("refused", error.lines))
    except (KeyboardInterrupt, BrokenPipeError):
        pass  # the parent tells, or is gone
    except Exception as error:
        from traceback import format_exc

        _send(answers, ("failed", (f"{type(error).__name__}: {error}", format_exc())))
    finally:
        os._exit(code)


def _waited_for(tasks: int, profile: Profile | None) -> Task | None:  # pragma: no cover - there
    """The next task; `None` when there are no more."""
    if profile is None:
        found: Task | None = _receive(tasks)
        return found
    from deprecation_lint.profiling import WAITING

    with profile.stage(WAITING):
        return _waited_for(tasks, None)


def _answer(
    engine: Engine, chunks: Sequence[Sequence[str]], kind: Kind, task: Task
) -> tuple[str, Any]:  # pragma: no cover - there
    number, seconds = task
    if kind == "recall":
        return "stand", engine.stand(chunks[number])
    if not seconds:
        return "first", engine.look(chunks[number]).plain
    found = [(n, *engine.mend(path)) for n, path in seconds]
    return "second", [(n, content, json.dumps(pack(result))) for n, content, result in found]


class _Crew:
    """The workers, what is to be done, and what has been gathered. Lives in the parent."""

    def __init__(
        self, engine: Engine, chunks: Sequence[Sequence[str]], jobs: int, profile: Profile | None
    ) -> None:
        self._work = partial(_work, engine, chunks, "all", profile)
        self._engine = engine
        self._chunks = chunks
        self._jobs = jobs
        self._profile = profile
        self._workers: list[Worker] = []
        self._firsts = deque(range(len(chunks)))
        self._changed: deque[int] = deque()  # of these, it is known that not all files stand
        self._seconds: deque[Task] = deque()
        self._gathered: dict[int, Gathering] = {}
        self._tried: set[int] = set()

    def take_in(self, begun: Worker, ahead: Sequence[str]) -> None:
        """Let a worker help that was begun before; the first chunks may be its own already."""
        if begun.kind == "ahead":
            self._take_ahead(begun, ahead)
            return
        self._workers.append(begun)
        if begun.kind == "recall":
            self._firsts = deque(range(len(begun.has), len(self._chunks)))

    def _take_ahead(self, begun: Worker, paths: Sequence[str]) -> None:
        """Take the first looks that a worker has made ahead, and let it go.

        If it died or failed, another one will meet the reason.
        """
        answer = _receive(begun.answers)
        begun.has.clear()
        begun.end(self._hear if self._profile is not None else None)
        if answer is None or answer[0] != "first":
            return
        made, covered = Ahead(paths, Look(*answer[1])), set()
        for number in self._firsts:
            chunk = self._chunks[number]
            look = made.look(chunk) if chunk[0] <= paths[-1] else None
            if look is not None:
                covered.add(number)
                self._gather(number, look)
        self._firsts = deque(number for number in self._firsts if number not in covered)

    def batches(self) -> Iterator[Batch]:
        """The batches, each as soon as it and all before it are whole."""
        for number in range(len(self._chunks)):
            while number not in self._gathered or self._gathered[number].waiting:
                self._hire()
                self._assign()
                self._listen()
            yield self._gathered.pop(number).batch()

    def dismiss(self) -> None:
        """Let all workers go."""
        for worker in self._workers:
            worker.end(self._hear if self._profile is not None else None)

    def _hear(self, answer: tuple[str, Any]) -> None:
        kind, spent = answer
        if kind == "spent" and self._profile is not None:
            self._profile.take(spent)

    def _hire(self) -> None:
        while sum(one.kind == "all" for one in self._workers) < self._jobs:
            self._workers.append(Worker(self._work, self._workers))

    def _assign(self) -> None:
        """Give every worker enough to do."""
        for worker in sorted(self._workers, key=lambda one: (not one.warm, len(one.has))):
            while len(worker.has) < _AHEAD:
                task = self._next(worker)
                if task is None or not worker.give(task):
                    break

    def _next(self, worker: Worker) -> Task | None:
        """What a worker should do next."""
        if self._seconds and worker.kind != "recall" and (worker.warm or self._pays()):
            return self._seconds.popleft()
        if self._changed and worker.kind == "all":
            return self._changed.popleft(), ()
        if self._firsts and worker.kind != "seconds":
            return self._firsts.popleft(), ()
        return None

    def _pays(self) -> bool:
        """Whether it is time for one more worker to make second looks."""
        warm = sum(one.warm for one in self._workers)
        waiting = sum(len(numbers) for _, numbers in self._seconds)
        return warm == 0 or waiting >= _WORTH * warm

    def _listen(self) -> None:
        """Take what the workers answer."""
        busy = {worker.answers: worker for worker in self._workers if worker.has}
        for descriptor in select(list(busy), [], [])[0]:
            worker = busy[descriptor]
            answer = _receive(descriptor)
            if answer is None:
                self._bury(worker)
            else:
                self._take(worker.has.popleft(), *answer)

    def _take(self, task: Task, kind: str, answer: Any) -> None:
        number, _ = task
        if kind == "first":
            self._gather(number, Look(*answer))
        elif kind == "stand" and answer:
            self._gather(number, self._engine.recalled(self._chunks[number]))
        elif kind == "stand":
            self._changed.append(number)
        elif kind == "second":
            for one, content, packed in answer:
                self._gathered[number].add(one, content, unpack(json.loads(packed)))
        elif kind == "refused":
            raise UsageError(*answer)
        else:
            text, trace = answer
            raise WorkerError(text) from Exception(trace)

    def _gather(self, number: int, look: Look) -> None:
        """Begin to gather the results of a chunk; what wants a second look is to be done."""
        paths = self._chunks[number]
        gathering = Gathering(paths, look, self._engine.cache)
        self._gathered[number] = gathering
        waiting = [(n, paths[n]) for n in gathering.waiting]
        for at in range(0, len(waiting), _TOGETHER):
            self._seconds.append((number, tuple(waiting[at : at + _TOGETHER])))

    def _bury(self, worker: Worker) -> None:
        """Share out what a worker had that died, and name the file on which it did."""
        self._workers.remove(worker)
        worker.end()
        if not worker.has or worker.kind == "recall":
            self._changed.extend(number for number, _ in worker.has)
            return
        (number, seconds), *others = worker.has
        self._firsts.extendleft(n for n, numbers in others if not numbers)
        self._seconds.extendleft(task for task in others if task[1])
        paths = self._chunks[number]
        if len(seconds) > 1:
            self._seconds.extend((number, (one,)) for one in seconds)
        elif seconds:
            ((n, path),) = seconds
            result = FileResult(path, skipped=Skipped(path, DIED, failed=True))
            self._gathered[number].add(n, "", result)
        elif number not in self._tried:
            self._tried.add(number)
            self._firsts.appendleft(number)
        else:
            told = [(n, DIED, True) for n in range(len(paths))]
            self._gather(number, Look(0, told, [], bytes(8 * len(paths))))


def _send(descriptor: int, value: tuple[Any, ...]) -> None:
    data = marshal.dumps(value)
    view = memoryview(len(data).to_bytes(8, "little") + data)
    while view:
        view = view[os.write(descriptor, view) :]


def _receive(descriptor: int) -> Any:
    """What the other side sent; `None` where it has closed the pipe."""
    head = _read(descriptor, 8)
    data = _read(descriptor, int.from_bytes(head, "little")) if head is not None else None
    return marshal.loads(data) if data is not None else None


def _read(descriptor: int, length: int) -> bytes | None:
    chunks = []
    while length:
        chunk = os.read(descriptor, min(length, 1 << 20))
        if not chunk:
            return None
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)
