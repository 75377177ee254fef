"""The log of the service: one JSON object a line, on standard error; never a text, a name or an address of anybody."""

import json
import logging
import sys
from datetime import UTC, datetime

LOG = logging.getLogger("matcher.service")


def set_up() -> None:
    """Write what is logged from now on; doing it twice changes nothing."""
    if not any(isinstance(handler, _Lines) for handler in LOG.handlers):
        LOG.addHandler(_Lines())


def warn(event: str, reason: str, **facts: int) -> None:
    """Log that something did not work and the service goes on; `facts` are counts."""
    LOG.warning("%s: %s", event, reason, extra={"line": {"event": event, "reason": reason, **facts}})


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = getattr(record, "line", None) or {"event": record.getMessage()}
        line = {"time": moment, "level": record.levelname.lower(), **said}
        sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
