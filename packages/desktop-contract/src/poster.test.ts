import { expect, test } from 'vitest';

import { type Poster, posterPath, readPoster } from './poster.ts';

const poster: Poster = {
  mosque: 'مسجد النور & “Noor” #1?',
  link: 'http://192.168.1.20:8080/s/noor',
  languages: ['ar', 'en'],
  onNetworkOnly: true,
};
const searchOf = (path: string): string => path.slice(path.indexOf('?'));

test('a poster is read from the address of its page as it was', () => {
  expect(readPoster(searchOf(posterPath(poster)))).toEqual(poster);
});

test.each([
  '',
  '?poster=',
  '?poster=%7B',
  '?poster=%E0%A4%A',
  searchOf(posterPath({ ...poster, link: 'javascript:alert(1)' })),
  searchOf(posterPath({ ...poster, languages: [] })),
  `${searchOf(posterPath(poster))}&x=1`,
])('nothing else is: %s', (search) => {
  expect(readPoster(search)).toBeNull();
});
