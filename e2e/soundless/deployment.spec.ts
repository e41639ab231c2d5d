import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { parse as parseToml } from 'smol-toml';
import { createIceServers } from '@mauzin/signal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';

import { readConfig } from '../../apps/signal/src/config/read-config.ts';
import { variables } from '../../apps/signal/src/config/variables.ts';
import { type Child, startChild } from '../src/children.ts';
import { freePort, makeTemporaryDir, removeTemporaryDir } from '../src/index.ts';

/** What deploys the service, read as the tools read it. That Fly.io, Docker and the hosted CI take it cannot be shown here. */
const root = join(import.meta.dirname, '..', '..');
const text = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

const port = variables.port.fallback;
const metricsPort = variables.metricsPort.fallback;
const relayPorts = Array.from({ length: variables.relayProcesses.fallback }, (_, at) => port + at);

type Service = Readonly<Record<string, unknown>>;
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: unknown;
}

describe('fly.toml', async () => {
  const fly = parseToml(await text('fly.toml')) as Record<string, unknown>;
  const http = fly['http_service'] as Record<string, unknown>;
  const env = fly['env'] as Record<string, string>;

  test('one machine at least runs always, and is told to end as the service expects it', () => {
    const udp = fly['services'] as readonly Service[];
    for (const service of [http, ...udp])
      expect(service).toMatchObject({ auto_stop_machines: 'off', min_machines_running: 1 });
    expect(fly).toMatchObject({
      kill_signal: 'SIGTERM',
      kill_timeout: '15s',
      deploy: { strategy: 'rolling' },
    });
  });

  test('its services are the variables’ ports: pages, one UDP port for each relay process, figures', () => {
    expect(http).toMatchObject({
      internal_port: port,
      force_https: true,
      concurrency: { type: 'connections' },
      checks: [{ method: 'GET', path: '/readyz' }],
    });
    expect(fly['services']).toEqual(
      relayPorts.map((one) =>
        expect.objectContaining({ protocol: 'udp', internal_port: one, ports: [{ port: one }] }),
      ),
    );
    expect(fly['metrics']).toEqual({ port: metricsPort, path: '/metrics' });
  });

  test('it holds more sockets than its limit of the service’s own lets in, so that people are told why', () => {
    const { hard_limit: most } = http['concurrency'] as { hard_limit: number };
    expect(most).toBeGreaterThan(variables.maxConnections.fallback);
  });

  test('its environment is one that the service takes, and the database is on the volume', () => {
    const read = readConfig(env);
    expect(read).toMatchObject({
      ok: true,
      config: {
        port,
        addressHeader: 'fly-client-ip',
        relay: 'on',
        relayBind: 'fly-global-services',
        relayProcesses: relayPorts.length,
        metricsPort,
        metricsHost: '0.0.0.0',
      },
    });
    const [mount] = fly['mounts'] as readonly { destination: string }[];
    expect(env['MAUZIN_DATABASE']).toBe(`file:${mount!.destination}/mauzin.db`);
  });
});

describe('compose.yaml', async () => {
  const compose = parseYaml(await text('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const { caddy, coturn, mauzin } = compose.services as Record<'caddy' | 'coturn' | 'mauzin', Service>;
  const example = Object.fromEntries(
    (await text('.env.example'))
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => line.split('=', 2) as [string, string]),
  );

  test('three services, each confined, watched and started again', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['caddy', 'coturn', 'mauzin']);
    for (const service of Object.values(compose.services)) {
      expect(service).toMatchObject({
        restart: 'unless-stopped',
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        healthcheck: { test: expect.any(Array) },
        mem_limit: expect.stringMatching(/^\d+m$/),
        pids_limit: expect.any(Number),
      });
    }
    expect(mauzin['cap_add']).toBeUndefined();
  });

  test('the world reaches UDP ports and Caddy, not the service’s own pages or figures', () => {
    const udp = `${relayPorts[0]}-${relayPorts.at(-1)}`;
    expect(mauzin['ports']).toEqual([
      `127.0.0.1:${port}:${port}/tcp`,
      `127.0.0.1:${metricsPort}:${metricsPort}/tcp`,
      `0.0.0.0:${udp}:${udp}/udp`,
    ]);
    expect(caddy['network_mode']).toBe('host');
    expect(coturn['network_mode']).toBe('host');
  });

  test('images are pinned to versions', () => {
    for (const service of [caddy, coturn]) expect(service['image']).toMatch(/^[\w/-]+:\d+\.\d+\.\d+/);
  });

  test('what it needs of .env stands in the example, secrets without a value', () => {
    const whole = JSON.stringify(compose);
    const asked = new Set([...whole.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    expect(asked).toEqual(new Set(Object.keys(example)));
    expect(example).toMatchObject({ TURN_SECRET: '', ADMIN_TOKEN: '' });
    for (const needed of ['DOMAIN', 'PUBLIC_IP', 'TURN_SECRET']) expect(whole).toContain(`\${${needed}:?`);
  });

  test('its environment, filled in from the example, is one that the service takes', () => {
    const filled = { ...example, TURN_SECRET: 'f'.repeat(64), ADMIN_TOKEN: 'e'.repeat(64) };
    const environment = Object.entries(mauzin['environment'] as Record<string, string>).map(
      ([name, given]) => [
        name,
        given.replaceAll(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_, one: keyof typeof filled) => filled[one] ?? ''),
      ],
    );
    const read = readConfig(Object.fromEntries(environment) as Record<string, string>);
    expect(read).toMatchObject({
      ok: true,
      config: {
        port,
        publicUrl: 'https://radio.example.org',
        addressHeader: 'x-real-ip',
        relayAddress: '203.0.113.7',
        relayProcesses: relayPorts.length,
        turnUrls: ['turn:radio.example.org:3478?transport=udp'],
        metricsPort,
      },
    });
  });

  test('the service has more time to say goodbye than it takes', () => {
    expect(mauzin['stop_grace_period']).toBe('15s');
  });

  test('coturn keeps its secret out of its command line, and people out of the networks behind it', async () => {
    const conf = await text('deploy/turnserver.conf');
    expect(JSON.stringify([coturn['entrypoint'], coturn['command']])).not.toContain('SECRET');
    for (const line of ['use-auth-secret', 'no-multicast-peers', 'no-tcp-relay', 'no-cli', 'user-quota=8'])
      expect(conf.split('\n')).toContain(line);
    for (const range of [
      '0.0.0.0-255.255.255.255',
      '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      '10.0.0.0',
      '127.0.0.0',
      '169.254.0.0',
      '172.16.0.0',
      '192.168.0.0',
      'fc00::',
      '::1',
    ])
      expect(conf).toMatch(new RegExp(`^denied-peer-ip=${range}(?:-|$)`, 'm'));
    expect(conf).not.toMatch(/^(?:allowed-peer-ip|allow-loopback-peers|static-auth-secret)/m);
  });
});

describe('coturn, started as its container is', () => {
  const secret = 'c'.repeat(64);
  let dir: string;
  let port: number;
  let child: Child;

  beforeAll(async () => {
    dir = await makeTemporaryDir('turn');
    port = await freePort();
    const own = [`--listening-port=${port}`, '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1'];
    const configuration = join(root, 'deploy', 'turnserver.conf');
    const env = {
      DOMAIN: 'radio.example.org',
      PUBLIC_IP: '203.0.113.7',
      TURN_PEERS: '203.0.113.20,203.0.113.24-203.0.113.31',
      TURN_SECRET: secret,
    };
    child = startChild('/bin/sh', [join(root, 'deploy', 'start-coturn.sh'), ...own], {
      cwd: dir,
      env: { PATH: process.env['PATH'], TMPDIR: dir, TURN_CONFIGURATION: configuration, ...env },
    });
  });

  afterAll(async () => {
    await child?.stop();
    await removeTemporaryDir(dir);
  });

  /** What it printed, wherever, and however it ended. */
  async function said(command: string, ...args: readonly string[]): Promise<string> {
    const asked = startChild(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    asked.process.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    await asked.exited;
    return output + asked.errors();
  }
  /** One that asks to send to `peer`, with credentials made by `known`. */
  const client = (peer: string, known: string, user = peer): Promise<string> =>
    said(
      'turnutils_uclient',
      '-W',
      known,
      '-u',
      user,
      '-e',
      peer,
      '-n',
      '1',
      '-m',
      '1',
      '-p',
      String(port),
      '127.0.0.1',
    );

  test('its health check says when it answers', async () => {
    const check = (): Promise<string> =>
      said('timeout', '2', 'turnutils_stunclient', '-p', String(port), '127.0.0.1');
    await expect.poll(check, { timeout: 20_000 }).toContain('reflexive addr');
  });

  test('nobody on the machine sees its secret', async () => {
    const proc = `/proc/${child.process.pid}`;
    expect(await readFile(`${proc}/cmdline`, 'utf8')).toMatch(/^turnserver\0-c\0/);
    for (const file of ['cmdline', 'environ'])
      expect(await readFile(`${proc}/${file}`, 'utf8')).not.toContain(secret);
    const [made] = await readdir(dir);
    expect((await stat(join(dir, made!))).mode & 0o077).toBe(0);
  });

  test.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.17.0.1',
    '192.168.1.1',
    '8.8.8.8',
    '203.0.113.8',
  ])('who has credentials does not get to %s, behind it or elsewhere', async (peer) => {
    expect(await client(peer, secret)).toMatch(/403 \(Forbidden IP\)/);
  });

  test.each(['203.0.113.7', '203.0.113.20', '203.0.113.25'])(
    'but to %s: the relay, or a station that is named',
    async (peer) => {
      expect(await client(peer, secret, `to-${peer}`)).not.toMatch(/403|Cannot complete/);
    },
  );

  test('one user gets so many relayed ports, and no more', async () => {
    const answers: string[] = [];
    for (let time = 0; time < 9; time += 1) answers.push(await client('10.1.2.3', secret, 'greedy'));
    expect(answers[0]).not.toContain('486');
    expect(answers.at(-1)).toMatch(/486 \(Allocation Quota Reached\)/);
  });

  test('one name of the service’s gets so many relayed ports, whenever its password was made', async () => {
    const users = new Set<string>();
    const answers: string[] = [];
    for (let time = 0; time < 9; time += 1) {
      const wallMs = (): number => Date.now() + time * 10_000;
      const turn = { urls: ['turn:turn.example'], secret, lifetimeSeconds: 7_200 };
      const [given] = createIceServers({ stunUrls: [], turn, wallMs })('a-phone', 'listener', 'a-hall');
      const { credential = '', username = '' } = given ?? {};
      users.add(username);
      const account = ['-u', username, '-w', credential];
      answers.push(
        await said(
          'turnutils_uclient',
          ...account,
          '-e',
          '10.1.2.3',
          '-n',
          '1',
          '-m',
          '1',
          '-p',
          String(port),
          '127.0.0.1',
        ),
      );
    }
    expect(users.size).toBe(9);
    expect(answers[0]).toMatch(/403 \(Forbidden IP\)/);
    expect(answers.at(-1)).toMatch(/486 \(Allocation Quota Reached\)/);
  });

  test('credentials by another secret open nothing', async () => {
    expect(await client('10.1.2.3', 'd'.repeat(64))).toMatch(/Cannot complete Allocation/);
  });
});

describe('docs/deploy', () => {
  const pages = ['own-network.md', 'one-server.md', 'fly.md'];

  test.each(pages)('%s is one page, and has the way in, back, and what to watch', async (name) => {
    const page = await text(`docs/deploy/${name}`);
    expect(page.split('\n').length).toBeLessThan(100);
    for (const heading of [
      '## Steps',
      '## Back up and restore',
      '## Update and roll back',
      '## What to watch',
    ])
      expect(page).toContain(`\n${heading}\n`);
  });

  test('variables that are named there exist, and ports are those of the files', async () => {
    const all = (await Promise.all(pages.map((name) => text(`docs/deploy/${name}`)))).join('\n');
    const known = new Set<string>(Object.values(variables).map(({ name }) => name));
    const named = [...all.matchAll(/\bMAUZIN_[A-Z_]+\b/g)].map(([name]) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    const server = await text('docs/deploy/one-server.md');
    const turn = await text('deploy/turnserver.conf');
    const turnPorts = ['listening-port', 'min-port', 'max-port'].map(
      (name) => new RegExp(`^${name}=(\\d+)$`, 'm').exec(turn)?.[1],
    );
    expect(server).toContain(`UDP ${relayPorts[0]}–${relayPorts.at(-1)} `);
    expect(server).toContain(`UDP and TCP ${turnPorts[0]} `);
    expect(server).toContain(`UDP ${turnPorts[1]}–${turnPorts[2]} `);
  });
});

describe('.github/workflows', async () => {
  const folder = join(root, '.github', 'workflows');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yml'));
  const workflows = await Promise.all(
    files.map(
      async (file) => [file, parseYaml(await readFile(join(folder, file), 'utf8')) as Service] as const,
    ),
  );
  const jobsOf = (workflow: Service): readonly Service[] =>
    Object.values(workflow['jobs'] as Record<string, Service>);

  test('there is one to test, each night too, for the performance, to make the image, to deploy, to release, and for the desktop', () => {
    expect(files.sort()).toEqual([
      'deploy.yml',
      'desktop.yml',
      'image.yml',
      'nightly.yml',
      'performance.yml',
      'release.yml',
      'test.yml',
    ]);
  });

  test.each(workflows)('%s may read alone, ends in time, and uses what is pinned', (_, workflow) => {
    expect(workflow['permissions']).toEqual({ contents: 'read' });
    const jobs = jobsOf(workflow);
    for (const job of jobs) {
      expect(job['timeout-minutes']).toEqual(expect.any(Number));
      expect(job['runs-on']).not.toContain('latest');
    }
    const steps = jobs.flatMap((job) => job['steps'] as readonly Step[]);
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.filter((one) => !/@v?\d+\.\d+(?:\.\d+)?$/.test(one))).toEqual([]);
    for (const checkout of steps.filter((step) => step.uses?.startsWith('actions/checkout')))
      expect(checkout.with).toMatchObject({ 'persist-credentials': false });
    // Texts of strangers (titles, branches) and secrets are never part of a script.
    const scripts = steps.flatMap((step) => step.run ?? []);
    expect(
      scripts.filter((script) => /\$\{\{\s*(?:github\.(?:event|head_ref|ref_name)|secrets)/.test(script)),
    ).toEqual([]);
  });

  test('each night the whole suite runs twenty times, and what of it was not green is told of all of them', () => {
    const jobs = Object.fromEntries(workflows)['nightly.yml']!['jobs'] as Record<string, Service>;
    const runs = Array.from({ length: 20 }, (_, at) => at + 1);
    // Without it whatever needs networks with faults would be left out, and nobody would see it.
    for (const job of ['suite', 'long'])
      expect(jobs[job]).toMatchObject({ container: { options: '--privileged' } });
    expect(jobs['suite']).toMatchObject({ strategy: { 'fail-fast': false, matrix: { run: runs } } });
    const scripts = (job: string) =>
      (jobs[job]!['steps'] as readonly Step[]).flatMap((step) => step.run ?? []);
    expect(scripts('suite')).toEqual(['npm test']);
    expect(scripts('long')).toEqual(['npm run test:long']);
    expect(jobs['not-green']).toMatchObject({ needs: 'suite', if: 'always()' });
    expect(scripts('not-green').join()).toContain(`node scripts/not-green.mjs reports ${runs.length} `);
  });

  test('only main that has passed its tests is deployed, one after the other, with a secret of its environment', () => {
    const deploy = Object.fromEntries(workflows)['deploy.yml']!;
    const [job] = jobsOf(deploy);
    expect(deploy['on']).toEqual({
      workflow_run: { workflows: ['test'], branches: ['main'], types: ['completed'] },
    });
    expect(deploy['concurrency']).toEqual({ group: 'deploy', 'cancel-in-progress': false });
    expect(job).toMatchObject({ environment: 'production' });
    expect(job!['if']).toMatch(/conclusion == 'success' &&\s+github\.event\.workflow_run\.event == 'push'/);
  });

  describe('performance.yml', () => {
    const performance = Object.fromEntries(workflows)['performance.yml']!;
    const { compare, measure, publish } = performance['jobs'] as Record<
      'compare' | 'measure' | 'publish',
      Service
    >;
    const stepsOf = (job: Service): readonly Step[] => job['steps'] as readonly Step[];
    const scriptOf = (job: Service): string =>
      stepsOf(job)
        .map(({ run }) => run ?? '')
        .join('\n');

    test('it runs for pull requests and each night', () => {
      expect(performance['on']).toEqual({
        pull_request: null,
        schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }],
        workflow_dispatch: null,
      });
      expect(compare['if']).toBeUndefined();
      expect(measure['if']).toBe("github.event_name != 'pull_request'");
      // Twice the half hour that the quick benches may take (bench/src/describe.test.ts).
      expect(compare['timeout-minutes']).toBe(60);
    });

    test('what it calls is there, and is given what it takes', async () => {
      const called = (job: Service): (string | undefined)[] =>
        [...scriptOf(job).matchAll(/node scripts\/bench\.mjs (.*)/g)].map(([, args]) => args);
      expect(called(compare)).toEqual(['compare "$base" > "$RUNNER_TEMP/findings.txt" || status=$?']);
      expect(called(measure)).toEqual(['all --json > "$RUNNER_TEMP/run.json"']);
      expect(called(publish)).toEqual([
        'history run/run.json data/data.json site --repository "$REPOSITORY"',
      ]);
      for (const program of ['compare', 'all', 'history'])
        expect((await stat(join(root, 'bench', 'src', program, 'main.ts'))).isFile()).toBe(true);
      expect(scriptOf(compare)).toContain('exit "$status"');
    });

    test('both commits are there to be compared', () => {
      const [checkout] = stepsOf(compare);
      expect(checkout!.with).toMatchObject({ 'fetch-depth': 0 });
    });

    test('the results of one job are those of the next, also where a bench failed', () => {
      const upload = stepsOf(measure).find((step) => step.uses?.startsWith('actions/upload-artifact'));
      const download = stepsOf(publish).find((step) => step.uses?.startsWith('actions/download-artifact'));
      expect(upload).toMatchObject({ if: '${{ !cancelled() }}', with: { name: 'performance-run' } });
      expect(download).toMatchObject({ with: { name: 'performance-run', path: 'run' } });
      expect(publish).toMatchObject({ needs: 'measure', if: expect.stringContaining('!cancelled()') });
    });

    test('only the job that publishes may write, only what is on main, and it never forces', () => {
      expect([compare['permissions'], measure['permissions']]).toEqual([undefined, undefined]);
      expect(publish['permissions']).toEqual({ contents: 'write', pages: 'write', 'id-token': 'write' });
      expect(publish['if']).toContain("github.ref == 'refs/heads/main'");
      expect(publish['if']).toContain("github.event_name != 'pull_request'");
      expect(scriptOf(publish)).not.toMatch(/push.*(?:-f\b|--force|\+)/);
      const pages = stepsOf(publish).find((step) => step.uses?.includes('pages-artifact'));
      expect(pages!.with).toEqual({ path: 'site' });
    });
  });
});
