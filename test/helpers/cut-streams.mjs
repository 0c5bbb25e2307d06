import { Server } from 'node:http'

/*
 * Loaded into a web host before it starts (`node --import`): on SIGUSR2 the connections of its terminals' streams are reset,
 * as by a network that fails. Neither side is told more than that.
 */
const streams = new Set()
const { emit } = Server.prototype

Server.prototype.emit = function (event, ...given) {
  const [request, socket] = given
  if (event === 'upgrade' && request.url?.startsWith('/terminal/')) {
    streams.add(socket)
    socket.once('close', () => streams.delete(socket))
  }
  return emit.call(this, event, ...given)
}

process.on('SIGUSR2', () => {
  for (const socket of streams) socket.resetAndDestroy()
})
