import { useEffect, useRef } from 'react'

/* Windows tell each other in which folders they have changed something: nobody else would, for SFTP tells of nothing. */

interface FolderNews {
  instanceId: string
  folders: string[]
}

let channel: BroadcastChannel | null = null

/** One for telling and hearing: a window does not hear itself by it. */
function news(): BroadcastChannel {
  channel ??= new BroadcastChannel('latchkey.folder-news')
  return channel
}

/** Other windows that show one of the folders read it again. */
export function tellFolders(instanceId: string, ...folders: string[]): void {
  news().postMessage({ instanceId, folders } satisfies FolderNews)
}

/** Calls when another window has changed something in the folder. */
export function useFolderNews(instanceId: string, folder: string, onNews: () => void): void {
  const heard = useRef({ instanceId, folder, onNews })
  heard.current = { instanceId, folder, onNews }
  useEffect(() => {
    const hear = ({ data }: MessageEvent<FolderNews>) => {
      const { instanceId, folder, onNews } = heard.current
      if (data.instanceId === instanceId && data.folders.includes(folder)) onNews()
    }
    news().addEventListener('message', hear)
    return () => news().removeEventListener('message', hear)
  }, [])
}
