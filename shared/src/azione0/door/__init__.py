"""
The door: nameko, eventlet, kombu and Flask live here and nowhere else.

A service marks its methods with `on(Contract)` or `every(seconds)` and gets its
application with `desk(Application)`. The rest of the door takes letters in batches
(`letterbox`), sends what the relay has written (`exchange`), fills gaps, keeps the
timers (`loop`, `timer`) and answers HTTP (`web`); `container` puts it together.
"""

from azione0.door.desk import desk
from azione0.door.letterbox import on
from azione0.door.timer import every

__all__ = ["desk", "every", "on"]
