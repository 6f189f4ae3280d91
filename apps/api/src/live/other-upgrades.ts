import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { refuse } from './live-door.js';

/**
 * Node hands every request with an `Upgrade` header to whoever waits for WebSockets, also one that only offers HTTP/2 (`h2c`) and would
 * be content with an ordinary answer. A server may ignore such an offer, so it gets that answer.
 */
export function answerWithoutUpgrade(http: Server, request: IncomingMessage, socket: Duplex): void {
  // Node has not read a body here.
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody) return void refuse(socket, '501 Not Implemented', 'Send a body without an Upgrade header.');
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.once('finish', () => socket.end());
  socket.on('error', () => undefined);
  http.emit('request', request, response);
}
