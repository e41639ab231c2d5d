import axe from 'axe-core';
import type { Page } from 'playwright';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 AA, one line each. It is brought into a page once, which costs more than looking does. */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    // Halfway from one state, or from dark to light, a colour is neither: what fades has faded first.
    const fades = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(fades.map(({ finished }) => finished));
    const { violations } = await inPage.run({
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, any }) => `${id}: ${html.slice(0, 160)} ${any.map(({ message }) => message).join(' ')}`,
      ),
    );
  }, tags);
}

/**
 * Controls that are smaller than a finger or a pointer needs, one line each. A field in a label is as large a target as its label; links
 * within a sentence are let off by WCAG 2.5.8, and by us.
 * @param least CSS pixels, of either side
 * @param within a selector: where to look
 */
export const targetFaults = (page: Page, least: number, within = 'body'): Promise<string[]> =>
  page.evaluate(
    ([leastPx, area]) =>
      [...document.querySelectorAll(`:is(${area}) :is(button, select, summary, input, a)`)]
        .filter((control) => control.checkVisibility() && !control.matches('p a'))
        .flatMap((control) => {
          const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
          if (Math.min(width, height) >= leastPx) return [];
          return [
            `a target of ${Math.round(width)}×${Math.round(height)}: ${control.outerHTML.slice(0, 80)}`,
          ];
        }),
    [least, within] as const,
  );

/**
 * Texts and controls that are cut, covered or outside of the window, one line each.
 * @param mayScroll a page may be longer than its screen; a window may not
 */
export const layoutFaults = (page: Page, mayScroll = false): Promise<string[]> =>
  page.evaluate(lookAtLayout, mayScroll);

/** Runs in the page, so it stands alone. */
function lookAtLayout(mayScroll: boolean): string[] {
  const faults: string[] = [];
  const slack = 1.5;
  /** Shown whole, or the screen is no good: none of these may have to be scrolled. */
  const whole = mayScroll ? [] : ['.air-column', '.guide-step', '.problem-bar', 'header'];
  const short = (element: Element): string =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${(element.textContent ?? '').slice(0, 60)}`;
  const shown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('.visually-hidden, svg, option') &&
    element.getBoundingClientRect().width > 1; // narrower: for screen readers alone

  const { documentElement: root } = document;
  if (root.scrollWidth > innerWidth || (!mayScroll && root.scrollHeight > innerHeight)) {
    faults.push('the window scrolls');
  }
  for (const selector of whole) {
    for (const element of document.querySelectorAll(selector)) {
      if (
        element.scrollHeight > element.clientHeight + slack ||
        element.scrollWidth > element.clientWidth + slack
      ) {
        faults.push(
          `does not fit: ${selector} ${element.scrollWidth}x${element.scrollHeight} in ${element.clientWidth}x${element.clientHeight}`,
        );
      }
    }
  }

  const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowY);
  /** What an element scrolls in; null when it stands still. */
  const scrollerOf = (element: Element): Element | null => {
    for (let at = element.parentElement; at; at = at.parentElement) if (scrolls(at)) return at;
    return null;
  };
  for (const element of document.querySelectorAll('body *')) {
    const mayScrollSideways = /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (mayScrollSideways && element.scrollWidth > element.clientWidth + slack) {
      faults.push(`scrolls sideways: ${short(element)}`);
    }
  }

  /** Where an element may be seen. What scrolls is found by scrolling, so it is bound at its sides only. */
  const boundsOf = (element: Element): DOMRect => {
    let [left, top, right, bottom] = [0, mayScroll ? -1e6 : 0, innerWidth, mayScroll ? 1e6 : innerHeight];
    for (let at = element.parentElement; at; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const box = at.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      if (scrolls(at)) {
        [top, bottom] = [-1e6, 1e6];
        break;
      }
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return new DOMRect(left, top, right - left, bottom - top);
  };

  const texts = [...document.querySelectorAll('body *')].filter(
    (element) =>
      shown(element) &&
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
  );
  for (const element of texts) {
    // Names may be long; those that end in dots say the whole of it when pointed at.
    if (element.closest('[title]')) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    const own = element.closest('button, select')?.getBoundingClientRect();
    if (own && (text.width > own.width + slack || text.height > own.height + slack)) {
      faults.push(`too long for its control: ${short(element)}`);
    }
    const box = boundsOf(element);
    if (
      text.left < box.left - slack ||
      text.right > box.right + slack ||
      text.top < box.top - slack ||
      text.bottom > box.bottom + slack
    ) {
      faults.push(`cut: ${short(element)}`);
    }
  }

  const controls = [...document.querySelectorAll('button, select, input, a')].filter(shown);
  const solid = [
    ...controls,
    ...texts.filter((text) => !text.closest('button, select, label, [title], .scale')),
  ];
  for (const control of controls) {
    const a = control.getBoundingClientRect();
    for (const other of solid) {
      if (control === other || control.contains(other) || other.contains(control)) continue;
      // What is beneath a dialog, or scrolls apart, may lie behind.
      if (control.closest('dialog') !== other.closest('dialog')) continue;
      if (scrollerOf(control) !== scrollerOf(other)) continue;
      const b = other.getBoundingClientRect();
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 4) faults.push(`covered: ${short(control)} by ${short(other)}`);
    }
  }
  return [...new Set(faults)];
}
