import { asPlainText } from '../../../contract/base.js'
import type { WorkKind } from '../../../contract/finished-work.js'
import type { Finished } from './long-work.js'

/** For one piece of work that went well, one that did not, and several. */
const titles: Record<WorkKind, { ok: string; failed: string; many: string }> = {
  key: {
    ok: 'The key pair was made',
    failed: 'The key pair could not be made',
    many: 'Key pairs have been made',
  },
  import: { ok: 'The key was imported', failed: 'The key could not be imported', many: 'Keys were imported' },
  test: { ok: 'The account works', failed: 'The account does not work', many: 'Accounts were tested' },
  push: {
    ok: 'The key was put on accounts',
    failed: 'The key is not on all accounts',
    many: 'Keys were put on accounts',
  },
  check: {
    ok: 'Every key was checked',
    failed: 'The keys could not be checked',
    many: 'Every key was checked',
  },
  refresh: {
    ok: 'The instances were read',
    failed: 'The instances could not be read',
    many: 'The instances were read',
  },
  sync: {
    ok: 'Keys were synced',
    failed: 'Syncing keys has ended, and not all went well',
    many: 'Syncing keys has ended',
  },
  bind: { ok: 'The key was bound', failed: 'The key could not be bound', many: 'Binding has ended' },
  unbind: {
    ok: 'The key was taken away',
    failed: 'The key could not be taken away',
    many: 'Taking keys away has ended',
  },
  copy: { ok: 'The files were copied', failed: 'Files could not be copied', many: 'Copying has ended' },
  start: {
    ok: 'The instance was started',
    failed: 'The instance could not be started',
    many: 'Starting instances has ended',
  },
  stop: {
    ok: 'The instance was stopped',
    failed: 'The instance could not be stopped',
    many: 'Stopping instances has ended',
  },
  backup: {
    ok: 'The backup was written',
    failed: 'The backup could not be written',
    many: 'Writing backups has ended',
  },
  restore: {
    ok: 'The backup was restored',
    failed: 'Not everything could be restored',
    many: 'Restoring has ended',
  },
  move: {
    ok: 'The vault was moved',
    failed: 'The vault could not be moved',
    many: 'Moving the vault has ended',
  },
}

const MOST_CHARACTERS = 100

/** What a notification says. While the vault is locked it names nothing: the screen may be anybody's then. */
export function finishedWords({ kind, ended }: Finished, named: boolean): { title: string; body: string } {
  const [first, ...others] = ended
  const failed = ended.filter(({ ok }) => !ok).length
  if (others.length === 0) {
    const title = first.ok ? titles[kind].ok : titles[kind].failed
    return { title, body: named ? cut(asPlainText(first.name)) : '' }
  }
  const done = `${ended.length - failed} done`
  return { title: titles[kind].many, body: failed === 0 ? done : `${done}, ${failed} failed` }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}
