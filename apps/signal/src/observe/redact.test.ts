import { expect, it } from 'vitest';

import { generateBroadcasterKey, hashBroadcasterKey } from '../access/broadcaster-key.ts';
import { ResumeTokens } from '../access/resume-tokens.ts';
import { hidden, redactor } from './redact.ts';

const { fields } = redactor(['configured-secret']);
const text = (raw: string): unknown => fields({ detail: raw })['detail'];

it.each([
  'key',
  'keyHash',
  'keyHashes',
  'accessCode',
  'accessCodeHash',
  'code',
  'resume',
  'resumeSecret',
  'ticket',
  'token',
  'adminToken',
  'MAUZIN_ADMIN_TOKEN',
  'MAUZIN_DATABASE_TOKEN',
  'MAUZIN_TURN_SECRET',
  'MAUZIN_RESUME_SECRET',
  'MAUZIN_ERROR_DSN',
  'dsn',
  'sdp',
  'candidate',
  'candidates',
  'credential',
  'username',
  'iceServers',
  'address',
  'remoteAddress',
  'addresses',
  'ip',
  'authorization',
  'hello',
  'message',
])('hides the field %s, however deep', (name) => {
  const told = JSON.stringify(
    fields({ [name]: 'S3CRET', a: { b: [{ [name]: ['S3CRET', { c: 'S3CRET' }] }] } }),
  );
  expect(told).not.toContain('S3CRET');
  expect(told).toContain(hidden);
});

it('leaves what is no secret', () => {
  const plain = {
    station: 'noor',
    peer: 'abcDEF123_-x',
    role: 'listener',
    closeCode: 4401,
    failure: 'wrong-key',
    code: 'wrong-key',
    connections: 3,
    url: 'http://192.168.1.5:8080',
    host: '10.0.0.1',
    nothing: null,
    path: '/live/noor.webm',
    version: '1.2.3',
    file: 'file:///app/dist/cli.js:10:20',
    scope: 'rtc::Candidate',
    time: '10:20:30',
    local: '127.0.0.1:8080',
  };
  expect(fields(plain)).toEqual(plain);
});

const resume = new ResumeTokens({ station: 'noor', secret: 's', lifetimeMs: 1, wallMs: () => 1.7e12 });
const key = generateBroadcasterKey();

it.each([
  `GET /live/noor.webm?rendition=saver&ticket=${'T'.repeat(40)}&filled=1`,
  resume.issue('listener', 'peer-peer-peer'),
  key,
  key.replaceAll('-', ''),
  hashBroadcasterKey(key),
  `scrypt:15:8:1:${'a'.repeat(22)}:${'b'.repeat(43)}`,
  'https://dsnkey@errors.example/1',
  'Bearer abc.def',
  'v=0\r\no=- 1 1 IN IP4 203.0.113.9',
  'candidate:1 1 udp 2122260223 192.168.1.9 50000 typ host',
  'a=ice-pwd:abcdefabcdef',
  'connect ECONNREFUSED 203.0.113.9:443',
  'from 2001:db8::1',
  'from ::ffff:203.0.113.9',
  'from fe80:0:0:0:1:2:3:4',
  'it is configured-secret',
])('hides within a text: %s', (secret) => {
  const told = String(text(`before ${secret} after`));
  expect(told).toContain('before ');
  expect(told).toContain(hidden);
  for (const part of [
    key,
    'T'.repeat(40),
    'dsnkey@',
    'abc.def',
    '203.0',
    '192.168',
    '2001',
    'fe80',
    'configured',
  ])
    expect(told).not.toContain(part);
});

it('errors are told with their stack and cause, and only with what is known of them', () => {
  const cause = Object.assign(new Error('from 203.0.113.9'), { code: 'ECONNRESET', address: '203.0.113.9' });
  const err = new TypeError(`no ${key}`, { cause });
  const told = fields({ err })['err'] as Record<string, unknown>;
  expect(told).toMatchObject({
    type: 'TypeError',
    message: `no ${hidden}`,
    cause: { type: 'Error', code: 'ECONNRESET', message: `from ${hidden}` },
  });
  expect(told['stack']).toContain('redact.test.ts');
  expect(JSON.stringify(told)).not.toContain('203.0');
});

it('never throws, and ends', () => {
  const circle: Record<string, unknown> = { big: 1n, bytes: Buffer.from('S3CRET') };
  circle['circle'] = circle;
  expect(JSON.stringify(fields(circle))).not.toContain('S3CRET');
  expect(String(text('x'.repeat(1_000_000))).length).toBeLessThan(10_000);
  const throwing = Object.defineProperty({}, 'x', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  expect(fields(throwing)).toEqual({ unreadable: true });
});

it('is quick, whatever the text', () => {
  const before = process.cpuUsage();
  for (const nasty of [':', '1.', 'a:', '://', '::', 'candidate:', '?key=', '1.l.'])
    text(nasty.repeat(1_000_000));
  // What this process worked, whatever else the machine does meanwhile.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(5);
});
