import { Script } from 'node:vm'
import type { Finding } from './finding.js'

/** The files of the build by their names in the archive (`out/main/electron.js`). */
export type Bundles = ReadonlyMap<string, Buffer>

const PRELOAD = 'out/preload/preload.cjs'
const PRELOAD_BYTES = 10_000

/** What only a build for development holds, or only a program that is being tested. */
const DEV_CODE: [pattern: RegExp, what: string][] = [
  [
    /import\.meta\.hot|@vite\/client|createHotContext|ELECTRON_RENDERER_URL|@react-refresh/,
    'the development server',
  ],
  [/react(-dom(-client)?)?\.development\.js/, 'the development build of React'],
  [/[#@] sourceMappingURL=/, 'a link to a source map'],
  [/from ?["'](vitest|@playwright\/test|node:test)["']/, 'test code'],
  [/\bdebugger;/, 'a breakpoint'],
]

/** Secrets as their makers format them, and the places where a build machine keeps its own. */
const SECRETS: [pattern: RegExp, what: string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{60,}/, 'a private key'],
  [/\bAGE-SECRET-KEY-1[0-9A-Z]{50,}/, 'a secret key of age'],
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAKID[0-9A-Za-z]{32}\b/, 'an access key of a cloud'],
  [/\bgh[pousr]_[0-9A-Za-z]{36}\b|\bnpm_[0-9A-Za-z]{36}\b/, 'an access token'],
]

/** The hosts that Latchkey's own files may name, and why. Anything else is a question for who adds it. */
const HOSTS: [host: RegExp, why: string][] = [
  [/^(www\.w3\.org|json-schema\.org|orpc)$/, 'names of formats: nothing is fetched'],
  [/^(react\.dev|mantine\.dev|github\.com)$/, 'documentation in messages of libraries'],
  [
    /^(raw\.githubusercontent\.com|jimmy\.warting\.se)$/,
    'the name of a schema of ajv, an author of undici’s',
  ],
  [/^(127\.0\.0\.1|localhost|host|HOST)$/, 'this computer, and placeholders'],
  [/(^|\.)example(\.com|\.org)?$/, 'placeholders'],
  [
    /^(docs\.openstack\.org|(docs\.)?cloudstack\.apache\.org|www\.tencentcloud\.com)$/,
    'advice about a cloud',
  ],
  [/^((intl\.)?tencentcloudapi\.com|img\.qcloud\.com)$/, 'Tencent Cloud'],
  [
    /^(infra\.mail\.ru|auth\.cloud\.ovh\.net|api\.openstack\.ecloud\.co\.uk)$/,
    'OpenStack clouds to choose from',
  ],
]

export function bundleFindings(bundles: Bundles, builtIn: string): Finding[] {
  const texts = [...bundles]
    .filter(([name]) => /\.(c?js|css|html|json)$/.test(name))
    .map(([name, body]) => ({ name, text: body.toString('utf8') }))
  return [
    ...preloadFindings(bundles.get(PRELOAD)),
    ...texts.flatMap(({ name, text }) => [
      ...matches('dev code', name, text, DEV_CODE),
      ...matches('secret', name, text, SECRETS),
      ...urlFindings(name, text),
      ...(text.includes(builtIn)
        ? [{ rule: 'secret', what: `${name} names ${builtIn}, where it was built.` }]
        : []),
      ...(name.endsWith('.html') ? pageFindings(name, text) : []),
    ]),
  ]
}

/** A sandboxed preload script is one small CommonJS file that requires nothing but Electron. */
function preloadFindings(body: Buffer | undefined): Finding[] {
  const finding = (what: string) => [{ rule: 'preload', what: `${PRELOAD} ${what}` }]
  if (body === undefined) return finding('is missing.')
  const code = body.toString('utf8')
  if (body.length >= PRELOAD_BYTES) return finding(`has ${body.length} bytes, more than ${PRELOAD_BYTES}.`)
  const required = [...code.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name = '']) => name)
  const others = required.filter((name) => !/^["']electron["']$/.test(name))
  if (others.length > 0) return finding(`requires ${others.join(', ')}.`)
  try {
    new Script(`(function () {${code}\n})`)
    return []
  } catch (error) {
    return finding(`is no CommonJS: ${(error as Error).message}.`)
  }
}

function matches(rule: string, name: string, text: string, patterns: [RegExp, string][]): Finding[] {
  return patterns
    .filter(([pattern]) => pattern.test(text))
    .map(([, what]) => ({ rule, what: `${name} has ${what}.` }))
}

function urlFindings(name: string, text: string): Finding[] {
  const hosts = [...text.matchAll(/\b(?:https?|wss?):\/\/([\w.-]+[\w])/g)].map(([, host = '']) => host)
  return [...new Set(hosts)]
    .filter((host) => !HOSTS.some(([known]) => known.test(host)))
    .map((host) => ({
      rule: 'remote address',
      what: `${name} names ${host}, which scripts/pack/bundle-rules.ts does not know.`,
    }))
}

/** The page takes everything from its own origin, and no script stands in it. */
function pageFindings(name: string, text: string): Finding[] {
  const scripts = [...text.matchAll(/<script\b([^>]*)>([^<]*)/g)]
  const inline = scripts.filter(
    ([, attributes = '', code = '']) => !/\bsrc=/.test(attributes) || code.trim() !== '',
  )
  const remote = [...text.matchAll(/\b(?:src|href)="([^"]*)"/g)].filter(([, url = '']) => !/^\.?\//.test(url))
  const events = /<[^>]+\son\w+=/.test(text)
  return [
    ...(inline.length > 0 || events ? [{ rule: 'page', what: `${name} holds a script.` }] : []),
    ...remote.map(([, url]) => ({ rule: 'page', what: `${name} takes ${url} from elsewhere.` })),
  ]
}
