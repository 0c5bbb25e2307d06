import type { Forward, ForwardOptions } from '../../../contract/forwards.js'
import { isLoopback } from '../../../contract/loopback.js'
import { mayOpenOutside } from '../../../contract/outside.js'
import { plural, say } from '../../../contract/words/say.js'
import { clockText } from '../../ui/age.js'
import type { Tone } from '../../ui/tone.js'
import { hear } from '../../words/language.js'
import { phaseLines } from '../sessions/phases.js'

/** What of a forward its words need. */
export type Told = Pick<Forward, 'options' | 'instanceName'> & { port: number | null }

/** What browsers and other programs find under that name, which is 127.0.0.1 for all of them. */
const isLocalhost = (host: string) => host === '127.0.0.1' || host.toLowerCase() === 'localhost'
const hostText = (host: string) => (host.includes(':') ? `[${host}]` : host)
const placeText = ({ host, port }: { host: string; port: number }) => `${hostText(host)}:${port}`

/** Where it listens, as programs beside it reach it: `localhost:5432`. Port 0 as "a free port" until there is one. */
function listenText({ options: { listen }, port }: Told): string {
  const host = isLocalhost(listen.host) ? 'localhost' : hostText(listen.host)
  const real = port ?? listen.port
  return real === 0 ? say`a free port of ${host}` : `${host}:${real}`
}

/** "localhost:5432 → db-1 → 127.0.0.1:5432" */
export function routeText(told: Told): string {
  const { options, instanceName } = told
  const at = listenText(told)
  if (options.kind === 'dynamic') return say`SOCKS on ${at} → ${instanceName} → anywhere`
  if (options.kind === 'local') return `${at} → ${instanceName} → ${placeText(options.to)}`
  return say`${instanceName} (${at}) → this computer → ${placeText(options.to)}`
}

/** What a program is given to use it; null while it is not known. */
export function addressOf(told: Told): string | null {
  const { options, port } = told
  const real = port ?? options.listen.port
  if (real === 0) return null
  const everywhere = options.listen.host === '0.0.0.0' || options.listen.host === '::'
  const host = isLocalhost(options.listen.host) || everywhere ? 'localhost' : hostText(options.listen.host)
  return options.kind === 'dynamic' ? `socks5h://${host}:${real}` : `${host}:${real}`
}

const webPorts = new Set([443, 8443, 4443, 9443])

/** What is opened in a browser; null where there is nothing for it, or nothing that may be opened (contract/outside.ts). */
export function webAddress(forward: Forward): string | null {
  const { options, state } = forward
  const address = addressOf(forward)
  if (options.kind !== 'local' || state !== 'up' || address === null) return null
  const web = `${webPorts.has(options.to.port) ? 'https' : 'http'}://${address}/`
  return mayOpenOutside(new URL(web)) ? web : null
}

/** What it will do, said before it does. */
export function promise(told: Told): string {
  const { options, instanceName } = told
  const at = listenText(told)
  if (options.kind === 'dynamic')
    return say`Programs that use ${at} as their SOCKS proxy reach what ${instanceName} reaches, names looked up there.`
  if (options.kind === 'local')
    return say`What connects to ${at} on this computer reaches ${placeText(options.to)} as ${instanceName} sees it.`
  return say`What connects to ${at} on ${instanceName} reaches ${placeText(options.to)} as this computer sees it.`
}

/** Who else can use it; null where only programs beside it can. */
export function exposure({ listen, kind }: ForwardOptions, instanceName: string): string | null {
  if (isLoopback(listen.host)) return null
  if (kind === 'remote')
    return say`Every computer that reaches ${instanceName} at ${listen.host} can use it, where its sshd allows that (GatewayPorts). Where it does not, only programs on ${instanceName} can, and the server does not say so.`
  const who =
    listen.host === '0.0.0.0' || listen.host === '::'
      ? say`Every computer that reaches this one over any network`
      : say`Every computer that reaches this one at ${listen.host}`
  return kind === 'dynamic'
    ? say`${who} can use it, without a password, and reaches whatever ${instanceName} reaches.`
    : say`${who} can use it, without a password.`
}

/** The word for its state, and what more there is to say. */
export function stateWords(forward: Forward): { tone: Tone; word: string; more: string } {
  const { state, phase, problem, lastRefusal, retryAt } = forward
  const words = (tone: Tone, word: string, more = '') => ({ tone, word, more })
  if (state === 'up')
    return lastRefusal === null ? words('ok', say`On`) : words('warn', say`On`, hear(lastRefusal.message))
  if (state === 'starting')
    return words('busy', say`Starting`, phaseLines(phase).find((line) => line.state === 'running')?.label)
  if (state === 'waiting')
    return words('warn', say`Lost`, say`Connects again ${whenText(retryAt)}. ${hear(problem?.message ?? '')}`)
  if (state === 'failed') return words('danger', say`Failed`, problem === null ? '' : hear(problem.message))
  return words('idle', say`Stopped`)
}

/** What it means to save one that runs, and is to lead elsewhere. */
export function cutWords({ connections: { open } }: Pick<Forward, 'connections'>): string {
  if (open === 0) return say`It is stopped and started anew.`
  return say`It is stopped and started anew. ${plural(open, '1 open connection is cut.', '# open connections are cut.')}`
}

/** When one that was lost connects again: `at 10:15:00`. */
export const whenText = (time: string | null) =>
  time === null ? say`when the vault is open` : say`at ${clockText(time)}`

export const runs = ({ state }: Pick<Forward, 'state'>): boolean => state !== 'stopped' && state !== 'failed'
