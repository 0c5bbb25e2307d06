import { type AlgorithmKind, type WeakAlgorithm, weakAlgorithms } from '../../../contract/weak-algorithms.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { usableWeak } from './algorithms.js'
import { type AttemptFacts, messageOf, place } from './attempt-facts.js'
import { readServerOffer, type ServerOffer } from './kex-init.js'

/** Whether ssh2 says that nothing common was found. */
export const isNoCommonAlgorithm = (text: string) => /no matching/i.test(text)

const kinds: { part: keyof ServerOffer; kind: AlgorithmKind | 'compression' }[] = [
  { part: 'kex', kind: 'key exchange' },
  { part: 'serverHostKey', kind: 'host key' },
  { part: 'cipher', kind: 'cipher' },
  { part: 'hmac', kind: 'MAC' },
  { part: 'compress', kind: 'compression' },
]

interface Difference {
  kind: AlgorithmKind | 'compression'
  theirs: string[]
  ours: string[]
  /** The weak ones that the server has and that could be allowed. */
  helping: WeakAlgorithm[]
}

/** Both lists of each kind that does not fit, and what would have to be allowed. */
export function noCommonAlgorithm(error: unknown, facts: AttemptFacts): LatchkeyError {
  const differing = differences(facts)
  const where = place(facts.target)
  const helping = differing.flatMap((one) => one.helping)
  const canHelp = differing.length > 0 && differing.every((one) => one.helping.length > 0)
  const detail = differing.map(
    ({ kind, theirs, ours }) =>
      `${capital(kind)}: the server offers ${theirs.join(', ') || 'nothing'}; Latchkey offers ${ours.join(', ')}.`,
  )
  const what = differing.length === 1 ? noCommon(differing[0]?.kind) : told`no common algorithms`
  return new LatchkeyError(
    'ssh-no-common-algorithm',
    `${where} and Latchkey have ${differing.length === 0 ? told`no common algorithm` : what}.`,
    {
      advice: canHelp
        ? `It has only weak ones (${helping.join(', ')}): update it, or allow them for this instance alone.`
        : "The server's SSH settings are too old or too narrow: allow one of the algorithms in the details on it.",
      detail: detail.join(' ') || messageOf(error),
      cause: error,
      ...(canHelp && facts.others !== null && { remedies: [{ kind: 'allow-weak', algorithms: helping }] }),
    },
  )
}

function differences({ firstBytes, offer }: AttemptFacts): Difference[] {
  const server = readServerOffer(firstBytes)
  if (server === null || offer === null) return []
  const shared = (part: keyof ServerOffer) => offer[part].find((name) => server[part].includes(name))
  const needsNoMac = /-gcm@|poly1305@/.test(shared('cipher') ?? '')
  return kinds
    .filter(({ part }) => shared(part) === undefined && !(part === 'hmac' && needsNoMac))
    .map(({ part, kind }) => ({
      kind,
      theirs: server[part],
      ours: offer[part],
      helping: kind === 'compression' ? [] : helpingOf(kind, server[part]),
    }))
}

/** The least weak one is enough. */
function helpingOf(kind: AlgorithmKind, theirs: string[]): WeakAlgorithm[] {
  const usable = usableWeak(kind)
  const names = weakAlgorithms.map(({ name }) => name).filter((name) => usable.includes(name))
  return names.filter((name) => theirs.includes(name)).slice(0, 1)
}

const noCommon = (kind: Difference['kind'] | undefined) =>
  kind === 'key exchange' || kind === 'compression'
    ? told`no common way of ${kind}`
    : told`no common ${kind} algorithm`

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
