import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Finding } from './finding.js'
import { root } from './lock.js'

interface SystemConfig {
  target: { target: string; arch: string[] }[]
}

export interface BuilderConfig {
  win: SystemConfig
  mac: SystemConfig & { hardenedRuntime?: boolean; entitlements?: string }
  linux: SystemConfig
  [key: string]: unknown
}

export function readConfig(): BuilderConfig {
  return parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as BuilderConfig
}

/** What Latchkey is released as. */
const RELEASED: Record<'win' | 'mac' | 'linux', Record<string, string[]>> = {
  win: { nsis: ['x64', 'arm64'], portable: ['x64', 'arm64'], appx: ['x64', 'arm64'] },
  mac: { dmg: ['universal'], zip: ['universal'] },
  linux: { AppImage: ['x64', 'arm64'], deb: ['x64', 'arm64'], rpm: ['x64', 'arm64'] },
}

/** Holds electron-builder.yml against electron-builder's own schema, which knows every target, and against what is released. */
export function configFindings(config: BuilderConfig): Finding[] {
  const finding = (what: string): Finding => ({ rule: 'configuration', what })
  const invalid = schemaError(config)
  if (invalid !== null) return [finding(invalid)]
  const missing = Object.entries(RELEASED).flatMap(([system, formats]) => {
    const { target } = config[system as keyof typeof RELEASED]
    return Object.entries(formats)
      .filter(([format, arch]) => !target.some((one) => one.target === format && `${one.arch}` === `${arch}`))
      .map(([format, arch]) => finding(`${system}: ${format} for ${arch.join(' and ')} is not made.`))
  })
  const { hardenedRuntime, entitlements = '' } = config.mac
  return [
    ...missing,
    ...(hardenedRuntime === true ? [] : [finding('mac: the hardened runtime is off.')]),
    ...entitlementFindings(readFileSync(join(root, entitlements), 'utf8')),
  ]
}

/** Each entitlement takes back a part of the hardened runtime; V8 needs this one. */
export function entitlementFindings(text: string): Finding[] {
  return [...text.matchAll(/<key>([^<]*)<\/key>/g)]
    .map(([, key]) => key)
    .filter((key) => key !== 'com.apple.security.cs.allow-jit')
    .map((key) => ({
      rule: 'configuration',
      what: `mac: the entitlement ${key} is more than Latchkey needs.`,
    }))
}

/** By electron-builder's own validator and schema, of which it exports no public name. Packing goes through both once more. */
function schemaError(config: BuilderConfig): string | null {
  const require = createRequire(import.meta.url)
  const { validateSchema } = require('app-builder-lib/out/util/config/schemaValidator.js')
  try {
    validateSchema(require('app-builder-lib/scheme.json'), structuredClone(config), {
      name: 'electron-builder',
    })
    return null
  } catch (error) {
    return (error as Error).message.split('\n').slice(0, 4).join(' ')
  }
}
