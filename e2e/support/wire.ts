import { expect } from 'vitest';

import { startUdpForwarder, type UdpForwarder } from '../src/index.ts';
import type { Listener } from './listener.ts';

/** What went over the air to and from a phone. */
export interface Wire {
  readonly packets: number;
  /** Size of a packet to the phone: the mean, without the headers of UDP and IP. */
  readonly meanBytes: number;
  /** In both directions, with all headers, as a data plan counts them. */
  readonly megabytesAnHour: number;
}

/** A phone whose sound goes through a forwarder, where it can be counted and spoiled. */
export interface WiredPhone {
  readonly forwarder: UdpForwarder;
  /** Counts for so long, s. */
  measure(seconds: number): Promise<Wire>;
  close(): Promise<void>;
}

/** UDP (RFC 768) and IPv4 (RFC 791) in each packet. */
const headerBytes = 8 + 20;

/**
 * Loads the phone's page anew with a forwarder in the only way that sound can come: what the page is told to be the station's address is the
 * forwarder's, and the station is told none of the page's.
 * @param mediaPort where the station sends from
 */
export async function wirePhone(phone: Listener, mediaPort: number): Promise<WiredPhone> {
  const forwarder = await startUdpForwarder({ target: { port: mediaPort } });
  await phone.page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((text) => {
      const toServer = withoutCandidates(String(text));
      if (toServer !== null) server.send(toServer);
    });
    server.onMessage((text) => socket.send(throughPort(String(text), forwarder.port)));
  });
  await phone.page.reload();
  return {
    forwarder,
    measure: (seconds) => measure(forwarder, seconds),
    close: () => forwarder.close(),
  };
}

async function measure({ counts }: UdpForwarder, seconds: number): Promise<Wire> {
  const startMs = performance.now();
  const before = { down: { ...counts.toClients }, up: { ...counts.toTarget } };
  const passed = (): number => performance.now() - startMs;
  await expect.poll(passed, { timeout: seconds * 2_000 }).toBeGreaterThan(seconds * 1_000);
  const hours = passed() / 3_600_000;
  const packets = counts.toClients.forwarded - before.down.forwarded;
  const bytes = counts.toClients.bytes - before.down.bytes;
  const upPackets = counts.toTarget.forwarded - before.up.forwarded;
  const upBytes = counts.toTarget.bytes - before.up.bytes;
  const onWire = bytes + upBytes + (packets + upPackets) * headerBytes;
  return { packets, meanBytes: bytes / packets, megabytesAnHour: onWire / 1e6 / hours };
}

interface Spoken {
  readonly type?: string;
  readonly sdp?: string;
  readonly candidate?: { readonly candidate: string };
}

/** A candidate's line has address and port in its fifth and sixth place (RFC 8839 §5.1). */
function throughPort(text: string, port: number): string {
  const message = JSON.parse(text) as Spoken;
  if (message.type !== 'candidate' || !message.candidate || message.candidate.candidate === '') return text;
  const fields = message.candidate.candidate.split(' ');
  fields.splice(4, 2, '127.0.0.1', String(port));
  return JSON.stringify({ ...message, candidate: { ...message.candidate, candidate: fields.join(' ') } });
}

function withoutCandidates(text: string): string | null {
  const message = JSON.parse(text) as Spoken;
  if (message.type === 'candidate') return null;
  if (message.type !== 'answer' || message.sdp === undefined) return text;
  return JSON.stringify({ ...message, sdp: message.sdp.replaceAll(/^a=candidate:.*\r\n/gm, '') });
}
