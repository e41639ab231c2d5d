import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { type Child, run, startChild } from './children.ts';
import { freePort } from './free-port.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

/** A TURN server of the test's own: Debian's coturn as it is deployed, but on loopback. */
export interface Coturn {
  /** The secret that the server takes credentials by (`static-auth-secret`). */
  readonly secret: string;
  /** The server's addresses: over UDP and TCP at one port; `tls` at another, with a certificate that nobody signed. */
  readonly urls: { readonly udp: string; readonly tcp: string; readonly tls: string };
  /** The address that the server relays from, and to: what is behind it is found there. */
  readonly address: string;
  /** Everything that the server said so far. */
  said(): string;
  /** Harmless when repeated. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const deployedConfiguration = join(import.meta.dirname, '..', '..', 'deploy', 'turnserver.conf');
/** Most lines that are kept of what the server says. */
const KEPT_LINES = 20_000;

/** Starts the server, with a configuration of its own; resolves once it listens. */
export async function startCoturn(): Promise<Coturn> {
  const dir = await makeTemporaryDir('coturn');
  const secret = randomBytes(24).toString('base64url');
  const [port, tlsPort] = [await freePort(), await freePort()];
  let child: Child | undefined;
  const stop = async (): Promise<void> => {
    await child?.stop();
    await removeTemporaryDir(dir);
  };
  try {
    await makeCertificate(dir);
    await writeFile(join(dir, 'turnserver.conf'), await configuration({ dir, secret, port, tlsPort }));
    child = startChild('turnserver', ['-c', join(dir, 'turnserver.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: dir,
    });
    const said = await listening(child);
    return {
      secret,
      address: ownAddress(),
      urls: {
        udp: `turn:${HOST}:${port}?transport=udp`,
        tcp: `turn:${HOST}:${port}?transport=tcp`,
        tls: `turns:${HOST}:${tlsPort}?transport=tcp`,
      },
      said: () => said.join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Places {
  readonly dir: string;
  readonly secret: string;
  readonly port: number;
  readonly tlsPort: number;
}

/** As on a server, but for what has to do with loopback, with TLS, and with being one of several on a machine. */
async function configuration(places: Places): Promise<string> {
  const own = ownConfiguration(places);
  const isOwn = (line: string): boolean => line === 'no-tls' || own.has(line.split('=')[0] ?? '');
  const deployed = (await readFile(deployedConfiguration, 'utf8')).split('\n').filter((line) => !isOwn(line));
  const lines = [...own].map(([name, value]) => (value === null ? name : `${name}=${value}`));
  return [...deployed, ...lines, ''].join('\n');
}

const ownConfiguration = ({ dir, secret, port, tlsPort }: Places): Map<string, string | null> =>
  new Map([
    ['listening-ip', HOST],
    ['listening-port', String(port)],
    ['tls-listening-port', String(tlsPort)],
    ['relay-ip', ownAddress()],
    ['allowed-peer-ip', ownAddress()],
    ['allow-loopback-peers', null],
    ['min-port', '61001'],
    ['max-port', '61100'],
    ['relay-threads', '1'],
    ['realm', 'mauzin.test'],
    ['static-auth-secret', secret],
    ['cert', join(dir, 'certificate.pem')],
    ['pkey', join(dir, 'key.pem')],
    ['userdb', join(dir, 'turndb')],
    ['pidfile', join(dir, 'turnserver.pid')],
    ['log-file', 'stdout'],
    ['verbose', null],
  ]);

/**
 * The address that the server relays from. Not loopback where there is anything else: what this machine sends to a loopback
 * address comes from one, and so not from the address that the phone has allowed (RFC 8656 §9).
 */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? HOST;
}

/** The server has no TLS without a certificate. */
async function makeCertificate(dir: string): Promise<void> {
  const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'certificate.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const name = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=IP:${HOST}`, '-days', '2'];
  await run('openssl', ['req', '-x509', ...key, ...files, ...name]);
}

/** The server's lines, growing, once all its listeners are open. */
async function listening(child: Child): Promise<string[]> {
  const { stdout } = child.process;
  if (stdout === null) throw new Error('coturn has no output to read');
  const lines: string[] = [];
  const reader = createInterface({ input: stdout });
  await new Promise<void>((resolve, reject) => {
    reader.on('line', (line) => {
      if (lines.length < KEPT_LINES) lines.push(line);
      if (line.includes('Total General servers')) resolve();
    });
    void child.exited.then((code) =>
      reject(new Error(`coturn ended with ${code}: ${lines.join('\n')}\n${child.errors()}`)),
    );
  });
  return lines;
}
