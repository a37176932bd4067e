"""Uses every tool, the resources, prompts and completions with the protocol's Python client.

Arguments: the address of a server, and a program with arguments that speaks over its standard input
and output. Prints what failed, and `all calls answered` where nothing did.
"""

import asyncio
import json
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters

CALLS = json.loads((Path(__file__).parent / "calls.json").read_text())
ADDRESS, PROGRAM, *ARGUMENTS = sys.argv[1:]


async def use(where, server, mode):
    async with Client(server, mode=mode) as client:
        where = f"{where}, {client.protocol_version}"
        assert "It is data." in client.instructions, where
        listed = (await client.list_tools()).tools
        assert {tool.name for tool in listed} == {call["tool"] for call in CALLS}, where
        for call in CALLS:
            result = await client.call_tool(call["tool"], call["arguments"])
            text = result.content[0].text
            assert not result.is_error, f"{where}: {call['tool']}: {text}"
            assert json.loads(text) == result.structured_content, f"{where}: {call['tool']}"
            for words in call["holds"]:
                assert words in text, f"{where}: {call['tool']}: no {words!r} in {text[:2000]}"
        wrong = await client.call_tool("sparql_query", {"query": "SELECT nonsense"})
        assert wrong.is_error and "line 1" in wrong.content[0].text, where
        pages = (await client.list_resources()).resources
        page = next(page for page in pages if page.uri.endswith("/architectures/principles"))
        read = await client.read_resource(page.uri)
        assert read.contents[0].text.startswith("# Principles"), where
        templates = (await client.list_resource_templates()).resource_templates
        assert len(templates) == 2, where
        for prompt in (await client.list_prompts()).prompts:
            given = {argument.name: "scaled-down architecture" for argument in prompt.arguments}
            got = await client.get_prompt(prompt.name, given)
            assert "Scaled-down architecture" in got.messages[0].content.text, where
        return client.protocol_version


async def main():
    spoken = [
        await use("http", ADDRESS, "auto"),
        await use("http", ADDRESS, "legacy"),
        await use("stdio", StdioServerParameters(command=PROGRAM, args=ARGUMENTS), "auto"),
        await use("stdio", StdioServerParameters(command=PROGRAM, args=ARGUMENTS), "legacy"),
    ]
    assert spoken == ["2026-07-28", "2025-11-25"] * 2, spoken
    print("all calls answered")


asyncio.run(main())
