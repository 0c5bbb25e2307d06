import { LatchkeyError } from '../lib/error.js'
import { placeText, type Target } from './place.js'

/** Why this computer can't listen there. */
export function cantListen(error: NodeJS.ErrnoException, listen: Target): LatchkeyError {
  const parts = { cause: error }
  const at = placeText(listen)
  if (error.code === 'EADDRINUSE')
    return new LatchkeyError(
      'forward-port-taken',
      `Port ${listen.port} is taken: a program listens on ${at} already.`,
      {
        ...parts,
        advice: 'Choose another port, or end that program, then start again.',
        retryable: true,
      },
    )
  if (error.code === 'EACCES')
    return new LatchkeyError('forward-port-refused', `The system does not let you listen on ${at}.`, {
      ...parts,
      advice: 'Ports below 1024 are for administrators: choose one from 1024 up.',
    })
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new LatchkeyError(
      'forward-port-refused',
      `This computer does not have the address ${listen.host}.`,
      {
        ...parts,
        advice:
          'Listen on 127.0.0.1, which is for programs on this computer only, or on an address that it has.',
      },
    )
  return new LatchkeyError('forward-port-refused', `This computer can't listen on ${at}.`, {
    ...parts,
    advice: 'Choose another port or address, then start again.',
    ...(error.code !== undefined && { detail: error.code }),
  })
}

/** A server says no without a reason (RFC 4254 §4). */
export function serverWontListen(error: unknown, listen: Target): LatchkeyError {
  return new LatchkeyError('forward-refused', `The server does not listen on ${placeText(listen)} for you.`, {
    advice:
      'The port may be taken there or be below 1024, or its sshd does not allow it (AllowTcpForwarding, PermitListen).',
    retryable: true,
    cause: error,
  })
}

export function forwardNotFound(): LatchkeyError {
  return new LatchkeyError('forward-not-found', 'This forward is no longer there.', {
    advice: 'Look at the list of forwards again.',
  })
}
