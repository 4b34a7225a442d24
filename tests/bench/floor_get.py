"""A floor: imports httpx and pydantic, does one async GET (URL, key, project are the arguments), prints the body."""

import asyncio
import sys

import httpx
import pydantic  # noqa: F401 - its import is part of the floor


async def main(url: str, key: str, project: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(url, headers={"x-api-key": key, "x-project-id": project})
    sys.stdout.buffer.write(answer.content)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
