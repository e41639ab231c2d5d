import { createHash, timingSafeEqual } from 'node:crypto';

import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as v from 'valibot';

import { type Guard, ofOneAddress } from '../access/guard.ts';
import { Tries } from '../access/tries.ts';
import type { ServiceClock } from '../clock.ts';
import type { HttpPart } from '../edge/http/http-part.ts';
import { LineMeter } from '../line-meter.ts';
import type { ServiceLogger } from '../service-logger.ts';
import { keyLabelSchema } from '../store/stations/station-schemas.ts';
import { StoreError } from '../store/database/store-error.ts';
import { AdminError } from './admin-error.ts';
import { checked } from './checked.ts';
import { mostBroadcasts, type StationAdmin } from './station-admin.ts';

export interface AdminApiOptions {
  readonly admin: StationAdmin;
  /** The listeners of the running service. */
  readonly audience: () => RunningStations;
  /** What callers have to bring (RFC 6750 §2.1). */
  readonly token: string;
  readonly guard: Pick<Guard, 'nameOf'>;
  readonly clock: ServiceClock;
  readonly logger: ServiceLogger;
}

/** The listeners of this instance, as far as an admin has to do with them. */
export interface RunningStations {
  listenersOf(slug: string): readonly object[];
  sendAway(slug: string, peer: string, forMs: number | null): 'done' | 'unknown-listener' | 'own-network';
}

/** For how long a network is kept out, ms. */
const banMs = 60 * 60_000;

/** Largest body, in bytes. */
const bodyBytes = 64 * 1024;

type Env = { Bindings: { readonly address: string } };

const newKeySchema = v.strictObject({
  label: v.optional(keyLabelSchema, null),
  /** The others are worth nothing from now on. */
  revokeOthers: v.optional(v.boolean('must be true or false'), false),
});
const codeSchema = v.strictObject({
  code: v.string('must be a text'),
  /** Who listens now is ended and asked for the new code, too. */
  endEverybody: v.optional(v.boolean('must be true or false'), false),
});
const sendAwaySchema = v.strictObject({
  /** Nobody from its network comes back within an hour. */
  ban: v.optional(v.boolean('must be true or false'), false),
});
const mostSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}$/, `must be a whole number from 1 to ${mostBroadcasts}`),
  v.transform(Number),
  v.minValue(1, `must be a whole number from 1 to ${mostBroadcasts}`),
  v.maxValue(mostBroadcasts, `must be a whole number from 1 to ${mostBroadcasts}`),
);

/** What the command line can do with stations, over HTTP: JSON below `/api/admin`, for whoever has the admin's token. */
export function createAdminApi(options: AdminApiOptions): HttpPart {
  const { admin, audience, logger } = options;
  const app = new Hono<Env>({ strict: false }).basePath('/api/admin');
  const refuse = doorOf(options);
  app.use(async (context, next) => {
    context.header('Cache-Control', 'no-store');
    const refusal = refuse(context);
    if (refusal) return refusal;
    await next();
    const { method, path } = context.req;
    if (method !== 'GET' && context.res.ok) logger.info({ method, path }, 'changed by the admin');
    return undefined;
  });
  addStations(app, admin);
  addKeys(app, admin);
  addListeners(app, admin, audience);
  app.notFound((context) => problem(context, 404, 'unknown-path', 'There is nothing here.'));
  app.onError((error, context) => failure(error, context, logger));
  return (request, address) => app.fetch(request, { address });
}

function addStations(app: Hono<Env>, admin: StationAdmin): void {
  app.get('/stations', async (context) => context.json({ stations: await admin.list() }));
  app.post('/stations', async (context) => {
    const added = await admin.add(await bodyOf(context));
    return context.json(added, 201, { Location: `/api/admin/stations/${added.station.slug}` });
  });
  app.get('/stations/:slug', async (context) =>
    context.json({ station: await admin.show(context.req.param('slug')) }),
  );
  app.patch('/stations/:slug', async (context) =>
    context.json({ station: await admin.change(context.req.param('slug'), await bodyOf(context)) }),
  );
  app.delete('/stations/:slug', async (context) => {
    await admin.remove(context.req.param('slug'));
    return context.body(null, 204);
  });
  app.put('/stations/:slug/code', async (context) => {
    const { code, endEverybody } = checked(codeSchema, await bodyOf(context));
    await admin.setCode(context.req.param('slug'), code, endEverybody);
    return context.body(null, 204);
  });
  app.delete('/stations/:slug/code', async (context) => {
    await admin.setCode(context.req.param('slug'), null);
    return context.body(null, 204);
  });
  app.get('/stations/:slug/broadcasts', async (context) => {
    const { most } = checked(v.object({ most: v.optional(mostSchema, '100') }), context.req.query());
    return context.json({ broadcasts: await admin.broadcasts(context.req.param('slug'), most) });
  });
}

function addKeys(app: Hono<Env>, admin: StationAdmin): void {
  app.get('/stations/:slug/keys', async (context) => {
    const { keys } = await admin.show(context.req.param('slug'));
    return context.json({ keys });
  });
  app.post('/stations/:slug/keys', async (context) => {
    const { label, revokeOthers } = checked(newKeySchema, await bodyOf(context));
    const slug = context.req.param('slug');
    const key = await (revokeOthers ? admin.rotateKey(slug, label) : admin.addKey(slug, label));
    return context.json({ key }, 201);
  });
  app.delete('/stations/:slug/keys/:id', async (context) => {
    await admin.revokeKey(context.req.param('slug'), context.req.param('id'));
    return context.body(null, 204);
  });
}

function addListeners(app: Hono<Env>, admin: StationAdmin, audience: () => RunningStations): void {
  app.get('/stations/:slug/listeners', async (context) => {
    const { slug } = await admin.show(context.req.param('slug'));
    return context.json({ listeners: audience().listenersOf(slug) });
  });
  app.post('/stations/:slug/listeners/:peer/send-away', async (context) => {
    const { ban } = checked(sendAwaySchema, await bodyOf(context));
    const { peer, slug } = context.req.param();
    switch (audience().sendAway(slug, peer, ban ? banMs : null)) {
      case 'unknown-listener':
        throw new AdminError('unknown-listener', `Nobody of that id listens to ${slug} at this instance.`);
      case 'own-network':
        throw new AdminError(
          'own-network',
          'It is on the broadcaster’s own network, which is never kept out: send it away without a ban.',
        );
      case 'done':
        return context.body(null, 204);
    }
  });
}

/** Says who is not let in; null: come in. */
function doorOf({
  clock,
  guard,
  logger,
  token,
}: AdminApiOptions): (context: Context<Env>) => Response | null {
  const tries = new Tries(ofOneAddress);
  const lines = new LineMeter(clock);
  const right = digest(token);
  return (context) => {
    const [, brought] = /^Bearer +(\S+) *$/i.exec(context.req.header('authorization') ?? '') ?? [];
    // The right one always opens: nobody guesses 32 characters, and nobody's wrong ones may keep the admin out.
    if (brought !== undefined && timingSafeEqual(digest(brought), right)) return null;
    const guest = guard.nameOf(context.env.address);
    const nowMs = clock.now();
    const waitMs = tries.waitMs(guest, nowMs);
    if (waitMs > 0) {
      context.header('Retry-After', String(Math.ceil(waitMs / 1000)));
      return problem(
        context,
        429,
        'too-many-tries',
        'Wrong tokens came too often from this address: wait a while.',
      );
    }
    // Whoever brings none does not guess.
    const line = brought !== undefined && tries.wrong(guest, nowMs) ? lines.next(guest) : null;
    if (line !== null) logger.warn({ ...line }, 'the admin token is being guessed');
    context.header('WWW-Authenticate', 'Bearer realm="Mauzin"');
    return problem(context, 401, 'wrong-token', 'This needs the admin token: Authorization: Bearer <token>.');
  };
}

/** Nothing at all is `{}`. @throws AdminError when it is no object of JSON */
async function bodyOf(context: Context<Env>): Promise<unknown> {
  const text = await textOf(context.req.raw);
  if (text.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new AdminError('invalid', 'The body is not JSON.');
  }
  if (Array.isArray(body)) throw new AdminError('invalid', 'The body must be an object.');
  return body;
}

/** Never more of it than is allowed. @throws AdminError `too-large` */
async function textOf({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Web streams are iterable in Node, whatever the library's types say.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytes) throw new AdminError('too-large', `A body has at most ${bodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failure(error: Error, context: Context<Env>, logger: ServiceLogger): Response {
  // Of hono's own: a body that broke off, or the like.
  if (error instanceof HTTPException) return error.getResponse();
  if (error instanceof AdminError) {
    const status = {
      invalid: 400,
      'unknown-station': 404,
      'unknown-key': 404,
      'unknown-listener': 404,
      'own-network': 409,
      'station-exists': 409,
      'too-many-keys': 409,
      'too-large': 413,
    } as const;
    const { message, problems, reason } = error;
    return context.json(
      { error: reason, message, ...(problems.length > 0 ? { problems } : {}) },
      status[reason],
    );
  }
  logger.error({ err: error }, 'answering the admin failed');
  if (error instanceof StoreError) {
    return problem(
      context,
      503,
      'database',
      'The database does not work just now. The log of the service says why.',
    );
  }
  return problem(context, 500, 'failed', 'Something went wrong in the service.');
}

const problem = (context: Context, status: 401 | 404 | 429 | 500 | 503, error: string, message: string) =>
  context.json({ error, message }, status);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
