import { STATUS } from './wire.js'

/** A server's "no" (§7), or the end of the channel. */
export class SftpError extends Error {
  override readonly name = 'SftpError'

  /** `lost`: the channel has ended. */
  constructor(
    readonly status: number | 'lost',
    message: string,
  ) {
    super(message)
  }
}

export function isStatus(error: unknown, ...names: (keyof typeof STATUS)[]): boolean {
  return error instanceof SftpError && names.some((name) => STATUS[name] === error.status)
}
