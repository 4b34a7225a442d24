"""What every published model of ours is."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Number = Annotated[int | float, WithJsonSchema({"type": "number"})]
"""A number as it is: 0 stays 0, and is not made 0.0."""


def _open(schema: dict[str, Any]) -> None:
    schema.pop("additionalProperties", None)


class Form(BaseModel):
    """What every model of ours is."""

    model_config = ConfigDict(extra="forbid", defer_build=True, json_schema_extra=_open)


class PeriodJson(Form):
    """A stretch of time, UTC; null where it has no end on that side."""

    from_: str | None = Field(alias="from")
    to: str | None
