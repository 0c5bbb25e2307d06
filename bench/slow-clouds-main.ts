import { startCloudStackSimulator } from '../test/simulators/cloudstack/simulator.js'

/*
 * Clouds in a process of their own, so that their work doesn't count as ours: `ACCOUNTS INSTANCES LATENCY_MS`. Writes one line of
 * JSON once they answer, and ends with its standard input.
 */
const [accounts = 0, instances = 0, latencyMs = 0] = process.argv.slice(2).map(Number)
const specs = Array.from({ length: accounts }, (_, number) => {
  return { name: `account-${number}`, apiKey: `api-${number}`, secretKey: `secret-${number}` }
})
const sim = await startCloudStackSimulator({ accounts: specs, settings: { latencyMs } })
for (const { name } of specs)
  for (let number = 0; number < instances; number++)
    await sim.addVirtualMachine({
      name: `vm-${number}`,
      account: name,
      publicip: `198.51.100.${number % 250}`,
    })
process.stdout.write(`${JSON.stringify({ endpoint: sim.endpoint, accounts: specs })}\n`)
process.stdin.resume().on('end', () => process.exit(0))
