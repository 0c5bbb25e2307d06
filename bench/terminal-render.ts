import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { buildIfNeeded } from '../scripts/build-if-needed.js'
import { labAccount, launchChromium, startWebHost, stopProcess } from '../test/e2e/launch.js'
import { addLabAccount, bindKey, createKey, makeSealedVault, trustHostKey } from '../test/e2e/steps.js'
import { runOk } from '../test/helpers/processes.js'
import { startLab } from '../test/lab/lab.js'
import { writeColouredText } from './coloured-text.js'
import { openSshArgs } from './openssh.js'
import { type PeerTerminal, startPeerTerminal } from './peer-terminal.js'
import { type Bench, median, plainRow, type Row, ratioRow } from './row.js'
import { installMeter } from './terminal-meter.js'

const ROUNDS = 5
const FILE_BYTES = 50_000_000
/** Software WebGL, which Chromium gives only when asked for; on a machine with a GPU it does no harm. */
const WEBGL = '--enable-unsafe-swiftshader'

/**
 * `cat` of 50 MB of coloured text: through sshd, the SSH client, flow control, the WebSocket and xterm until it is drawn,
 * against the same file through `ssh` on a pty that is read and thrown away. And Ctrl-C in a flood until the prompt.
 */
export const terminalRender: Bench = {
  name: 'terminal.render',
  needs: ['chromium', 'openssh-client', 'openssh-server'],
  async run() {
    buildIfNeeded()
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
    const lab = await startLab({ guests: 'sshd' })
    const instance = lab.instance('web-1')
    const labFile = join(dir, 'lab.json')
    await writeFile(labFile, JSON.stringify(labAccount(lab)), { mode: 0o600 })
    const host = await startWebHost(['--profile', join(dir, 'profile'), '--lab-file', labFile])
    const browser = await launchChromium([WEBGL])
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    try {
      await installMeter(page)
      await page.goto(host.url)
      await openTerminal(page, instance.hostKeyFingerprints)
      const keyFile = await letPeerIn(instance.authorizedKeysPath, dir)
      const hostKeys = [await hostKeyOf(instance.port)]
      const peer = startPeerTerminal(await openSshArgs({ ...instance, hostKeys }, dir, keyFile))
      return await measure(page, peer, join(dir, 'coloured.txt'))
    } finally {
      await browser.close()
      await stopProcess(host.child)
      await lab.stop()
      await rm(dir, { recursive: true, force: true })
    }
  },
}

async function openTerminal(page: Page, hostKeys: readonly string[]): Promise<void> {
  await makeSealedVault(page)
  await createKey(page, 'bench')
  await addLabAccount(page)
  await bindKey(page, 'web-1')
  await trustHostKey(page, hostKeys)
  await Promise.all([
    page.evaluate(() => window.latchkeyMeter.received(1)),
    page.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true }).click({ timeout: 60_000 }),
  ])
  await page.locator('.xterm-helper-textarea:visible').focus()
}

async function letPeerIn(authorizedKeys: string | undefined, dir: string): Promise<string> {
  if (authorizedKeys === undefined) throw new Error('The lab runs without real sshd.')
  const keyFile = join(dir, 'id_ed25519')
  await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
  appendFileSync(authorizedKeys, readFileSync(`${keyFile}.pub`))
  return keyFile
}

async function hostKeyOf(port: number): Promise<string> {
  const stdout = await runOk('ssh-keyscan', ['-t', 'ed25519', '-p', String(port), '127.0.0.1'])
  return stdout.trim().split(' ').slice(1).join(' ')
}

async function measure(page: Page, peer: PeerTerminal, file: string): Promise<Row[]> {
  writeColouredText(file, FILE_BYTES)
  await setPrompts(page, peer)
  await proveNoByteLost(page, file)
  const cat = (round: number) => ({
    command: `cat ${file}; printf 'DRAWN-%s' ${round}-END`,
    marker: `DRAWN-${round}-END`,
  })
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const { command, marker } = cat(round)
    ours.push(await timeDrawn(page, command, marker))
    theirs.push(await peer.time(`${command}\n`, marker))
  }
  const interrupts = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    interrupts.ours.push(await interruptOurs(page, file))
    interrupts.theirs.push(await interruptPeer(peer, file))
  }
  peer.close()
  const seconds = (values: number[]) => median(values.slice(1)) / 1000
  return [
    ratioRow('terminal.render 50 MB', 's', seconds(ours), seconds(theirs)),
    ratioRow('terminal.render Ctrl-C to prompt', 'ms', median(interrupts.ours), median(interrupts.theirs)),
    plainRow(
      `terminal.render ${await rendererName(page)}`,
      'canvases',
      await page.locator('.xterm canvas').count(),
    ),
  ]
}

const PROMPT = 'LK-PROMPT> '
/** The prompt's parts are joined by the shell, so that the echo of the command is not taken for it. */
const SET_PROMPT = `unset PROMPT_COMMAND; PS1=$(printf '%s%s' LK- 'PROMPT> ')`

async function setPrompts(page: Page, peer: PeerTerminal): Promise<void> {
  await timeDrawn(page, SET_PROMPT, PROMPT)
  await peer.time(`${SET_PROMPT}\n`, PROMPT)
}

async function timeDrawn(page: Page, command: string, marker: string): Promise<number> {
  await page.keyboard.insertText(command)
  return timeKey(page, 'Enter', marker)
}

/** Everything that reached the page between two marks is the file, byte for byte, as the pty wrote it. */
async function proveNoByteLost(page: Page, file: string): Promise<void> {
  const start = 'FILE-STARTS'
  await page.evaluate(() => {
    window.latchkeyMeter.keep = true
  })
  await timeDrawn(
    page,
    `stty -opost; printf '%s' FILE- STARTS; cat ${file}; stty opost; printf 'DRAWN-%s' PROVEN`,
    'DRAWN-PROVEN',
  )
  const expected = createHash('sha256').update(readFileSync(file)).digest('hex')
  const found = await page.evaluate(({ from, to }) => window.latchkeyMeter.between(from, to), {
    from: start,
    to: 'DRAWN-PROVEN',
  })
  if (found !== expected) throw new Error('Bytes were lost or changed on the way to the window.')
}

async function interruptOurs(page: Page, file: string): Promise<number> {
  await page.keyboard.insertText(`while true; do cat ${file}; done`)
  await page.keyboard.press('Enter')
  await page.evaluate(() => window.latchkeyMeter.received(5_000_000))
  return timeKey(page, 'Control+c', PROMPT)
}

/** In three calls, because a key overtakes a call to a page that is busy drawing. */
async function timeKey(page: Page, key: string, marker: string): Promise<number> {
  await page.evaluate((wanted) => window.latchkeyMeter.expect(wanted), marker)
  await page.keyboard.press(key)
  return page.evaluate(() => window.latchkeyMeter.drawn())
}

async function interruptPeer(peer: PeerTerminal, file: string): Promise<number> {
  await peer.flood(`while true; do cat ${file}; done\n`, 5_000_000)
  return peer.time('\u0003', PROMPT)
}

async function rendererName(page: Page): Promise<string> {
  const webgl = (await page.locator('.xterm-rows').count()) === 0
  return webgl ? 'drawn by WebGL' : 'drawn by the DOM'
}
