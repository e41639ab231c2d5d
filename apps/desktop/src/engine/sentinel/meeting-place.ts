import type { Roles } from '@mauzin/shared';

import { signalSocketUrl } from '../web-socket.ts';

/** What opens a private station to the app's own ears. */
export type Pass = Readonly<Pick<Roles['listener']['hello'], 'code' | 'key'>>;

/** Where a listener's page finds its station: the service's socket, and the station there. */
export interface MeetingPlace {
  readonly socketUrl: string;
  readonly station: string;
  readonly pass: Pass;
}

const linkPattern = /^(.+)\/s\/([a-z0-9-]+)$/;

/** The way that a page takes which was opened by this link. Null when it is no station's link. Pure. */
export function meetingPlace(link: string, pass: Pass): MeetingPlace | null {
  const [, service, station] = linkPattern.exec(link) ?? [];
  if (service === undefined || station === undefined) return null;
  return { socketUrl: signalSocketUrl(service), station, pass };
}
