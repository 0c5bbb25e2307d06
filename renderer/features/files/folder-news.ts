import { useEffect, useRef } from 'react'

/* Windows tell each other in which folders they have changed something: nobody else would, for SFTP tells of nothing. */

interface FolderNews {
  instanceId: string
  folders: string[]
}

const CHANNEL = 'latchkey.folder-news'
let telling: BroadcastChannel | null = null

/** Other windows that show one of the folders read it again. */
export function tellFolders(instanceId: string, ...folders: string[]): void {
  telling ??= new BroadcastChannel(CHANNEL)
  telling.postMessage({ instanceId, folders } satisfies FolderNews)
}

/** Calls when another window has changed something in the folder. */
export function useFolderNews(instanceId: string, folder: string, onNews: () => void): void {
  const heard = useRef({ instanceId, folder, onNews })
  heard.current = { instanceId, folder, onNews }
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL)
    channel.onmessage = ({ data }: MessageEvent<FolderNews>) => {
      const { instanceId, folder, onNews } = heard.current
      if (data.instanceId === instanceId && data.folders.includes(folder)) onNews()
    }
    return () => channel.close()
  }, [])
}
