/** The operating system inside a virtual machine, as far as the cloud can touch it. */
export interface Guest {
  /**
   * Boots. `offeredKeys` are the public keys (authorized_keys lines) that the image takes from the cloud's metadata at
   * this boot: it adds those that its authorized_keys lacks and removes none, as cloud-init does. Null: it doesn't look.
   * Resolves when the guest answers logins.
   */
  start(offeredKeys: string[] | null): Promise<void>
  /** Powers off: nobody listens any more and every session ends. */
  stop(): Promise<void>
}

/** A virtual machine that nobody can log in to. */
export const noGuest: Guest = { start: async () => undefined, stop: async () => undefined }
