import { describe, expect, it } from 'vitest';

import { defaultLimits } from '../limits.ts';
import { nearestName } from './nearest-name.ts';
import { type Environment, readConfig } from './read-config.ts';
import { limitVariables } from './limit-variables.ts';

function configOf(env: Environment) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}
function problemsOf(env: Environment): readonly string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
}

describe('a configuration', () => {
  it('of nothing is all defaults', () => {
    expect(configOf({ PATH: '/bin', HOME: '/root' })).toMatchObject({
      port: 8080,
      host: null,
      database: 'file:./mauzin.db',
      allowedOrigins: [],
      embedOrigins: 'any',
      relay: 'auto',
      metricsPort: 9091,
      adminToken: null,
      limits: defaultLimits,
    });
  });

  it('takes what is set, without the spaces around it; what is empty is not set', () => {
    const config = configOf({
      PORT: ' 80 ',
      HOST: '::1',
      ALLOWED_ORIGINS: 'https://a.example, https://b.example,',
      MAUZIN_EMBED_ORIGINS: 'https://a.example',
      MAUZIN_ADDRESS_HEADER: 'Fly-Client-IP',
      MAUZIN_DATABASE: 'libsql://stations.example',
      MAUZIN_PUBLIC_URL: '',
      MAUZIN_TURN_URLS: 'turn:t.example:3478?transport=udp,turns:t.example',
      MAUZIN_TURN_SECRET: 'thirty-two-letters-or-rather-more',
      MAUZIN_GRACE_MS: '1000',
      MAUZIN_LISTENER_MESSAGES_PER_SECOND: '7',
    });
    expect(config).toMatchObject({
      port: 80,
      host: '::1',
      allowedOrigins: ['https://a.example', 'https://b.example'],
      embedOrigins: ['https://a.example'],
      addressHeader: 'fly-client-ip',
      publicUrl: null,
      turnUrls: ['turn:t.example:3478?transport=udp', 'turns:t.example'],
    });
    expect(config.limits).toEqual({
      ...defaultLimits,
      graceMs: 1_000,
      framesPerSecond: { ...defaultLimits.framesPerSecond, listener: 7 },
    });
  });

  it('names everything that is wrong at once', () => {
    expect(problemsOf({ PORT: 'eighty', ALLOWED_ORIGINS: 'mosque.example', MAUZIN_RELAY: 'yes' })).toEqual([
      'PORT must be a whole number from 0 to 65535, not "eighty".',
      'ALLOWED_ORIGINS must be an origin such as https://mosque.example, without a path; "mosque.example" is not.',
      'MAUZIN_RELAY must be one of auto, on, off, not "yes".',
    ]);
  });

  it.each([
    [{ PORT: '65536' }, /^PORT must be a whole number/],
    [{ PORT: '-1' }, /^PORT /],
    [{ PORT: '1e3' }, /^PORT /],
    [{ HOST: 'a host' }, /^HOST must be an address or a host name/],
    [{ MAUZIN_PUBLIC_URL: 'https://radio.example/' }, /^MAUZIN_PUBLIC_URL must be an origin/],
    [{ MAUZIN_DATABASE: './mauzin.db' }, /^MAUZIN_DATABASE must be a file/],
    [{ MAUZIN_EMBED_ORIGINS: 'all' }, /^MAUZIN_EMBED_ORIGINS must be any, or an origin/],
    [{ MAUZIN_ADDRESS_HEADER: 'x forwarded' }, /^MAUZIN_ADDRESS_HEADER must be the name of a header/],
    [{ MAUZIN_RELAY_ADDRESS: 'radio.example' }, /^MAUZIN_RELAY_ADDRESS must be an IPv4 or IPv6 address/],
    [{ MAUZIN_STUN_URLS: 'stun.example' }, /^MAUZIN_STUN_URLS must be a STUN server/],
    [{ MAUZIN_TURN_URLS: 'turn:t.example' }, /^MAUZIN_TURN_URLS needs MAUZIN_TURN_SECRET/],
    [
      { MAUZIN_TURN_SECRET: 'thirty-two-letters-or-rather-more' },
      /^MAUZIN_TURN_SECRET needs MAUZIN_TURN_URLS/,
    ],
    [{ MAUZIN_TURN_TTL_SECONDS: '7201' }, /^MAUZIN_TURN_TTL_SECONDS must be a whole number from 60 to 7200/],
    [{ MAUZIN_METRICS_PORT: '8080' }, /^PORT and MAUZIN_METRICS_PORT must differ/],
    [
      { MAUZIN_RELAY: 'on', HOST: '127.0.0.1', MAUZIN_PUBLIC_URL: 'https://radio.example' },
      /^MAUZIN_RELAY=on needs MAUZIN_RELAY_ADDRESS/,
    ],
    [{ MAUZIN_RELAY_PORT: '65535' }, /^MAUZIN_RELAY_PORT is too high/],
    [{ MAUZIN_ERROR_DSN: 'https://errors.example/1' }, /^MAUZIN_ERROR_DSN must be a DSN/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
    [{ MAUZIN_MAX_LISTENERS: '0' }, /^MAUZIN_MAX_LISTENERS must be a whole number from 1/],
    [
      { MAUZIN_ALLOWED_ORIGINS: 'x' },
      /^There is no variable MAUZIN_ALLOWED_ORIGINS. Did you mean ALLOWED_ORIGINS\?$/,
    ],
    [{ MAUZIN_DATABSE: 'x' }, /Did you mean MAUZIN_DATABASE\?$/],
    [{ MAUZIN_SOMETHING_ELSE_ALTOGETHER: 'x' }, /^There is no variable MAUZIN_SOMETHING_ELSE_ALTOGETHER.$/],
  ])('%j is told', (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });

  it('never repeats a secret', () => {
    const problems = problemsOf({ MAUZIN_ADMIN_TOKEN: 'hunter2', MAUZIN_RESUME_SECRET: 'short' });
    expect(problems).toHaveLength(2);
    expect(problems.join(' ')).not.toMatch(/hunter2|"short"/);
  });

  it('minds no variables of the desktop app', () => {
    expect(problemsOf({ MAUZIN_KEY: 'x', MAUZIN_CHROMIUM: '/usr/bin/chromium' })).toEqual([]);
  });

  it('has a variable for every limit, with the limit’s own default', () => {
    for (const { fallback, name } of Object.values(limitVariables)) {
      const other = fallback + 1 > 100_000 ? fallback - 1 : fallback + 1;
      const { limits } = configOf({ [name]: String(name === 'MAUZIN_MESSAGE_BYTES' ? 60_000 : other) });
      expect([name, limits]).not.toEqual([name, defaultLimits]);
    }
    expect(Object.keys(configOf({}).limits).toSorted()).toEqual(Object.keys(defaultLimits).toSorted());
  });
});

it('a name is near or is not', () => {
  expect(nearestName('MAUZIN_PORT', ['PORT', 'HOST'])).toBe('PORT');
  expect(nearestName('MAUZIN_PUBLICURL', ['MAUZIN_PUBLIC_URL', 'MAUZIN_PAGES'])).toBe('MAUZIN_PUBLIC_URL');
  expect(nearestName('MAUZIN_X', ['MAUZIN_PUBLIC_URL'])).toBe(null);
});
