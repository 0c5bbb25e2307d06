import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'
import { KEY_FILE_ENDS, LINK_SCHEMES } from '../../contract/openings.js'
import type { Finding } from './finding.js'
import { root } from './lock.js'

interface SystemConfig {
  target: { target: string; arch: string[] }[]
}

export interface BuilderConfig {
  win: SystemConfig
  mac: SystemConfig & { hardenedRuntime?: boolean; entitlements?: string }
  linux: SystemConfig
  productName: string
  appx: { artifactName: string; minVersion: string }
  protocols?: { schemes: string[] }[]
  fileAssociations?: { ext: string }[]
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
    ...handedOver(config).map(finding),
    ...entitlementFindings(readFileSync(join(root, entitlements), 'utf8')),
  ]
}

/** What is registered with the systems, and what Latchkey takes of them (contract/openings.ts), are the same. */
function handedOver({ protocols = [], fileAssociations = [] }: BuilderConfig): string[] {
  const registered = [
    ...protocols.flatMap(({ schemes }) => schemes).map((scheme) => `${scheme}:`),
    ...fileAssociations.map(({ ext }) => `.${ext}`),
  ]
  const taken = [...LINK_SCHEMES.map((scheme) => `${scheme}:`), ...KEY_FILE_ENDS.map((end) => `.${end}`)]
  return [
    ...registered.filter((one) => !taken.includes(one)).map((one) => `${one} is registered, and not taken.`),
    ...taken.filter((one) => !registered.includes(one)).map((one) => `${one} is taken, and not registered.`),
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
