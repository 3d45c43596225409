/** The requests of HTTP listeners. */
import { IncomingMessage } from 'node:http';

/** Where the word of the parser is kept. No field: the constructor of Node sets `upgrade` before there are any. */
const ASKED = Symbol('asked');

/**
 * A request that leaves HTTP for a WebSocket only. Node takes every request with an Upgrade field from the connection as
 * soon as somebody wants WebSockets; many clients offer HTTP/2 so (`Upgrade: h2c`), and are to be answered as if
 * they had not (RFC 9110, 7.8).
 */
export class ListenerRequest extends IncomingMessage {
  declare private [ASKED]: boolean | null;

  /** Read by Node after the header has arrived. */
  get upgrade(): boolean | null {
    if (this[ASKED] !== true || this.method === 'CONNECT') return this[ASKED];
    return this.headers.upgrade?.trim().toLowerCase() === 'websocket';
  }

  set upgrade(asked: boolean | null) {
    this[ASKED] = asked;
  }
}
