"""HTTP over asyncio streams, as little as a browser's connection needs: the client shares its cores with the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

TIMEOUT = 60.0


class Line:
    """One connection at a time to one server; opened anew when it was closed, as browsers do."""

    def __init__(self, host: str, port: int, cookies: dict[str, str]) -> None:
        self._host, self._port, self.cookies = host, port, cookies
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """(status, content). Raises OSError when no whole answer comes."""
        async with asyncio.timeout(TIMEOUT):
            if self._writer is not None:
                with suppress(OSError, asyncio.IncompleteReadError):
                    return await self._once(method, path, body, headers or {})
                self.leave()  # it was closed while we were thinking
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=2**20)
            try:
                return await self._once(method, path, body, headers or {})
            except asyncio.IncompleteReadError as error:
                raise OSError("The answer was cut short.") from error

    async def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        assert self._reader and self._writer
        self._writer.write(self._head(method, path, {**headers, "Content-Length": str(len(body))}) + body)
        await self._writer.drain()
        status, told = await self._answer_head()
        content = await self._reader.readexactly(int(told.get("content-length", "0")))
        if told.get("connection") == "close":
            self.leave()
        return status, content

    def _head(self, method: str, path: str, headers: dict[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += [f"Cookie: {cookies}"] if cookies else []
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()

    async def _answer_head(self) -> tuple[int, dict[str, str]]:
        assert self._reader
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        told: dict[str, str] = {}
        for line in head[1:]:
            name, _colon, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _equals, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
            told[name.lower()] = value
        return int(head[0].split(" ")[1]), told

    async def changes(self) -> AsyncIterator[None]:
        """The live stream: one item each time it says that something changed."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        self._writer = writer
        writer.write(self._head("GET", "/live", {"Accept": "text/event-stream"}))
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise OSError(f"No live stream: {head[:80]!r}")
        while line := await reader.readline():
            if line.startswith(b"event: changed"):
                yield None

    def leave(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
