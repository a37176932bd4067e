// Uses every tool with the protocol's TypeScript client, over HTTP and over standard input and
// output, and waits for the news of a new revision.
//
// Arguments: the address of a server of the bundled book; the address of a server of a book with the
// file in the next argument; that file; and a program with arguments that speaks over its standard
// input and output.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const calls = JSON.parse(readFileSync(new URL('calls.json', import.meta.url)));
const [address, live, file, command, ...args] = process.argv.slice(2);

const http = (address) => new StreamableHTTPClientTransport(new URL(address));
const stdio = () => new StdioClientTransport({ command, args, stderr: 'ignore' });

async function connected(transport, mode) {
  const client = new Client({ name: 'loggia-checks', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  return client;
}

async function use(where, transport, mode) {
  const client = await connected(transport, mode);
  // Listing first lets the client hold every answer against its schema.
  const { tools } = await client.listTools();
  const called = [...new Set(calls.map((call) => call.tool))];
  assert.deepEqual(tools.map((tool) => tool.name).sort(), called.sort(), where);
  for (const { tool, arguments: given, holds } of calls) {
    const result = await client.callTool({ name: tool, arguments: given });
    const [{ text }] = result.content;
    assert.ok(!result.isError, `${where}: ${tool}: ${text}`);
    assert.deepEqual(JSON.parse(text), result.structuredContent, `${where}: ${tool}`);
    for (const words of holds) {
      assert.ok(text.includes(words), `${where}: ${tool}: no ${words} in ${text.slice(0, 2000)}`);
    }
  }
  const { completion } = await client.complete({
    ref: { type: 'ref/prompt', name: 'threat_model' },
    argument: { name: 'architecture', value: 'scaled' },
  });
  assert.equal(completion.values[0], 'Scaled-down architecture', where);
  await client.close();
}

async function news() {
  const client = await connected(http(live), 'auto');
  const told = new Promise((resolve) => {
    client.setNotificationHandler('notifications/resources/list_changed', resolve);
  });
  const subscription = await client.listen({ resourcesListChanged: true });
  writeFileSync(file, '# Changed\n\nNew words about a capybara.\n');
  await told;
  const result = await client.callTool({ name: 'search', arguments: { query: 'capybara' } });
  assert.equal(result.structuredContent.total, 1);
  await subscription.close();
  await client.close();
}

await use('http, newest', http(address), 'auto');
await use('http, 2025', http(address), 'legacy');
await use('stdio, newest', stdio(), 'auto');
await use('stdio, 2025', stdio(), 'legacy');
await news();
console.log('all calls answered');
