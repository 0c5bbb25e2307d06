import type { Instance } from '../../../contract/instances.js'
import { told } from '../../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { messageOf, place, printable } from '../sessions/attempt-facts.js'
import type { Hop, SshTarget } from '../sessions/way.js'

const about = ({ id: instanceId, name }: Instance) => ({ instanceId, name })

/** What kept a hop's own login from succeeding, with its name before it. What is said of a hop already passes as it is. */
export function hopFailed(error: unknown, hop: Instance): unknown {
  if (!isLatchkeyError(error) || error.code === 'cancelled' || error.info.hop !== undefined) return error
  return error.with({ hop: about(hop) }, told`At the jump host ${hop.name}: ${error.message}`)
}

/** A hop's connection has ended under the one that went through it. */
export function hopLost(cause: unknown, hop: Hop, target: SshTarget): LatchkeyError {
  const detail = isLatchkeyError(cause) ? cause.message : messageOf(cause)
  return new LatchkeyError(
    'ssh-closed',
    `The connection to the jump host ${hop.instance.name} was lost, and with it the one to ${place(target)}.`,
    {
      advice: 'Reconnect. What ran in the terminal has probably ended, unless it ran in tmux or screen.',
      retryable: true,
      hop: about(hop.instance),
      cause,
      ...(detail !== '' && { detail }),
    },
  )
}

/** RFC 4254 §5.1 */
const PROHIBITED = 1
const CONNECT_FAILED = 2

/** A hop is logged in to, and opens no connection to the next host. */
export function noWayOn(cause: unknown, hop: Hop, target: SshTarget): LatchkeyError {
  const { name } = hop.instance
  const reason = cause instanceof Error && 'reason' in cause ? cause.reason : null
  const words = printable(Buffer.from(messageOf(cause).replace(/^.*Channel open failure: */, '')))
  const parts = { retryable: true, cause, ...(words !== '' && { detail: words }) }
  if (reason === CONNECT_FAILED)
    return new LatchkeyError('ssh-unreachable', `${name} can't connect to ${place(target)}.`, {
      advice: `Check that a firewall or security group there lets ${name} in, that the address is right as seen from ${name}, and that the SSH server runs.`,
      ...parts,
    })
  if (reason === PROHIBITED)
    return new LatchkeyError(
      'ssh-unreachable',
      `${name} does not let ${hop.user} go on to ${place(target)}.`,
      {
        advice: `On ${name}, AllowTcpForwarding, PermitOpen and DisableForwarding in sshd_config decide that, and options of the key in authorized_keys (restrict, no-port-forwarding).`,
        ...parts,
        hop: about(hop.instance),
      },
    )
  return new LatchkeyError('ssh-unreachable', `${name} opened no connection to ${place(target)}.`, {
    advice: `Look at the log of the SSH server on ${name}.`,
    ...parts,
    hop: about(hop.instance),
  })
}
