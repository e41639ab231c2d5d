/**
 * Prints the tie-breaker (RFC 8445 §16.1) that a browser's connectivity checks carry where it reaches its TURN server over UDP
 * and over TCP. Needs nothing of Mauzin: a browser, coturn, and a UDP socket that stands for the other side. See README.md.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import { chromium } from 'playwright';

const turnPort = 34_780;
const host =
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

/** Attributes of a STUN message (RFC 8489 §14), as [type, value]. */
function* attributesOf(message) {
  for (let at = 20; at + 4 <= message.length;) {
    const bytes = message.readUInt16BE(at + 2);
    yield [message.readUInt16BE(at), message.subarray(at + 4, at + 4 + bytes)];
    at += 4 + Math.ceil(bytes / 4) * 4;
  }
}

/** The first check that arrives: the browser is the controlled side, since it answers. */
async function tieBreakerOf(socket) {
  for (;;) {
    const [message] = await once(socket, 'message');
    const controlled = [...attributesOf(message)].find(([type]) => type === 0x8029);
    if (message.readUInt16BE(0) === 0x0001 && controlled) return controlled[1].toString('hex');
  }
}

const offerFor = (port) =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendonly',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=setup:actpass',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '00').join(':')}`,
    'a=ice-ufrag:other',
    'a=ice-pwd:a-password-of-22-letters',
    `a=candidate:1 1 UDP 2122260223 ${host} ${port} typ host`,
    '',
  ].join('\r\n');

const turn = spawn(
  'turnserver',
  [
    '-n',
    '--lt-cred-mech',
    '--user=any:any',
    '--realm=reproduction',
    '--listening-ip=127.0.0.1',
    `--listening-port=${turnPort}`,
    `--relay-ip=${host}`,
    '--allow-loopback-peers',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    '--log-file=stdout',
    '--pidfile=/dev/null',
    '--userdb=/dev/null',
  ],
  { stdio: 'ignore' },
);
const browser = await chromium.launch({
  executablePath: process.env.MAUZIN_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  console.log(`${browser.browserType().name()} ${browser.version()}`);
  const page = await browser.newPage();
  for (const transport of ['udp', 'tcp']) {
    const socket = createSocket('udp4').bind(0, host);
    await once(socket, 'listening');
    const url = `turn:127.0.0.1:${turnPort}?transport=${transport}`;
    await page.evaluate(
      async ([urls, sdp]) => {
        const iceServers = [{ urls, username: 'any', credential: 'any' }];
        const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
        globalThis.kept = connection;
        await connection.setRemoteDescription({ type: 'offer', sdp });
        await connection.setLocalDescription(await connection.createAnswer());
      },
      [url, offerFor(socket.address().port)],
    );
    const given = await Promise.race([tieBreakerOf(socket), delay(10_000, 'no check came', { ref: false })]);
    console.log(`TURN over ${transport}: tie-breaker ${given}`);
    socket.close();
  }
} finally {
  await browser.close();
  turn.kill();
}
