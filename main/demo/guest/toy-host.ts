/** The machine that the toy shell pretends to be. */
export interface ToyHost {
  name: string
  user: string
  /** The text of the user's authorized_keys. */
  authorizedKeys(): string
}

export interface ToyTerminal {
  size: { rows: number; cols: number }
  /** A promise when the reader is behind: wait for it before writing more. */
  write(text: string): Promise<void> | undefined
  complain(text: string): void
  /** Ctrl-C was pressed or the connection is gone. */
  interrupted(): boolean
}
