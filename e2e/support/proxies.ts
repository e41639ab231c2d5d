import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { type Child, run, startChild } from '../src/children.ts';
import { freePort, makeTemporaryDir, removeTemporaryDir } from '../src/index.ts';

const deploy = join(import.meta.dirname, '..', '..', 'deploy');
/** The name in `deploy/nginx.conf`, which an admin replaces by his own. */
export const domain = 'radio.example.org';
const startedWithinMs = 15_000;

/** A proxy of Debian's before a service, with the very configuration that an admin gets. */
export interface Proxy {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** The proxy's certificate, which signed itself. */
  readonly ca: Buffer;
  stop(): Promise<void>;
}

interface Place {
  readonly dir: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly servicePort: number;
  readonly certificate: string;
  readonly key: string;
}

/** Each text that is replaced must be there: a configuration that was written anew must not lose its substitutions silently. */
function substitute(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`There is no ${JSON.stringify(from)} in the configuration`);
    return before.replaceAll(from, to);
  }, text);
}

async function makeCertificate(dir: string): Promise<{ certificate: string; key: string }> {
  const certificate = join(dir, 'fullchain.pem');
  const key = join(dir, 'privkey.pem');
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain}`];
  await run('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', certificate]);
  return { certificate, key };
}

async function accepts(port: number, child: Child): Promise<void> {
  const deadline = performance.now() + startedWithinMs;
  while (performance.now() < deadline && child.process.exitCode === null) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true));
      socket.on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`The proxy does not start: ${child.errors()}`);
}

async function startProxy(servicePort: number, start: (place: Place) => Promise<Child>): Promise<Proxy> {
  const dir = await makeTemporaryDir('proxy');
  const made = await makeCertificate(dir);
  const place = { dir, servicePort, httpPort: await freePort(), httpsPort: await freePort(), ...made };
  const child = await start(place);
  const stop = async (): Promise<void> => {
    await child.stop();
    await removeTemporaryDir(dir);
  };
  try {
    for (const port of [place.httpPort, place.httpsPort]) await accepts(port, child);
    return { ...place, ca: await readFile(made.certificate), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What Debian's /etc/nginx/nginx.conf would say around it; all its files are in one folder. */
const nginxAround = (dir: string): string => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${dir}/nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
    ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${dir}/${one};`).join(' ')}
    include ${dir}/mauzin.conf;
}
`;

/** Starts nginx with ports, certificate and address of the test's own; a machine may well have no IPv6. */
export const startNginx = (servicePort: number): Promise<Proxy> =>
  startProxy(servicePort, async ({ certificate, dir, httpPort, httpsPort, key }) => {
    const site = substitute(await readFile(join(deploy, 'nginx.conf'), 'utf8'), [
      ['    listen [::]:80;\n', ''],
      ['    listen [::]:443 ssl http2;\n', ''],
      ['listen 80;', `listen 127.0.0.1:${httpPort};`],
      ['listen 443 ssl', `listen 127.0.0.1:${httpsPort} ssl`],
      [`/etc/letsencrypt/live/${domain}/fullchain.pem`, certificate],
      [`/etc/letsencrypt/live/${domain}/privkey.pem`, key],
      ['http://127.0.0.1:8080', `http://127.0.0.1:${servicePort}`],
    ]);
    await writeFile(join(dir, 'mauzin.conf'), site);
    await writeFile(join(dir, 'nginx.conf'), nginxAround(dir));
    return startChild('/usr/sbin/nginx', ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf')]);
  });

/** Starts Caddy with ports of the test's own, and its certificate instead of one that Caddy would fetch. */
export const startCaddy = (servicePort: number): Promise<Proxy> =>
  startProxy(servicePort, async ({ certificate, dir, httpPort, httpsPort, key }) => {
    const health = await freePort();
    const site = substitute(await readFile(join(deploy, 'Caddyfile'), 'utf8'), [
      [
        '\tadmin off\n',
        `\tadmin off\n\thttp_port ${httpPort}\n\thttps_port ${httpsPort}\n\tdefault_bind 127.0.0.1\n`,
      ],
      ['{$DOMAIN} {\n', `{$DOMAIN} {\n\ttls ${certificate} ${key}\n`],
      ['127.0.0.1:8080', `127.0.0.1:${servicePort}`],
      ['127.0.0.1:2020', `127.0.0.1:${health}`],
    ]);
    await writeFile(join(dir, 'Caddyfile'), site);
    await mkdir(join(dir, 'home'));
    const env = { PATH: process.env['PATH'], HOME: join(dir, 'home'), DOMAIN: domain };
    return startChild('caddy', ['run', '--adapter', 'caddyfile', '--config', join(dir, 'Caddyfile')], {
      env,
    });
  });
