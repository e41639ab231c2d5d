import { type DesktopState, type ServerChoice, serverChoiceSchema } from '@mauzin/desktop-contract';
import { asciiDigits, parseValue } from '@mauzin/shared';

import { webAddress } from './web-address.ts';

export type ShownServer = DesktopState['settings']['server'];
export type ServerField = 'port' | 'url' | 'station' | 'key';

/** The form as it is filled in. */
export interface ServerFields extends Record<ServerField, string> {
  readonly kind: ShownServer['kind'];
}

const defaultPort = 8080;

/** The form for what is saved. The key does not leave main, so its field is always empty at first. */
export const fieldsOf = (server: ShownServer): ServerFields => ({
  kind: server.kind,
  port: String(server.kind === 'inside' ? server.port : defaultPort),
  url: server.kind === 'remote' ? server.url : '',
  station: server.kind === 'remote' ? server.station : '',
  key: '',
});

export type ServerChoiceOrFault =
  | { readonly ok: true; readonly choice: ServerChoice }
  | { readonly ok: false; readonly fault: ServerField };

/** What is sent, or the first field that has to be looked at once more. Pure. */
export function serverChoiceOf(fields: ServerFields): ServerChoiceOrFault {
  const { kind } = fields;
  const choice =
    kind === 'inside'
      ? { kind, port: Number(asciiDigits(fields.port.trim()) || Number.NaN) }
      : {
          kind,
          url: webAddress(fields.url),
          station: fields.station.trim().toLowerCase(),
          key: fields.key.trim(),
        };
  const parsed = parseValue(serverChoiceSchema, choice);
  if (parsed.ok) return { ok: true, choice: parsed.value };
  return { ok: false, fault: faultOf(choice) };
}

const [, remote] = serverChoiceSchema.options;

function faultOf(choice: { readonly url?: string; readonly station?: string }): ServerField {
  if (choice.url === undefined) return 'port';
  if (!parseValue(remote.entries.url, choice.url).ok) return 'url';
  return parseValue(remote.entries.station, choice.station).ok ? 'key' : 'station';
}
