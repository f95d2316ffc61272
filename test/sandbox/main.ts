// npm run sandbox: the local MiMo endpoint for people. The port is the first argument or MIMO_SANDBOX_PORT.
import { conversations } from './conversations.ts';
import { faultLines } from './faults.ts';
import { keyRules } from './keys.ts';
import { startSandbox, type Sandbox } from './server.ts';

const defaultPort = 4020;

/** The wanted port, or the next one that is free. */
async function start(wanted: number): Promise<Sandbox> {
  for (let port = wanted; port < wanted + 50; port++) {
    try {
      return await startSandbox({ port, pace: 'natural' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      console.log(`Port ${port} is taken, trying the next one.`);
    }
  }
  throw new Error(`No free port from ${wanted} to ${wanted + 49}.`);
}

const given = process.argv[2] ?? process.env['MIMO_SANDBOX_PORT'];
const wanted = given === undefined ? defaultPort : Number(given);
if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
  console.error(`Not a port: ${given}`);
  process.exit(1);
}

const sandbox = await start(wanted);
const examples = conversations.map(
  ({ name, examples }) => `  ${name.padEnd(34)} ${examples.en}   ·   ${examples.zh}`,
);
console.log(`The MiMo sandbox is running. Nothing leaves this machine.

  OpenAI base     ${sandbox.url}/v1
  Anthropic base  ${sandbox.url}/anthropic

Any key is accepted. These beginnings of a key are answered differently:
${keyRules.map(({ prefix, status, message }) => `  ${prefix.padEnd(14)} ${status}  ${message}`).join('\n')}

Try
${examples.join('\n')}
  tool calls                         offer tools and name one, or say "use a tool" ("in parallel", "step by step")

Faults (put one in front of a question, or send it alone)
${faultLines()
  .map((line) => `  ${line}`)
  .join('\n')}

Ctrl+C stops it.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
