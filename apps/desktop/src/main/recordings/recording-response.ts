import { constants, type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';

import { recordingNameSchema } from '@mauzin/desktop-contract';
import { parseValue } from '@mauzin/shared';

import { recordedAtMs } from '../../engine/recording/recording-name.ts';

export interface RecordingResponseOptions {
  readonly folder: () => string;
  /** False while the app is locked. */
  readonly mayPlay: () => boolean;
}

/** The part of a file that was asked for: first and last byte. */
interface Part {
  readonly first: number;
  readonly last: number;
}

const pathPrefix = '/recordings/';
const pieceBytes = 64 * 1024;

/** True for a path that is a recording's (`recordingUrl`). */
export const isRecordingPath = (path: string): boolean => path.startsWith(pathPrefix);

/**
 * Answers with a recording, or with the part of it that the player asks for (RFC 9110 §14). Nothing but the engine's own files in
 * the folder itself can be had.
 */
export async function recordingResponse(
  request: Pick<Request, 'url' | 'headers' | 'method'>,
  { folder, mayPlay }: RecordingResponseOptions,
): Promise<Response> {
  const name = mayPlay() && request.method === 'GET' ? recordingIn(new URL(request.url).pathname) : null;
  const file = name === null ? null : await openOwn(join(folder(), name));
  if (!file) return new Response('Not found', { status: 404 });
  try {
    const { size } = await file.stat();
    return await respond(file, size, request.headers.get('range'));
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function respond(file: FileHandle, size: number, range: string | null): Promise<Response> {
  const headers = { 'content-type': 'audio/ogg', 'accept-ranges': 'bytes' };
  const part = partOf(range, size);
  if (part === 'unsatisfiable') {
    await file.close();
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const { first, last } = part ?? { first: 0, last: size - 1 };
  return new Response(bodyOf(file, first, last), {
    status: part ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(last - first + 1),
      ...(part ? { 'content-range': `bytes ${first}-${last}/${size}` } : {}),
    },
  });
}

function recordingIn(path: string): string | null {
  try {
    const parsed = parseValue(recordingNameSchema, decodeURIComponent(path.slice(pathPrefix.length)));
    return parsed.ok && recordedAtMs(parsed.value) !== null ? parsed.value : null;
  } catch {
    return null;
  }
}

/** Null for what is not there, and for what is no file: a link could lead anywhere. */
async function openOwn(path: string): Promise<FileHandle | null> {
  try {
    if (!(await lstat(path)).isFile()) return null;
    // Windows does not know the flag.
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return null;
  }
}

/** Null for the whole file: nothing was asked for, or what we need not understand (several parts, other units). */
function partOf(range: string | null, size: number): Part | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (first >= size) return 'unsatisfiable';
  return last < first ? null : { first, last };
}

/** Reads as the player takes it; closes the file at the end, and when the player wants no more. */
function bodyOf(file: FileHandle, first: number, last: number): ReadableStream<Uint8Array> {
  let at = first;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const piece = await readPiece(file, at, last);
        at += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        if (piece.length > 0 && at <= last) return;
      } catch (error) {
        await file.close();
        throw error;
      }
      await file.close();
      controller.close();
    },
    cancel: () => file.close(),
  });
}

/** Empty at the end. */
async function readPiece(file: FileHandle, at: number, last: number): Promise<Uint8Array> {
  const length = Math.min(pieceBytes, last + 1 - at);
  if (length <= 0) return new Uint8Array(0);
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
