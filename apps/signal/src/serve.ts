import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { Command } from './admin/command-line.ts';
import { parseConfig, serviceOptionsOf } from './config.ts';
import type { ServiceLogger } from './options.ts';
import { createSignalService, type SignalService } from './service.ts';

export type Started =
  | { readonly ok: true; readonly service: SignalService }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the configuration and starts the service. Every way in which that can fail comes back as sentences. */
export async function serve(
  { config: path, port, host, pages }: Extract<Command, { name: 'serve' }>,
  pagesBeside: string,
  logger: ServiceLogger,
): Promise<Started> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { ok: false, problems: [`Cannot read ${path}: ${messageOf(error)}`] };
  }
  const read = parseConfig(basename(path), text);
  if (!read.ok) return read;
  const service = createSignalService({
    ...serviceOptionsOf(read.config),
    port,
    pagesDir: pages ?? pagesBeside,
    logger,
    ...(host === null ? {} : { host }),
  });
  try {
    await service.listen();
  } catch (error) {
    await service.close();
    return { ok: false, problems: [messageOf(error)] };
  }
  return { ok: true, service };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');
