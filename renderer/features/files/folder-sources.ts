import { shownName } from '../../../contract/file-names.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import type { FolderSource } from './path-completion.js'

/** The folders of an instance, as one sees them who is in `here`. Those whose names can't be typed are left out. */
export function remoteFolders(instanceId: string, here: string): FolderSource {
  return {
    key: instanceId,
    here,
    absolute: /^(\/|~\/)/,
    async list(path, signal) {
      const names: string[] = []
      for await (const { entries } of await rpc.files.list({ instanceId, path }, { signal }))
        for (const { name, leadsTo } of entries)
          if (leadsTo === 'folder' && shownName(name) === name) names.push(name)
      return names
    },
  }
}

/** Those of the computer that Latchkey runs on. */
export const localFolders: FolderSource = {
  key: say`this computer`,
  here: null,
  absolute: /^(\/|[A-Za-z]:[\\/])/,
  async list(path, signal) {
    const { entries } = await rpc.files.localFolder({ path }, { signal })
    return entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name)
  },
}
