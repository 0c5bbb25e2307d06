import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import { goTo } from './steps.js'

export interface KeyFile {
  /** Of the private key; the public key's ends in `.pub`. */
  path: string
  /** `SHA256:…` as ssh-keygen prints it. */
  fingerprint: string
  privateText: string
  publicText: string
}

/** A key pair made by ssh-keygen in `dir`; an empty passphrase leaves it unencrypted. */
export async function opensshKey(dir: string, name: string, passphrase: string): Promise<KeyFile> {
  const path = join(dir, name)
  await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', `${name}@laptop`, '-f', path])
  const printed = await runOk('ssh-keygen', ['-l', '-E', 'sha256', '-f', `${path}.pub`])
  return {
    path,
    fingerprint: printed.split(' ')[1] ?? '',
    privateText: await readFile(path, 'utf8'),
    publicText: await readFile(`${path}.pub`, 'utf8'),
  }
}

/** Any key pair that ssh-keygen makes with these arguments, e.g. `-t ecdsa -m PEM`. */
export async function madeKey(dir: string, name: string, args: string[], passphrase = ''): Promise<string> {
  const path = join(dir, name)
  await runOk('ssh-keygen', ['-q', ...args, '-N', passphrase, '-C', `${name}@laptop`, '-f', path])
  return path
}

/** Opens the sheet that imports keys. */
export async function openImport(page: Page): Promise<Locator> {
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  return page.getByRole('dialog')
}
