import type { FailureCode } from '../../protocol/index.ts';

export const en: Record<FailureCode, string> = {
  'bad-message': 'This page and the service did not understand each other. Reload to try again.',
  'wrong-key': 'The station key is not right. Ask the person who set up the station for it.',
  'code-needed': 'The station is private. Enter its access code.',
  'wrong-code': 'This access code is not right. Ask the mosque for it.',
  'too-many-tries': 'Too many tries. Wait a moment, then try again.',
  'origin-refused': 'This address may not connect to the station. Open the link that the mosque gave you.',
  'unknown-station': 'There is no such station. Check the link.',
  'hello-timeout': 'The network is slow. Trying again.',
  'station-taken': 'Another computer is broadcasting to this station.',
  'taken-over': 'Another computer has taken over this station.',
  replaced: 'This page was opened again elsewhere.',
  'too-slow': 'The network is too slow for the moment. Trying again.',
  'version-mismatch': 'This page is out of date. Reload it, or update the app.',
  'too-many-messages': 'Too many tries. Waiting for a moment.',
  'heartbeat-lost': 'The connection was lost. Trying again.',
  'station-full': 'The station is full. You will be let in as soon as there is room.',
  restarting: 'The service is restarting. Back in a moment.',
};
