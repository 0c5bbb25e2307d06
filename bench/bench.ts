import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureSystemPackages } from '../test/system-packages.js'
import { cloudsRefresh } from './clouds-refresh.js'
import { forwardDynamic, forwardLocal } from './forward.js'
import { mapCompute } from './map-compute.js'
import { mapFilter } from './map-filter.js'
import type { Bench, Row } from './row.js'
import { sftpDownload, sftpLatency, sftpMemory, sftpSmallFiles, sftpUpload } from './sftp.js'
import { sshConnect } from './ssh-connect.js'
import { sshThroughput } from './ssh-throughput.js'
import { terminalEchoFlood, terminalEchoIdle } from './terminal-echo.js'
import { terminalInterrupt } from './terminal-interrupt.js'
import { terminalMemory } from './terminal-memory.js'
import { terminalRender } from './terminal-render.js'
import { uiPalette } from './ui-palette.js'
import { uiBundle, uiStart } from './ui-start.js'
import { uiFilter, uiScroll } from './ui-table.js'
import { vaultFilter } from './vault-filter.js'
import { vaultGenerate } from './vault-generate.js'
import { vaultList } from './vault-list.js'
import { vaultOpenBcrypt } from './vault-open-bcrypt.js'
import { vaultUnlock } from './vault-unlock.js'

/*
 * `npm run bench [-- --json FILE] [NAME…]`: each row compares with a peer in the same run, alternating, by medians
 * (bench/README.md).
 */

const benches: Bench[] = [
  cloudsRefresh,
  forwardDynamic,
  forwardLocal,
  mapCompute,
  mapFilter,
  sftpDownload,
  sftpLatency,
  sftpMemory,
  sftpSmallFiles,
  sftpUpload,
  sshConnect,
  sshThroughput,
  terminalEchoFlood,
  terminalEchoIdle,
  terminalInterrupt,
  terminalMemory,
  terminalRender,
  uiBundle,
  uiFilter,
  uiPalette,
  uiScroll,
  uiStart,
  vaultFilter,
  vaultGenerate,
  vaultList,
  vaultOpenBcrypt,
  vaultUnlock,
]

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true })
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `Not a bench: ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(2)
}

const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const needs = [...new Set(chosen.flatMap((bench) => bench.needs))]
if (ensureSystemPackages(needs, 'The bench compares with them. To install them').length > 0) process.exit(2)

const rows: Row[] = []
for (const bench of chosen) {
  for (const row of await bench.run()) {
    rows.push(row)
    console.log(line(row))
  }
}
console.log(`The computer's load now: ${loadavg()[1]?.toFixed(1)} on ${availableParallelism()} processors.`)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
process.exit(0)

function line({ name, unit, ours, peer, ratio, aim, met }: Row): string {
  const figure = (value: number | null) =>
    (value === null ? '–' : value.toFixed(value < 10 ? 2 : 0)).padStart(9)
  const verdict = aim === null ? '' : `  aim ≤ ${aim.toFixed(2)} ${met ? 'met' : 'missed'}`
  return `${name.padEnd(34)} ours ${figure(ours)} ${unit}  peer ${figure(peer)} ${unit}  ratio ${figure(ratio)}${verdict}`
}
