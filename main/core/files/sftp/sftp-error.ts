import { STATUS } from './wire.js'

/** A server's "no" (§7), or the end of the channel. */
export class SftpError extends Error {
  override readonly name = 'SftpError'

  /** `lost`: the channel has ended. `garbled`: an answer came that is none. */
  constructor(
    readonly status: number | 'lost' | 'garbled',
    message: string,
  ) {
    super(message)
  }
}

export function isStatus(error: unknown, ...names: (keyof typeof STATUS)[]): boolean {
  return error instanceof SftpError && names.some((name) => STATUS[name] === error.status)
}
