import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { SessionPhase } from './sessions.js'

/** Of the largest text file that is opened to be edited, in bytes. */
export const MOST_TEXT_BYTES = 2 * 1024 * 1024

/**
 * A path on a server, in the form of file-names.ts. `~` and `~/…` begin in the home of the login's user; what else does not
 * begin with `/` is refused. PATH_MAX of Linux is 4096 bytes.
 */
export const RemotePath = z
  .string()
  .max(8192, 'This path is too long.')
  .refine((path) => /^(\/|~$|~\/)/.test(path), 'A path begins with / or with ~.')
  .refine((path) => !path.includes('\0'), 'A path can not hold a NUL.')

/** One part of a path. */
export const FileName = z
  .string()
  .min(1, 'It needs a name.')
  .max(255, 'A name has at most 255 bytes.')
  .refine((name) => name !== '.' && name !== '..', 'This name stands for a folder.')
  .refine((name) => !/[/\0]/.test(name), 'A name can not hold a slash or a NUL.')

/** Twelve bits: rwx for owner, group and others, and setuid, setgid, sticky above them. */
export const Permissions = z.int().min(0).max(0o7777)

export const FileKind = z.enum(['file', 'folder', 'link', 'other'])
export type FileKind = z.infer<typeof FileKind>

/** What is not told by the server is null. */
export const FileEntry = z.object({
  /** As file-names.ts says. Never `.` or `..`, and without `/`. */
  name: z.string(),
  kind: FileKind,
  /** Of links what they lead to; null where that is nothing, or can not be seen. Of others the kind itself. */
  leadsTo: FileKind.nullable(),
  size: z.number().nullable(),
  modified: Time.nullable(),
  permissions: Permissions.nullable(),
  uid: z.number().nullable(),
  gid: z.number().nullable(),
})
export type FileEntry = z.infer<typeof FileEntry>

/** A folder comes in pieces; each adds to those before. */
export const FolderPage = z.object({
  /** Of the folder itself, absolute, links and `..` followed. */
  path: z.string(),
  entries: z.array(FileEntry),
  /** No more will come. */
  complete: z.boolean(),
  /** Names that no file can have (`a/b`, `..`, none at all), which a server gave all the same; they are left out. */
  refused: z.int(),
  /** The server went on for more than a million entries, and was not listened to any longer. */
  cut: z.boolean(),
})
export type FolderPage = z.infer<typeof FolderPage>

export const FileDetails = FileEntry.extend({
  /** Absolute; of a link that of the link itself. */
  path: z.string(),
  /** What a link says, as it says it. */
  target: z.string().nullable(),
  accessed: Time.nullable(),
})
export type FileDetails = z.infer<typeof FileDetails>

/** Whether there is a way to an instance's files. */
export const FilesAccess = z.object({
  state: z.enum(['connecting', 'open', 'closed']),
  /** While connecting. */
  phase: SessionPhase.nullable(),
  /** `user@host` or `user@host:port`, once it is open. */
  target: z.string().nullable(),
  /** The home of the login's user, once it is open. */
  home: z.string().nullable(),
  /** Why it is closed. */
  problem: ErrorInfo.nullable(),
})
export type FilesAccess = z.infer<typeof FilesAccess>

/** What is counted in folders, links not followed. */
export const FileCount = z.object({
  files: z.int(),
  folders: z.int(),
  /** Of the files. */
  bytes: z.number(),
  /** Folders that could not be looked into. */
  unreadable: z.int(),
  complete: z.boolean(),
})
export type FileCount = z.infer<typeof FileCount>

/** How far work on many files is. */
export const FileProgress = z.object({
  /** Files, folders and links that it is done with. */
  done: z.int(),
  /** The one at hand; null at the end. */
  current: z.string().nullable(),
  /** The first 100 that failed; the work goes on with the others. */
  problems: z.array(z.object({ path: z.string(), problem: ErrorInfo })),
  failed: z.int(),
  /** Folders that stay for what is left in them; that is told among the problems, and they are none of their own. */
  kept: z.int(),
  complete: z.boolean(),
})
export type FileProgress = z.infer<typeof FileProgress>

/** A text file as it was read. */
export const TextFile = z.object({
  /** Absolute, links followed: what is saved to. */
  path: z.string(),
  /** Lines end with `\n` here, whatever they end with there. */
  text: z.string(),
  /** `mixed`: both; they are saved as `lf`, and the window says so before. */
  lineEnds: z.enum(['lf', 'crlf', 'mixed']),
  /** It begins with a byte order mark, which is kept. */
  bom: z.boolean(),
  /** Of the bytes as they were read: saving looks whether it is still so. */
  version: z.string(),
  /** False where the login's user may not write it, as far as the permissions tell; null where they tell nothing. */
  writable: z.boolean().nullable(),
})
export type TextFile = z.infer<typeof TextFile>

/** A folder on the computer that Latchkey's host runs on. Names that are not UTF-8 are not shown. */
export const LocalFolder = z.object({
  path: z.string(),
  /** Null at the top. */
  parent: z.string().nullable(),
  entries: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      kind: FileKind,
      size: z.number().nullable(),
      modified: Time.nullable(),
    }),
  ),
  /** Home, Downloads, Desktop, Documents where they are there; drives on Windows. */
  places: z.array(z.object({ name: z.string(), path: z.string() })),
})
export type LocalFolder = z.infer<typeof LocalFolder>

const on = z.object({ instanceId: Id })
const at = on.extend({ path: RemotePath })
const many = on.extend({ paths: z.array(RemotePath).min(1).max(100_000) })

/**
 * The files of an instance, over SFTP, as the user that its session logs in with. Every procedure may throw what opening a
 * session throws, `ssh-closed`, and: `files-unavailable` (no SFTP there), `remote-not-found`, `remote-not-folder`, `remote-denied`,
 * `remote-exists`, `remote-full`, `remote-read-only`, `remote-failed`.
 */
export const files = {
  /**
   * Opens a way to the files, and keeps it as long as this is watched: connecting, open, closed; the iteration ends after
   * closed. The other procedures use the way that is open, else they open one for a while.
   */
  access: procedure.input(on).output(eventIterator(FilesAccess)),
  /** The folder in pieces of at most 1,000 entries, in no order; the last has `complete`. */
  list: procedure.input(at).output(eventIterator(FolderPage)),
  /** Of the file or link itself. */
  details: procedure.input(at).output(FileDetails),
  makeFolder: procedure.input(at.extend({ name: FileName })).output(FileDetails),
  /** Moves too. Replaces nothing: `remote-exists`. */
  rename: procedure.input(on.extend({ from: RemotePath, to: RemotePath })).output(Nothing),
  /** What deleting would delete, while it is counted. */
  count: procedure.input(many).output(eventIterator(FileCount)),
  /** Folders with all that is in them; links themselves, never what they lead to. Ends when nobody watches any more. */
  remove: procedure.input(many).output(eventIterator(FileProgress)),
  /** With `recursive` what is in folders too, links left out. Execute bits: `files` and `folders` may differ. */
  setPermissions: procedure
    .input(many.extend({ files: Permissions, folders: Permissions, recursive: z.boolean() }))
    .output(eventIterator(FileProgress)),
  /** Throws `file-not-text` for what is not UTF-8 or too large. */
  readText: procedure.input(at).output(TextFile),
  /**
   * Writes a new file beside the old one, then puts it in its place, with its permissions and, where allowed, its owner.
   * Throws `remote-changed` where the file is not what `version` says; null saves all the same.
   */
  saveText: procedure
    .input(
      at.extend({
        text: z.string().max(MOST_TEXT_BYTES),
        lineEnds: z.enum(['lf', 'crlf']),
        bom: z.boolean(),
        version: z.string().nullable(),
      }),
    )
    .output(TextFile),
  /** A folder on the host's computer, to choose from; without a path the Downloads folder, else the home folder. */
  localFolder: procedure.input(z.object({ path: z.string().max(8192).optional() })).output(LocalFolder),
}
