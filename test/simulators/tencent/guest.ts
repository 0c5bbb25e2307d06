/** The operating system inside an instance, as far as the cloud can touch it. */
export interface Guest {
  /** Resolves when it answers logins. */
  start(): Promise<void>
  /** Powers off: nobody listens any more and every session ends. */
  stop(): Promise<void>
  /** Writes the keys (authorized_keys lines) for the default user in the place of those that the cloud wrote before. */
  setKeys(publicKeys: string[]): Promise<void>
}

/** An instance that nobody can log in to. */
export const noGuest: Guest = {
  start: async () => undefined,
  stop: async () => undefined,
  setKeys: async () => undefined,
}
