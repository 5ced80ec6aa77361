"""
The door: nameko, eventlet, kombu and Flask live here and nowhere else.

A service marks its methods with `on(Contract)` and gets its application with
`desk(Application)`; the rest of the door takes letters in batches, sends what the
relay has written, keeps the timers and answers HTTP.
"""

from azione0.door.letterbox import desk, on

__all__ = ["desk", "on"]
