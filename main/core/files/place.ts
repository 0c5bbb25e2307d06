import type { FileKind } from '../../../contract/files.js'

/** What is known of something that is there, links not followed. */
export interface Known {
  kind: FileKind
  size: number
  /** Whole seconds since the epoch: SFTP 3 tells no more. */
  modified: number
  /** The twelve bits; null where there are none (Windows, a file of the window). */
  mode: number | null
  /** User and group in numbers, where a server tells them. */
  owner?: { uid: number; gid: number } | undefined
}

/** What a finished file is to be. Without a mode it stays what it was made with; without an owner it is whose it is. */
export type Finish = Pick<Known, 'mode' | 'modified' | 'size' | 'owner'>

/** An open file that is read. */
export interface Source {
  known: Known
  /** At most `length` bytes; null at the end. They may be put into `room`, if it is given, which is that long. */
  read(offset: number, length: number, room?: Uint8Array): Promise<Uint8Array | null>
  /** What is known of it now: it may have changed. */
  again(): Promise<Known>
  close(): Promise<void>
}

/** What came of it. */
export interface Finished {
  size: number
  /** The owner is the one asked for. */
  owned: boolean
  /** So are mode and time: some servers and file systems take none. */
  kept: boolean
}

/** An open file that is written. */
export interface Sink {
  write(offset: number, bytes: Uint8Array): Promise<void>
  read(offset: number, length: number): Promise<Uint8Array | null>
  /** Sets owner, mode and time, and cuts off what is behind `size`; `durable`: on the disk, where that can be asked for. */
  finish(as: Finish, durable: boolean): Promise<Finished>
  close(): Promise<void>
}

/** Where files are copied from or to: a server, or this computer. Paths are absolute texts of file-names.ts. */
export interface Place {
  /** How many bytes one read or write should have. */
  piece: number
  /** Null where there is nothing. */
  look(path: string): Promise<Known | null>
  /** As `look`, of what a link leads to. It is not opened: a pipe would be waited for. */
  follow(path: string): Promise<Known>
  /** Names that no file can have are not among them. */
  list(folder: string): Promise<{ name: string; known: Known }[]>
  /** The permissions of a new file whose source has these. */
  newMode(mode: number): number
  /** Throws `input-invalid` for a name that can't be there. */
  pathIn(folder: string, name: string): string
  /** False where the folder is there already. */
  makeFolder(path: string): Promise<boolean>
  read(path: string): Promise<Source>
  /**
   * Made where it is not there, with mode 0600, or with `asUsual` as new files are made there (umask); what is in it
   * stays. Never through a symbolic link where that can be said.
   */
  write(path: string, asUsual?: boolean): Promise<Sink>
  /** The second name is the first one's from then on, at once where that can be. */
  replace(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
}
