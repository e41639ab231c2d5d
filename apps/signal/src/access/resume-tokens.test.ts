import { resumeTokenSchema } from '@mauzin/shared';
import * as v from 'valibot';
import { expect, it } from 'vitest';

import { newPeerId } from '../edge/sockets/peer-id.ts';
import { ResumeTokens } from './resume-tokens.ts';

const hour = 60 * 60 * 1000;

function tokens(at: { ms: number }, changed: { station?: string; secret?: string } = {}): ResumeTokens {
  return new ResumeTokens({
    station: 'noor',
    secret: 's',
    lifetimeMs: 24 * hour,
    wallMs: () => at.ms,
    ...changed,
  });
}

it('a token brings back the peer, also to a service that was started anew, for its lifetime', () => {
  const at = { ms: 1_700_000_000_000 };
  const peer = newPeerId();
  const token = tokens(at).issue('listener', peer);
  expect(v.is(resumeTokenSchema, token)).toBe(true);
  expect(tokens(at).verify('listener', token)).toBe(peer);
  at.ms += 24 * hour;
  expect(tokens(at).verify('listener', token)).toBe(peer);
  at.ms += 1;
  expect(tokens(at).verify('listener', token)).toBe(null);
});

it('a clock that is set back by hours voids no token; one that is dated days ahead is none', () => {
  const at = { ms: 1_700_000_000_000 };
  const token = tokens(at).issue('listener', 'peer-1234');
  at.ms -= 23 * hour;
  expect(tokens(at).verify('listener', token)).toBe('peer-1234');
  const short = new ResumeTokens({ station: 'noor', secret: 's', lifetimeMs: hour / 2, wallMs: () => at.ms });
  expect(short.verify('listener', token)).toBe('peer-1234');
  at.ms -= 2 * hour;
  expect(tokens(at).verify('listener', token)).toBe(null);
});

it('a token is good for its role, its station and its secret alone', () => {
  const at = { ms: 1_700_000_000_000 };
  const token = tokens(at).issue('listener', 'peer-1234');
  expect(tokens(at).verify('broadcaster', token)).toBe(null);
  expect(tokens(at, { station: 'huda' }).verify('listener', token)).toBe(null);
  expect(tokens(at, { secret: 't' }).verify('listener', token)).toBe(null);
});

it('a token in which anything was changed is none', () => {
  const at = { ms: 1_700_000_000_000 };
  const token = tokens(at).issue('listener', 'peer-1234');
  const [version, role, peer, issued, signature] = token.split('.');
  for (const forged of [
    [version, 'b', peer, issued, signature],
    [version, role, 'peer-1235', issued, signature],
    [version, role, peer, at.ms.toString(36).replace(/.$/, 'z'), signature],
    ['2', role, peer, issued, signature],
    [version, role, peer, issued, ''],
    [version, role, peer, issued],
    [version, role, peer, issued, signature, signature],
    [''],
  ]) {
    expect(tokens(at).verify('listener', forged.join('.'))).toBe(null);
    expect(tokens(at).verify('broadcaster', forged.join('.'))).toBe(null);
  }
});
