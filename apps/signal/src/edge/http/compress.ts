import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

export type Encoding = 'br' | 'gzip';

/** One body in the shapes that browsers ask for. */
export interface Body {
  readonly plain: Buffer;
  /** Empty where compression gains nothing (pictures). */
  readonly encoded: Partial<Record<Encoding, Buffer>>;
  readonly etag: string;
}

/** A body in the one shape in which it is sent. */
export interface Sendable {
  readonly bytes: Buffer;
  readonly encoding: Encoding | null;
  /** Weak, since it stands for all encodings (RFC 9110 §8.8.1). */
  readonly etag: string;
}

export type Encode = (plain: Buffer, encoding: Encoding) => Promise<Buffer>;

/** The best encoding that a request accepts (RFC 9110 §12.5.3; `q=0` refuses one), among those that there are. */
export function encodingFor(
  accepted: string | undefined,
  there: readonly Encoding[] = ['br', 'gzip'],
): Encoding | null {
  const wanted = new Set(
    (accepted ?? '')
      .split(',')
      .map((one) => one.trim().toLowerCase().split(';'))
      .filter(([, quality]) => !/^\s*q=0(?:\.0*)?\s*$/.test(quality ?? ''))
      .map(([name]) => name),
  );
  return (['br', 'gzip'] as const).find((one) => wanted.has(one) && there.includes(one)) ?? null;
}

/** The shape of a body that suits a request best. */
export function sendableOf({ encoded, etag, plain }: Body, accepted: string | undefined): Sendable {
  const { br, gzip: gz } = encoded;
  const encoding = encodingFor(accepted, [...(br ? ['br' as const] : []), ...(gz ? ['gzip' as const] : [])]);
  return { bytes: (encoding === null ? undefined : encoded[encoding]) ?? plain, encoding, etag };
}

/** Within a millisecond or two, for what is made while somebody waits for it. */
export const encodeQuickly: Encode = (plain, encoding) =>
  encoding === 'br' ? brotli(plain, 6) : toGzip(plain, { level: 9 });

/** In every encoding, as small as can be: for what is compressed once and for all. */
export async function compress(plain: Buffer): Promise<Body> {
  const [br, gz] = await Promise.all([
    brotli(plain, constants.BROTLI_MAX_QUALITY),
    toGzip(plain, { level: 9 }),
  ]);
  return {
    ...uncompressed(plain),
    encoded: {
      ...(br.length < plain.length ? { br } : {}),
      ...(gz.length < plain.length ? { gzip: gz } : {}),
    },
  };
}

export const uncompressed = (plain: Buffer): Body => ({ plain, encoded: {}, etag: etagOf(plain) });

export const etagOf = (plain: Buffer): string =>
  `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;

const brotli = (plain: Buffer, quality: number): Promise<Buffer> =>
  toBrotli(plain, {
    params: {
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      [constants.BROTLI_PARAM_QUALITY]: quality,
    },
  });
