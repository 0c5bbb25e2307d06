// The far side of utility-process.ts: gives a module what Electron's utility process gives it, and runs it.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'

const ports = new Map()

function portOf(id) {
  const { port1, port2 } = new MessageChannel()
  ports.set(id, port1)
  port1.on('message', (data) => process.send?.({ kind: 'port', id, data }))
  port1.on('close', () => ports.delete(id) && process.send?.({ kind: 'closed', id }))
  const events = new EventEmitter()
  port2.on('close', () => events.emit('close'))
  return Object.assign(events, {
    postMessage: (data) => port2.postMessage(data),
    // Node's port begins with its first listener, Electron's with `start`.
    start: () => port2.on('message', (data) => events.emit('message', { data, ports: [] })),
    close: () => port2.close(),
  })
}

/** What comes before somebody listens waits for it. */
const parentPort = new EventEmitter()
const waiting = []
parentPort.on('newListener', (event) => {
  if (event === 'message') queueMicrotask(hearWaiting)
})
function hearWaiting() {
  for (const message of waiting.splice(0)) parentPort.emit('message', message)
}
parentPort.postMessage = (data) => process.send?.({ kind: 'message', data, ports: [] })
process.parentPort = parentPort

process.on('message', (carried) => {
  if (carried.kind === 'port') ports.get(carried.id)?.postMessage(carried.data)
  else if (carried.kind === 'closed') {
    const port = ports.get(carried.id)
    ports.delete(carried.id)
    port?.close()
  } else {
    const message = { data: carried.data, ports: carried.ports.map(portOf) }
    if (parentPort.listenerCount('message') === 0) waiting.push(message)
    else parentPort.emit('message', message)
  }
})
process.on('disconnect', () => process.exit(1)) // Chromium ends a utility process with its parent

await import(pathToFileURL(process.argv[2]).href)
