import { type PageData, pageLanguages, pageTexts } from '@mauzin/shared';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it, vi } from 'vitest';

import { noActions } from './actions.ts';
import { firstView } from './first-view.tsx';
import { offerFor } from './offer-for.ts';
import { screens } from './screens.ts';
import { firstPage, type PageState } from './store.ts';
import { playing } from './testing/playing.ts';
import { View } from './view.tsx';

const noor = { slug: 'noor', name: 'Masjid an-Noor', language: 'ar' } as const;
const data: PageData = { station: noor, language: 'en', mode: 'page', live: true, texts: pageTexts('en') };
const { listener: en, failures } = pageTexts('en');

const lost = { name: 'reconnecting', unlocked: true, failure: null, lost: true } as const;
const everything = { saver: true, pocket: 'available', suggestsSaver: true } as const;

const drawnAs = (page: PageState): string =>
  renderToString(<View page={page} actions={noActions} screen={screens[page.mode]} />);
const shown = (change: Partial<PageState>): string =>
  drawnAs({ ...firstPage(data), scripted: true, ...change });
const page = (change: Partial<PageState>): PageState => ({ ...firstPage(data), ...change });
/** What can be read, without what is only drawn. */
const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');

describe('the page before any script', () => {
  const drawn = (change: Partial<PageData>): string => renderToString(firstView({ ...data, ...change }));

  it('says whose it is, what is, and what can be done', () => {
    expect(drawn({ live: false })).toMatch(/data-state="waiting".*Masjid an-Noor.*Not on air.*Listen when/s);
    expect(drawn({})).toMatch(/data-state="ready".*On air.*<button[^>]*class="big big-listen".*Listen</s);
    expect(drawn({ station: null })).toMatch(/data-state="gone".*There is no such station/s);
    expect(drawn({ station: { ...noor, private: true } })).toMatch(/data-state="code".*Access code/s);
  });

  it('is what the script draws first, in each mode', () => {
    for (const mode of ['page', 'receiver', 'embed'] as const) {
      const first = drawnAs(firstPage({ ...data, mode }));
      expect(drawn({ mode })).toBe(first);
      expect(first).toContain(`data-mode="${mode}"`);
    }
  });

  it.each(pageLanguages)('obeys a policy without inline styles, in %s', (language) => {
    for (const mode of ['page', 'receiver', 'embed'] as const) {
      expect(drawn({ mode, language, texts: pageTexts(language) })).not.toMatch(/\sstyle=|\son\w+=/);
    }
  });

  it('names the station in its own language, wherever its letters run', () => {
    expect(drawn({})).toMatch(/<h1 dir="auto" lang="ar">Masjid an-Noor<\/h1>/);
  });
});

describe('the choices', () => {
  it('stand behind one quiet line, each with its name and one sentence', () => {
    const html = shown({ offers: everything });
    expect(html).toMatch(/<details[^>]*><summary>Settings/);
    const said = words(html.slice(html.indexOf('<details')));
    for (const text of [
      en.choices.saver,
      'About 14 MB an hour instead of 29.',
      'Plays on when the screen is locked, up to 3 seconds later.',
      en.choices.tone,
      en.choices.toneHint,
      en.choices.receiver,
      en.choices.receiverHint,
    ]) {
      expect(said).toContain(text);
    }
    expect(html).toContain('href="?receiver"');
  });

  it('offer what there is, and say why something cannot be had', () => {
    expect(shown({ offers: { ...everything, saver: false } })).not.toContain(en.choices.saver);
    const noCodec = shown({ offers: { ...everything, pocket: 'no-codec' } });
    expect(words(noCodec)).toContain(en.choices.pocketNoCodec);
    expect(noCodec).toMatch(/aria-labelledby="pocket"[^>]*disabled/);
    expect(words(shown({ offers: { ...everything, pocket: 'no-stream' } }))).toContain(
      en.choices.pocketNoStream,
    );
  });

  it('show what was chosen', () => {
    const on = (html: string): (string | undefined)[] =>
      (html.match(/<input type="checkbox"[^>]*>/g) ?? [])
        .filter((input) => / checked/.test(input))
        .map((input) => /aria-labelledby="([^"]*)"/.exec(input)?.[1]);
    expect(on(shown({ offers: everything }))).toEqual(['tone']);
    const choices = { rendition: 'saver', pocket: true, tone: false } as const;
    expect(on(shown({ offers: everything, choices }))).toEqual(['saver', 'pocket']);
  });

  it('have the words of the privacy of whoever listens somewhere at all times', () => {
    for (const session of [{ name: 'ready' }, playing, lost] as const) {
      expect(words(shown({ session })).split(en.privacy)).toHaveLength(2);
    }
  });
});

describe('offers', () => {
  const slow = { session: playing, offers: everything };

  it('are made one at a time, only while it plays, and never twice', () => {
    expect(offerFor(page(slow))).toBe('saver');
    expect(offerFor(page({ ...slow, session: { name: 'ready' } }))).toBeNull();
    expect(offerFor(page({ ...slow, answered: ['saver'] }))).toBeNull();
    expect(offerFor(page({ ...slow, offers: { ...everything, suggestsSaver: false } }))).toBeNull();
    const choices = { rendition: 'saver', pocket: false, tone: true } as const;
    expect(offerFor(page({ ...slow, choices }))).toBeNull();
  });

  it('of pocket mode are for Android, where a locked screen would end the sound', () => {
    const android = { ...slow, android: true };
    expect(offerFor(page(android))).toBe('pocket');
    expect(offerFor(page({ ...android, answered: ['pocket'] }))).toBe('saver');
    expect(offerFor(page({ ...android, session: { ...playing, by: 'http' } }))).toBe('saver');
    expect(offerFor(page({ ...android, offers: { ...everything, pocket: 'no-codec' } }))).toBe('saver');
    // What would not hold is not promised.
    expect(words(shown(android))).not.toContain(en.hint.playing);
    expect(words(shown({ ...android, session: { ...playing, by: 'http' } }))).toContain(en.hint.playing);
    expect(words(shown(slow))).toContain(en.hint.playing);
  });

  it('are one line with a button, and one to wave them away', () => {
    const said = words(shown(slow));
    expect(said).toContain(`${en.offers.saver} ${en.offers.saverTake} ${en.offers.notNow}`);
  });
});

describe('a lost sound', () => {
  it('turns the whole screen, says that it is trying, and has the switch of its tone at hand', () => {
    const html = shown({ session: lost });
    expect(html).toContain('data-lost="true"');
    expect(words(html)).toContain(`${en.state.lost} ${en.hint.lost}`);
    expect(html.indexOf('aria-labelledby="tone-now"')).toBeGreaterThan(0);
    expect(html.indexOf('aria-labelledby="tone-now"')).toBeLessThan(html.indexOf('<details'));
  });

  it('is neither a network that is away before anything was heard nor a station that is full', () => {
    expect(shown({ session: { ...lost, lost: false } })).not.toContain('data-lost');
    expect(shown({ session: { ...lost, failure: 'station-full' } })).not.toContain('data-lost');
  });
});

describe('a private station', () => {
  const station = { ...noor, private: true } as const;
  const asked = (wrong: boolean, checking = false): string =>
    shown({ station, session: { name: 'code', wrong, checking } });

  it('asks with one named field and one button, and lets nobody but the person write there', () => {
    const html = asked(false);
    expect(html).toMatch(/<label for="code">Access code<\/label><input[^>]* id="code"/);
    expect(html).toMatch(/<input[^>]*type="text"/);
    expect(html).toMatch(/<input[^>]*autocapitalize="none"/i);
    expect(html).toMatch(/<input[^>]*autocomplete="off"/i);
    expect(html.match(/<button type="submit"/g)).toHaveLength(1);
    expect(html).not.toContain('class="big');
  });

  it('says what is wrong, and that it looks', () => {
    expect(words(asked(false))).toContain(failures['code-needed']);
    expect(words(asked(true))).toContain(failures['wrong-code']);
    expect(asked(true)).toContain('aria-invalid="true"');
    expect(words(asked(false, true))).toContain(en.hint.connecting);
  });

  it('keeps the field where it is after too many tries', () => {
    const session = { name: 'code', wrong: false, checking: true, tooMany: true } as const;
    const html = shown({ station, session });
    expect(html).toContain('id="code"');
    expect(words(html)).toContain(failures['too-many-tries']);
  });
});

describe('the receiver', () => {
  const facts = {
    armed: true,
    screenAwake: 'kept',
    nowMs: new Date(2026, 10, 21, 13, 5).getTime(),
    shift: { x: 4, y: -6 },
  } as const;
  const wall = (change: Partial<PageState>): string =>
    shown({ mode: 'receiver', receiver: facts, ...change });

  it('asks for one tap when it is set up, and for nothing after it', () => {
    const before = wall({ session: { name: 'waiting', unlocked: false } });
    expect(words(before)).toContain(en.receiver.tapOnce);
    expect(words(before)).toContain(en.receiver.hint);
    const after = wall({ session: { name: 'waiting', unlocked: true } });
    expect(after).not.toContain('class="big');
    expect(words(after)).toContain(en.state.waiting);
    expect(words(wall({ session: { name: 'blocked', connection: null } }))).toContain(en.receiver.tapOnce);
  });

  it('of a private station asks for its code', () => {
    const session = { name: 'code', wrong: false, checking: false } as const;
    expect(wall({ session })).toContain('id="code"');
  });

  it('shows the time, the state and the level, a little aside', () => {
    const html = wall({ session: playing });
    expect(words(html)).toMatch(/1:05 PM.*Listening/);
    expect(html).toContain('class="star"');
    expect(html).toContain('transform:translate(4px, -6px)');
    expect(words(html)).toContain(en.receiver.end);
  });

  it('says that the screen may go dark, where nobody keeps it on', () => {
    expect(words(wall({ session: playing }))).not.toContain(en.receiver.sleep);
    expect(words(wall({ session: playing, receiver: { ...facts, screenAwake: 'not-kept' } }))).toContain(
      en.receiver.sleep,
    );
  });
});

describe('the small player', () => {
  it('has the name, the state, one button and the way to the page', () => {
    const html = shown({ mode: 'embed' });
    expect(words(html)).toMatch(/Listen.*Masjid an-Noor.*On air/);
    expect(html).toMatch(/<a[^>]*href="\/s\/noor"[^>]*target="_blank"[^>]*rel="noopener"/);
    expect(html).not.toContain('<details');
  });
});

describe('inside another app', () => {
  it('says whether the link was copied, and shows it where it was not', () => {
    const ios = { inApp: { system: 'ios' } } as const;
    vi.stubGlobal('location', { href: 'https://mosque.example/s/noor' });
    expect(words(shown({ ...ios, copied: true }))).toContain(en.inApp.copied);
    expect(words(shown({ ...ios, copied: false }))).toContain(
      `${en.inApp.copyFailed} https://mosque.example/s/noor`,
    );
    vi.unstubAllGlobals();
  });

  it('leads to the real browser, and plays all the same', () => {
    const html = shown({ inApp: { system: 'ios' } });
    expect(words(html)).toContain(`${en.inApp.reason} ${en.inApp.menu} ${en.inApp.copy}`);
    expect(html).toContain('class="big big-listen"');
    expect(shown({})).not.toContain(en.inApp.reason);
  });
});

describe('for everyone', () => {
  it('one part of the page is read aloud when the state changes, and says it once', () => {
    for (const mode of ['page', 'receiver', 'embed'] as const) {
      for (const session of [{ name: 'ready' }, playing, lost] as const) {
        const html = shown({ mode, session });
        expect(html.match(/<output class="status">/g)).toHaveLength(1);
      }
    }
  });

  it('what is there from the start does not fade in; what comes does', () => {
    expect(shown({})).not.toContain('fade');
    expect(shown({ session: playing, first: false })).toMatch(/class="word fade".*class="hint fade"/s);
  });

  it('every language is in the list under its own name', () => {
    expect(words(shown({}))).toContain(
      'English العربية اردو Türkçe Bahasa Indonesia Français Bahasa Melayu বাংলা',
    );
  });

  it('a language that did not arrive is told quietly', () => {
    expect(words(shown({ languageFailed: true }))).toContain(en.languageFailed);
  });
});
