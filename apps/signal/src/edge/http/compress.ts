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
  /** Weak, since it stands for all encodings (RFC 9110 §8.8.1). */
  readonly etag: string;
}

/** The best encoding that a request accepts (RFC 9110 §12.5.3; `q=0` refuses one), among those that there are. */
export function pickEncoding(accepted: string | undefined, body: Body): Encoding | null {
  const wanted = new Set(
    (accepted ?? '')
      .split(',')
      .map((one) => one.trim().toLowerCase().split(';'))
      .filter(([, quality]) => !/^\s*q=0(?:\.0*)?\s*$/.test(quality ?? ''))
      .map(([name]) => name),
  );
  if (wanted.has('br') && body.encoded.br) return 'br';
  return wanted.has('gzip') && body.encoded.gzip ? 'gzip' : null;
}

/**
 * @param effort `most` for files, which are compressed once and for all; `quick` (a millisecond or two) for what is made
 * while somebody waits for it
 */
export async function compress(plain: Buffer, effort: 'most' | 'quick' = 'most'): Promise<Body> {
  const quality = effort === 'most' ? constants.BROTLI_MAX_QUALITY : 6;
  const [br, gz] = await Promise.all([
    toBrotli(plain, {
      params: {
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
        [constants.BROTLI_PARAM_QUALITY]: quality,
      },
    }),
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

export const uncompressed = (plain: Buffer): Body => ({
  plain,
  encoded: {},
  etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
});
