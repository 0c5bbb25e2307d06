import { spawn } from 'node:child_process'
import { ANSWER } from './terminal-probe.js'

/*
 * Floods its terminal with a file, over and over, and answers each key with a star and an OSC by which the page's probe
 * knows it. Ends with Ctrl-C.
 */

const CTRL_C = 3
const [file = ''] = process.argv.slice(2)
const flood = spawn('sh', ['-c', 'while :; do cat "$0"; done', file], {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
})
const end = () => {
  if (flood.pid !== undefined) process.kill(-flood.pid)
  process.exit()
}
process.on('SIGHUP', end)
process.stdin.setRawMode(true)
process.stdin.on('data', (keys) => {
  if (keys.includes(CTRL_C)) end()
  process.stdout.write(`*\x1b]${ANSWER};\x07`)
})
