// Whether the service in this container is alive, for its HEALTHCHECK: the image has no curl. Exit code 0 says yes.
import { get } from 'node:http';

const port = process.env.PORT ?? '8080';
const request = get({ host: '127.0.0.1', port, path: '/healthz', timeout: 4_000 }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy(new Error('no answer within 4 s')));
request.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
