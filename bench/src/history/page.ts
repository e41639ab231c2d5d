import type { Better } from '../report.ts';
import { type BenchmarkData, type Run, seriesOf } from './benchmark-data.ts';
import { curve, type Point } from './curve.ts';

/** One figure over time: the oldest run first. */
interface Figure {
  readonly bench: string;
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  readonly meaning: string;
  readonly values: readonly Value[];
}

type Value = Point & { readonly commit: Run['commit'] };

/** How many runs the table shows: as many as a person reads; all of them are in the data beside the page. */
const TABLE_ROWS = 30;
const DIRECTION: Readonly<Record<Better, string>> = {
  lower: 'lower is better',
  higher: 'higher is better',
  context: 'for context',
};

/** The performance page: one file without scripts, which works from a disk as from a server. `style` is its CSS. */
export function performancePage(data: BenchmarkData, style: string): string {
  const figures = figuresOf(data);
  const benches = [...new Set(figures.map(({ bench }) => bench))];
  const docs = `${data.repoUrl}/blob/main/docs/performance.md`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mauzin: performance</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>Performance of Mauzin</h1>
<p>Measured each night at the newest commit, for a year; last on ${day(data.lastUpdate)}. What each figure is, and how it is
measured: <a href="${escape(docs)}">docs/performance.md</a>. All values: <a href="data.json">data.json</a>.</p>
<nav aria-label="Benches">${benches.map((bench) => `<a href="#${escape(bench)}">${escape(bench)}</a>`).join('\n')}</nav>
${benches.map((bench) => section(bench, figures)).join('\n')}
</main>
</body>
</html>
`;
}

function figuresOf({ entries }: BenchmarkData): Figure[] {
  return Object.entries(entries).flatMap(([series, runs]) => {
    const last = runs.at(-1);
    const { bench, better } = seriesOf(series);
    return (last?.benches ?? []).map(({ name, unit, extra }) => ({
      bench,
      better,
      name,
      unit,
      meaning: extra ?? '',
      values: runs.flatMap(({ commit, date, benches }) =>
        benches.filter((one) => one.name === name).map(({ value }) => ({ commit, date, value })),
      ),
    }));
  });
}

function section(bench: string, all: readonly Figure[]): string {
  const own = all.filter((figure) => figure.bench === bench);
  const context = own.filter(({ better }) => better === 'context');
  const judged = own.filter(({ better }) => better !== 'context');
  return `<section id="${escape(bench)}">
<h2>${escape(bench)}</h2>
<div class="figures">${judged.map(article).join('\n')}</div>
${
  context.length === 0
    ? ''
    : `<details class="context"><summary>For context</summary><div class="figures">${context.map(article).join('\n')}</div></details>`
}
</section>`;
}

function article({ name, unit, better, meaning, values }: Figure): string {
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return '';
  const label = `${name}: from ${number(first.value)} on ${day(first.date)} to ${number(last.value)} on ${day(last.date)}`;
  return `<article>
<h3>${escape(name)}</h3>
<p class="value">${number(last.value)} <span>${escape(unit)}</span></p>
<p>${escape(meaning)}</p>
${curve(values, escape(label))}
<p class="ends"><span>${number(first.value)}<br>${day(first.date)}</span><span>${number(last.value)}<br>${day(last.date)}</span></p>
<details><summary>Table<span class="direction">${DIRECTION[better]}</span></summary>${table(values)}</details>
</article>`;
}

function table(values: readonly Value[]): string {
  const rows = values.slice(-TABLE_ROWS).toReversed();
  const cells = rows.map(
    ({ commit, date, value }) =>
      `<tr><td>${day(date)}</td><td>${number(value)}</td><td><a href="${escape(commit.url)}">${escape(commit.id.slice(0, 9))}</a></td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Night</th><th scope="col">Value</th><th scope="col">Commit</th></tr></thead><tbody>${cells.join('')}</tbody></table>`;
}

const day = (date: number): string => new Date(date).toISOString().slice(0, 10);

const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
