import type { IpcMain, MessagePortMain, WebFrameMain } from 'electron'
import { z } from 'zod'
import { OPEN_PORT, type PortMessage } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'

export interface PortOptions {
  /** Whether a frame is the window's own page. */
  isOurs(frame: WebFrameMain | null): boolean
  /** Takes a port of the page to the core. */
  pass(message: PortMessage, port: MessagePortMain): void
  log: Log
}

const Asked = z.discriminatedUnion('latchkey', [
  z.object({ latchkey: z.literal('rpc') }),
  z.object({ latchkey: z.literal('terminal'), sessionId: z.string().min(1).max(200) }),
])

/** Takes the ports that the preload hands over to the core. Ports from any other frame are closed. */
export function listenForPorts(ipcMain: IpcMain, { isOurs, pass, log }: PortOptions): void {
  ipcMain.on(OPEN_PORT, ({ ports, senderFrame }, message: unknown) => {
    const [port, ...more] = ports
    const asked = Asked.safeParse(message)
    if (port === undefined || more.length > 0 || !asked.success || !isOurs(senderFrame)) {
      log.warn('desktop.port-refused', { frame: senderFrame?.url })
      for (const one of ports) one.close()
    } else pass(asked.data, port)
  })
}
