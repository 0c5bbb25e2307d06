import { asPlainText } from '../../../contract/base.js'
import type { WorkKind } from '../../../contract/finished-work.js'
import { say } from '../../../contract/words/say.js'
import type { Finished } from './long-work.js'

/** For one piece of work that went well, one that did not, and several. */
const titles: Record<WorkKind, { ok: string; failed: string; many: string }> = {
  key: {
    ok: say`The key pair was made`,
    failed: say`The key pair could not be made`,
    many: say`Key pairs have been made`,
  },
  import: {
    ok: say`The key was imported`,
    failed: say`The key could not be imported`,
    many: say`Keys were imported`,
  },
  test: {
    ok: say`The account works`,
    failed: say`The account does not work`,
    many: say`Accounts were tested`,
  },
  push: {
    ok: say`The key was put on accounts`,
    failed: say`The key is not on all accounts`,
    many: say`Keys were put on accounts`,
  },
  check: {
    ok: say`Every key was checked`,
    failed: say`The keys could not be checked`,
    many: say`Every key was checked`,
  },
  refresh: {
    ok: say`The instances were read`,
    failed: say`The instances could not be read`,
    many: say`The instances were read`,
  },
  sync: {
    ok: say`Keys were synced`,
    failed: say`Syncing keys has ended, and not all went well`,
    many: say`Syncing keys has ended`,
  },
  bind: { ok: say`The key was bound`, failed: say`The key could not be bound`, many: say`Binding has ended` },
  unbind: {
    ok: say`The key was taken away`,
    failed: say`The key could not be taken away`,
    many: say`Taking keys away has ended`,
  },
  copy: {
    ok: say`The files were copied`,
    failed: say`Files could not be copied`,
    many: say`Copying has ended`,
  },
  start: {
    ok: say`The instance was started`,
    failed: say`The instance could not be started`,
    many: say`Starting instances has ended`,
  },
  stop: {
    ok: say`The instance was stopped`,
    failed: say`The instance could not be stopped`,
    many: say`Stopping instances has ended`,
  },
  backup: {
    ok: say`The backup was written`,
    failed: say`The backup could not be written`,
    many: say`Writing backups has ended`,
  },
  restore: {
    ok: say`The backup was restored`,
    failed: say`Not everything could be restored`,
    many: say`Restoring has ended`,
  },
  move: {
    ok: say`The vault was moved`,
    failed: say`The vault could not be moved`,
    many: say`Moving the vault has ended`,
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
  const done = say`${ended.length - failed} done`
  return { title: titles[kind].many, body: failed === 0 ? done : say`${done}, ${failed} failed` }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}
