import { generateBroadcasterKey } from '@mauzin/signal';
import { describe, expect, test } from 'vitest';

import { hostOnly, redact, secretsOf } from './redact.ts';

const key = 'ab12-cd34-ef56-gh78-jk90-mn12-pq34-rs56';

describe('a known secret', () => {
  const secret = 'Bismillah/Radio+1"x';
  test.each([
    ['plain', secret],
    ['as Base64', Buffer.from(secret).toString('base64')],
    ['as Base64 for addresses', Buffer.from(secret).toString('base64url')],
    ['in an address', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify({ note: secret })],
  ])('%s is hidden', (_how, text) => {
    const clean = redact(`before ${text} after`, [secret]);
    expect(clean).toMatch(/^before .*\[hidden\].* after$/);
    expect(clean).not.toContain(text);
    expect(clean).not.toContain('Bismillah');
  });

  test('that is short is hidden where it stands alone, and tears nothing apart', () => {
    expect(redact('code 8080, (8080) "8080" port 80801 at 1763808012', ['8080'])).toBe(
      'code [hidden], ([hidden]) "[hidden]" port 80801 at 1763808012',
    );
  });

  test('that is a word of every text does not tear it apart', () => {
    expect(redact('the engine started', ['', 'e', 'the'])).toBe('the engine started');
  });
});

describe('nobody named it, and it is hidden all the same:', () => {
  test.each([
    [`hello with ${key}`, key],
    [`hello with ${key.toUpperCase().replaceAll('-', '')}`, key.toUpperCase().replaceAll('-', '')],
    ['{"type":"hello","key":"se-cret"}', 'se-cret'],
    ['{"resumeToken" : "abc.def\\"ghi","peer":1}', 'ghi'],
    ['{"pin":4711}', '4711'],
    ['{"accessCode":"4711","carriedCode":"4711"}', '4711'],
    ['accessCode=4711', '4711'],
    ['{"keys":1,"insideKey":{"kind":"plain","text":"se-cret"}}', 'se-cret'],
    ['unlocked with pin=4711', '4711'],
    ['token: eyJhbGciOi.J9', 'eyJhbGciOi'],
    ['Authorization: Bearer eyJhbGciOi.J9', 'eyJhbGciOi'],
    ['POST https://hooks.example/a?sig=se-cret&x=1 failed', 'se-cret'],
    ['connects to wss://imam:se-cret@radio.example/ws', 'se-cret'],
    ['a=ice-pwd:asd88fgpdd777uzjYhagZg', 'asd88fgpdd777uzjYhagZg'],
  ])('%s', (line, secret) => {
    const clean = redact(line, []);
    expect(clean).not.toContain(secret);
    expect(clean).toMatch(/\[hidden\]|wss:\/\/radio\.example/);
  });

  test('every key that is made', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(redact(`x ${generateBroadcasterKey()} y`, [])).toBe('x [hidden] y');
    }
  });
});

test.each([
  'engine 3 ended with code 1; starting another in 250 ms',
  'listeners open http://192.168.1.20:8080/s/noor',
  'the window’s page is gone (crashed); loading it again in 812 ms',
  '{"level":30,"time":1763700000000,"name":"mauzin","peer":"p-81","msg":"listener hears"}',
])('an ordinary line stays as it is: %s', (line) => {
  expect(redact(line, [key])).toBe(line);
});

test('the settings’ secrets are the keys and the webhook’s path', () => {
  const deadAir = { belowDbfs: -60, afterS: 20, webhook: 'https://hooks.example/T00/B00?sig=xyz' };
  const remote = { kind: 'remote', url: 'https://radio.example', station: 'noor', key: 'far-key' } as const;
  const secrets = secretsOf({ server: remote, deadAir, accessCode: 'Bab 12' }, 'near-key');
  expect(secrets).toEqual(expect.arrayContaining(['near-key', 'far-key', '/T00/B00', 'Bab 12', 'bab12']));
  const told = redact(`webhook ${deadAir.webhook} (/T00/B00) refused far-key and near-key`, secrets);
  expect(told).not.toMatch(/T00|B00|xyz|far-key|near-key/);
  expect(hostOnly(deadAir.webhook)).toBe('https://hooks.example/[hidden]');
  const inside = secretsOf(
    { server: { kind: 'inside', port: 8080 }, deadAir: { ...deadAir, webhook: null }, accessCode: null },
    'k',
  );
  expect(inside).toEqual(['k']);
});
