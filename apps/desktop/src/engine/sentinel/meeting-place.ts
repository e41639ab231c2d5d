import { socketUrl } from '../web-socket.ts';

/** Where a listener's page finds its station: the service's socket, and the station there. */
export interface MeetingPlace {
  readonly socketUrl: string;
  readonly station: string;
  /** Opens a private station; null: none is needed, or known. */
  readonly code: string | null;
}

const linkPattern = /^(.+)\/s\/([a-z0-9-]+)$/;

/** The way that a page takes which was opened by this link. Null when it is no station's link. Pure. */
export function meetingPlace(link: string, code: string | null): MeetingPlace | null {
  const [, service, station] = linkPattern.exec(link) ?? [];
  if (service === undefined || station === undefined) return null;
  return { socketUrl: socketUrl(service), station, code };
}
