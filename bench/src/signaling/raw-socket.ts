import { connect, type Socket } from 'node:net';

const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;
const headEnd = '\r\n\r\n';

export interface RawSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** Once, however it ended. */
  readonly onClose: (why: string) => void;
}

/**
 * A WebSocket client (RFC 6455) that does as little as it can: it shares a machine with the server that it is to keep busy, and
 * a client as careful as a browser's would cost more than the server does. It answers pings, and masks with zeros.
 */
export class RawSocket {
  readonly #options: RawSocketOptions;
  readonly #socket: Socket;
  #open = false;
  #waiting: Buffer = Buffer.alloc(0);
  #outgoing: Buffer[] = [];
  #ending = false;
  #why = 'closed';

  constructor(options: RawSocketOptions) {
    this.#options = options;
    this.#socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (data) => this.#take(data));
    this.#socket.on('error', (error) => {
      this.#why = error.message;
    });
    this.#socket.on('close', () => options.onClose(this.#why));
    this.#socket.write(
      `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headEnd.slice(2)}`,
    );
  }

  send(text: string): void {
    this.#frame(opcodes.text, Buffer.from(text));
  }

  /** Says goodbye, and closes. */
  close(): void {
    this.#frame(opcodes.close, Buffer.from([0x03, 0xe8]));
    this.#ending = true;
  }

  #frame(opcode: number, payload: Buffer): void {
    const long = payload.length > 125;
    const frame = Buffer.alloc((long ? 8 : 6) + payload.length);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (long ? 126 : payload.length);
    if (long) frame.writeUInt16BE(payload.length, 2);
    payload.copy(frame, frame.length - payload.length);
    this.#outgoing.push(frame);
    // What is said in one turn goes out at once: system calls are most of what this costs.
    if (this.#outgoing.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const frames = this.#outgoing;
    this.#outgoing = [];
    this.#socket.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
    if (this.#ending) this.#socket.end();
  }

  #take(data: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? data : Buffer.concat([this.#waiting, data]);
    if (!this.#open && !this.#readHead()) return;
    while (this.#readFrame());
  }

  /** False: the head is not whole yet, or there is nothing more to read. */
  #readHead(): boolean {
    const end = this.#waiting.indexOf(headEnd);
    if (end < 0) return false;
    const head = this.#waiting.toString('latin1', 0, end);
    if (!head.startsWith('HTTP/1.1 101')) {
      this.#why = head.split('\r\n', 1)[0] ?? '';
      this.#socket.destroy();
      return false;
    }
    this.#waiting = this.#waiting.subarray(end + headEnd.length);
    this.#open = true;
    this.#options.onOpen();
    return true;
  }

  /** False: no whole frame is there. */
  #readFrame(): boolean {
    const all = this.#waiting;
    if (all.length < 2) return false;
    const short = (all[1] ?? 0) & 0x7f;
    const headBytes = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (all.length < headBytes) return false;
    const length =
      short === 126 ? all.readUInt16BE(2) : short === 127 ? Number(all.readBigUInt64BE(2)) : short;
    if (all.length < headBytes + length) return false;
    const payload = all.subarray(headBytes, headBytes + length);
    this.#waiting = all.subarray(headBytes + length);
    this.#understand((all[0] ?? 0) & 0x0f, payload);
    return true;
  }

  #understand(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.text) return this.#options.onText(payload.toString('utf8'));
    if (opcode === opcodes.ping) return this.#frame(opcodes.pong, payload);
    if (opcode !== opcodes.close) return undefined;
    this.#why = payload.length < 2 ? 'closed' : `${payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}`;
    this.#socket.end();
    return undefined;
  }
}
