"""What a long-running process asks of Python's garbage collector."""

import gc

#: New objects between two looks; looks between two looks at what outlived one, and
#: at what outlived many.
THRESHOLDS = (200_000, 20, 100)


def settle() -> None:
    """
    Set aside what has been loaded, and look for garbage less often.

    A full collection looks at every object that is kept: with a service's code that
    is 90 ms, which came over whoever had just opened an account. What is set aside
    is looked at no more. A batch of letters makes a hundred thousand objects and
    hardly a cycle; looking at them after each batch took a quarter of a bill run.
    Up to 25 MB of cycles may wait meanwhile. Source: `gc.freeze`, `gc.set_threshold`.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
