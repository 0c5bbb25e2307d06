import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'

/** Text of a file of the profile; empty if there is none. */
export async function profileFile(profileDir: string, name: string): Promise<string> {
  const path = join(profileDir, name)
  return existsSync(path) ? readFile(path, 'utf8') : ''
}

/** What the profile has of keys, accounts and bindings. */
export async function readProfile(profileDir: string): Promise<Profile> {
  return JSON.parse(await profileFile(profileDir, 'profile.json')) as Profile
}

interface Profile {
  keys: { id: string; name: string }[]
  accounts: unknown[]
  bindings: { instanceId: string; user: string; proofs: unknown[] }[]
  bindingJournal: unknown[]
  recentSessions: unknown[]
}

/**
 * Does something that must fail, and has it change neither the profile nor known_hosts. That a connection was tried stands
 * in the list of recent sessions.
 */
export async function changesNothing(profileDir: string, attempt: () => Promise<void>): Promise<void> {
  const read = async () => {
    const { recentSessions: _, ...profile } = JSON.parse(await profileFile(profileDir, 'profile.json'))
    return { profile, knownHosts: await profileFile(profileDir, 'known_hosts') }
  }
  const before = await read()
  await attempt()
  expect(await read()).toEqual(before)
}
