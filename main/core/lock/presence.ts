/** Signs that the user is at work: a key or a click in a window, terminal input, a password just given. */
export interface Presence {
  note(): void
  onNote(listener: () => void): void
}

export function createPresence(): Presence {
  const listeners: (() => void)[] = []
  return {
    note() {
      for (const listener of listeners) listener()
    },
    onNote: (listener) => void listeners.push(listener),
  }
}
