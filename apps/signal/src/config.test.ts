import { describe, expect, it } from 'vitest';

import { parseConfig } from './config.ts';
import { noor as noorConfig } from './testing/harness.ts';

const { keyHashes: noorHashes, ...noorRest } = noorConfig;
const noor = { ...noorRest, keyHash: noorHashes[0] };

const problems = (config: unknown): readonly string[] => {
  const read = parseConfig('stations.json', typeof config === 'string' ? config : JSON.stringify(config));
  return read.ok ? [] : read.problems;
};

describe('a configuration', () => {
  it('that is right is taken', () => {
    const config = {
      stations: [noor],
      allowedOrigins: ['https://mosque.example'],
      embedOrigins: ['https://mosque.example'],
      publicUrl: 'https://radio.example',
      limits: { maxListeners: 10 },
    };
    expect(parseConfig('stations.json', JSON.stringify(config))).toEqual({ ok: true, config });
    expect(problems({ stations: [noor], embedOrigins: 'any' })).toEqual([]);
  });

  it('may make a station private', () => {
    const accessCodeHash = `scrypt:15:8:1:${'a'.repeat(22)}:${'b'.repeat(43)}`;
    const config = { stations: [{ ...noor, accessCodeHash }] };
    expect(parseConfig('stations.json', JSON.stringify(config))).toEqual({ ok: true, config });
  });

  it.each([
    ['{', /^stations.json is not JSON: /],
    [{}, /^stations.json: stations is missing$/],
    [{ stations: [] }, /^stations.json: stations must hold at least one station$/],
    [
      { stations: [{ ...noor, slug: 'An Noor' }] },
      /^stations.json: stations.0.slug must be 1 to 40 lower-case/,
    ],
    [{ stations: [{ ...noor, keyHash: 'secret' }] }, /^stations.json: stations.0.keyHash must be the hash/],
    [
      { stations: [{ ...noor, accessCodeHash: '123456' }] },
      /^stations.json: stations.0.accessCodeHash must be the hash that `mauzin-signal code` prints/,
    ],
    [
      { stations: [{ ...noor, language: 'Arabic!' }] },
      /^stations.json: stations.0.language must be a language tag/,
    ],
    [{ stations: [{ ...noor, name: undefined }] }, /^stations.json: stations.0.name is missing$/],
    [{ stations: [{ ...noor, key: 'x' }] }, /^stations.json: stations.0.key is not a field of this file$/],
    [{ stations: [noor, noor] }, /^stations.json: stations must not use one slug for two stations$/],
    [{ stations: [noor], allowedOrigins: ['https://a.example/'] }, /allowedOrigins.0 must be an origin/],
    [{ stations: [noor], embedOrigins: 'all' }, /^stations.json: embedOrigins must be "any", or a list of/],
    [
      { stations: [noor], embedOrigins: ['mosque.example'] },
      /^stations.json: embedOrigins.*must be an origin/,
    ],
    [
      { stations: [noor], publicUrl: 'https://radio.example/' },
      /^stations.json: publicUrl must be an origin/,
    ],
    [{ stations: [noor], limits: { graceMs: -1 } }, /^stations.json: limits.graceMs must be >=0$/],
  ])('%j', (config, problem) => {
    expect(problems(config)[0]).toMatch(problem);
  });

  it('names everything that is wrong at once', () => {
    expect(problems({ stations: [{ ...noor, slug: '', name: '' }], extra: 1 })).toHaveLength(3);
  });
});
