import type { IpcMain, MessagePortMain, WebFrameMain } from 'electron'
import { z } from 'zod'
import { OPEN_PORT } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'
import type { WindowPort } from './core-messages.js'

export interface PortOptions {
  /** The window whose own page a frame is; null for any other frame. */
  windowOf(frame: WebFrameMain | null): string | null
  /** Takes a port of a page to the core. */
  pass(message: WindowPort, port: MessagePortMain): void
  log: Log
}

const Asked = z.discriminatedUnion('latchkey', [
  z.object({ latchkey: z.literal('rpc') }),
  z.object({ latchkey: z.literal('terminal'), sessionId: z.string().min(1).max(200) }),
])

/** Takes the ports that the preload hands over to the core. Ports from any other frame are closed. */
export function listenForPorts(ipcMain: IpcMain, { windowOf, pass, log }: PortOptions): void {
  ipcMain.on(OPEN_PORT, ({ ports, senderFrame }, message: unknown) => {
    const [port, ...more] = ports
    const asked = Asked.safeParse(message)
    const window = windowOf(senderFrame)
    if (port === undefined || more.length > 0 || !asked.success || window === null) {
      log.warn('desktop.port-refused', { frame: senderFrame?.url })
      for (const one of ports) one.close()
    } else pass({ ...asked.data, window }, port)
  })
}
