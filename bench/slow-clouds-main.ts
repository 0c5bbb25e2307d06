import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { startCloudStackSimulator } from '../test/simulators/cloudstack/simulator.js'

/*
 * Clouds in a process of their own: `ACCOUNTS INSTANCES LATENCY_MS`. Writes one line of JSON once they answer, and ends with its
 * standard input. Real clouds make their answers on machines of their own, all at the same time; here one simulator makes them, so
 * each is made once, in the round that warms up, and sent again after that. What is to be sent is looked up before the wait.
 */
const [accounts = 0, instances = 0, latencyMs = 0] = process.argv.slice(2).map(Number)
const specs = Array.from({ length: accounts }, (_, number) => {
  return { name: `account-${number}`, apiKey: `api-${number}`, secretKey: `secret-${number}` }
})
const sim = await startCloudStackSimulator({ accounts: specs })
for (const { name } of specs)
  for (let number = 0; number < instances; number++)
    await sim.addVirtualMachine({
      name: `vm-${number}`,
      account: name,
      publicip: `198.51.100.${number % 250}`,
    })

const answers = new Map<string, { status: number; body: Buffer }>()
const server = createServer(async (request, response) => {
  const form = await text(request)
  const known = answers.get(asked(form))
  await sleep(latencyMs)
  const { status, body } = known ?? (await made(form))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/api`
  process.stdout.write(`${JSON.stringify({ endpoint, accounts: specs })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))

/** All but the time and the signature. */
function asked(form: string): string {
  const params = new URLSearchParams(form)
  for (const name of ['expires', 'signature']) params.delete(name)
  return params.toString()
}

async function made(form: string): Promise<{ status: number; body: Buffer }> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(sim.endpoint, { method: 'POST', headers, body: form })
  const known = { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
  answers.set(asked(form), known)
  return known
}
