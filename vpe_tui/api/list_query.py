"""The query of the list call."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode

from vpe_tui.errors import UsageFault
from vpe_tui.text.times import moment

Device = Literal["PC,Mobile", "PC", "Mobile"]
VideoType = Literal["VOD,LIVE", "VOD", "LIVE"]

QUERY_DATE = "%Y-%m-%d %H:%M:%S"
"""How `startDate` and `endDate` are written, in UTC. The API says "date-time" and no more."""

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class RecentQuery:
    """A query of the session list: `start_ms` and `end_ms` are epoch ms; None leaves the API's own window.

    Raises `UsageFault` when `limit` is not 1 to 100, or the window ends before it starts.
    """

    device: Device = "PC,Mobile"
    video_type: VideoType = "VOD,LIVE"
    start_ms: int | None = None
    end_ms: int | None = None
    limit: int = MOST_ROWS

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MOST_ROWS:
            raise UsageFault("Too many sessions", f"{self.limit} were asked for", f"the API lists 1 to {MOST_ROWS}")
        if self.start_ms is not None and self.end_ms is not None and self.end_ms < self.start_ms:
            raise UsageFault("No such window", "it ends before it starts", "put the earlier time first")

    def encoded(self) -> str:
        """The query string. Times have whole seconds: the window grows to hold what was asked for."""
        fields: dict[str, object] = {"device": self.device, "videoType": self.video_type}
        if self.start_ms is not None:
            fields["startDate"] = moment(self.start_ms).strftime(QUERY_DATE)
        if self.end_ms is not None:
            fields["endDate"] = moment(self.end_ms + 999).strftime(QUERY_DATE)
        # The documented call has the comma bare.
        return urlencode(fields | {"limit": self.limit}, safe=",", quote_via=quote)
