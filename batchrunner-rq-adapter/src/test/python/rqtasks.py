"""Functions for jobs of tests, run by real RQ workers of any version.

What they leave behind in Redis begins with "test:".
"""

import os
import signal
import time

from rq import get_current_job

GATE_SECONDS = 60


def _redis():
    return get_current_job().connection


def noop():
    return None


def add(a, b):
    return a + b


def echo(*args, **kwargs):
    """Returns what it was given."""
    return {"args": list(args), "kwargs": kwargs}


def describe(*args, **kwargs):
    """Returns what it was given as Python writes it."""
    return repr((args, kwargs))


def record(token):
    """Counts each run: the list test:ran gets the token once a run."""
    _redis().rpush("test:ran", token)
    return token


def fail(message="failed on purpose"):
    raise ValueError(message)


def fail_times(key, times):
    """Fails the first times that it is run for a key."""
    run = _redis().incr("test:runs:" + key)
    if run <= times:
        raise ValueError("run %d of %s fails on purpose" % (run, key))
    return run


def gate(name):
    """Adds the job's id to test:started:<name>, then waits until something is pushed to test:gate:<name>.

    The gate stays open for those who come later.
    """
    connection = _redis()
    connection.rpush("test:started:" + name, get_current_job().id)
    opened = connection.blpop("test:gate:" + name, GATE_SECONDS)
    if opened is None:
        raise TimeoutError("nobody opened gate " + name)
    connection.rpush("test:gate:" + name, opened[1])
    return name


def spin():
    """Runs until something ends it."""
    while True:
        pass


def kill_self(number=signal.SIGKILL):
    """Dies as a work-horse does that the kernel kills."""
    os.kill(os.getpid(), number)


def exit_hard(code=3):
    os._exit(code)


def out_of_memory():
    raise MemoryError("no memory on purpose")


def returns_false(reason="not done"):
    """Ends well for RQ although the work was not done."""
    return False, reason


def returns_unserializable():
    return lambda: None


def set_meta(key, value):
    job = get_current_job()
    job.meta[key] = value
    job.save_meta()
    return job.get_meta()


def get_meta():
    return get_current_job().meta


def publish(channel, message):
    return _redis().publish(channel, message)


def on_success(job, connection, result, *args, **kwargs):
    connection.rpush("test:succeeded", job.id)


def on_failure(job, connection, type, value, traceback):
    connection.rpush("test:failed", job.id)


def on_stopped(job, connection):
    connection.rpush("test:stopped", job.id)


def _note(path):
    with open(path, "a") as file:
        file.write("x\n")


def contract_succeed(directory):
    """The work that the executor contract's tests follow: notes its beginning and its end."""
    _note(os.path.join(directory, "begun"))
    _note(os.path.join(directory, "finished"))


def contract_fail(directory):
    _note(os.path.join(directory, "begun"))
    raise ValueError("contract failure")


def contract_return_failure(directory):
    _note(os.path.join(directory, "begun"))
    _note(os.path.join(directory, "finished"))
    return False, "not done"


def contract_block(directory):
    _note(os.path.join(directory, "begun"))
    while not os.path.exists(os.path.join(directory, "gate")):
        time.sleep(0.01)
    _note(os.path.join(directory, "finished"))


def print_line(line):
    """Prints to where the job's metadata says that its output belongs."""
    path = get_current_job().meta["log_file"]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a") as file:
        file.write(line + "\n")
