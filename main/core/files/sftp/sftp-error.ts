import { STATUS } from './wire.js'

/** A server's "no" (§7), or the end of the channel. */
export class SftpError extends Error {
  override readonly name = 'SftpError'

  /** `lost`: the channel has ended, with `cause` for what its connection ended of. `garbled`: an answer came that is none. */
  constructor(
    readonly status: number | 'lost' | 'garbled',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause })
  }
}

export function isStatus(error: unknown, ...names: (keyof typeof STATUS)[]): boolean {
  return error instanceof SftpError && names.some((name) => STATUS[name] === error.status)
}
