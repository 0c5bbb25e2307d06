import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { CoreProcess } from '../../main/hosts/electron/keep-core.js'

type MessagePortMain = NonNullable<Parameters<CoreProcess['postMessage']>[1]>[number]

/** What goes between the two processes: a message with the ids of the ports that it brings, and what those ports carry. */
export type Carried =
  | { kind: 'message'; data: unknown; ports: number[] }
  | { kind: 'port'; id: number; data: unknown }
  | { kind: 'closed'; id: number }

/**
 * Stands in for Electron's utilityProcess.fork where Electron's binary can't be had, as its documentation describes it: a
 * real process of Node with `process.parentPort`. Node can't move a MessagePort to another process, so what a port carries
 * goes over the processes' own channel, and comes out of a real MessagePort there.
 */
export function forkUtility(modulePath: string, env: NodeJS.ProcessEnv = {}): CoreProcess & { pid: number } {
  const child = fork(join(import.meta.dirname, 'utility-child.mjs'), [modulePath], {
    serialization: 'advanced',
    env: { ...process.env, ...env },
  })
  const events = new EventEmitter()
  const ports = new Map<number, MessagePortMain>()
  let last = 0
  const carry = (carried: Carried) => {
    // What is said to a process that has died meanwhile is lost, as with Electron's; its end is told by `exit`.
    if (child.connected) child.send(carried, () => undefined)
  }
  function take(port: MessagePortMain): number {
    const id = ++last
    ports.set(id, port)
    port.on('message', ({ data }) => carry({ kind: 'port', id, data }))
    port.on('close', () => {
      if (ports.delete(id)) carry({ kind: 'closed', id })
    })
    port.start()
    return id
  }
  child.on('message', (carried: Carried) => {
    if (carried.kind === 'message') events.emit('message', carried.data)
    else if (carried.kind === 'port') ports.get(carried.id)?.postMessage(carried.data)
    else drop(carried.id)
  })
  const drop = (id: number) => {
    const port = ports.get(id)
    ports.delete(id)
    port?.close()
  }
  child.once('exit', (code) => {
    for (const id of [...ports.keys()]) drop(id) // a pipe whose far end has died is closed
    events.emit('exit', code ?? 1)
  })
  return {
    pid: child.pid ?? 0,
    postMessage: (data: unknown, transferred: MessagePortMain[] = []) =>
      carry({ kind: 'message', data, ports: transferred.map(take) }),
    on(event: string, listener: (value: unknown) => void) {
      events.on(event, listener)
      return this
    },
    kill: () => child.kill(),
  } as unknown as CoreProcess & { pid: number }
}
