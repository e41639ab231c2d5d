import { Star } from './star.tsx';
import { useParts, useTexts, useWindow } from './use-window.ts';

export function Header({ name }: { readonly name: string }) {
  const { store } = useParts();
  const texts = useTexts();
  const page = useWindow((state) => state.page);
  const inSettings = page === 'settings';
  return (
    <header>
      <Star className="logo" />
      <h1>
        <bdi>{name}</bdi>
      </h1>
      <button
        type="button"
        className="quiet"
        onClick={() => store.setState({ page: inSettings ? 'air' : 'settings' })}
      >
        {inSettings ? texts.button.back : texts.button.settings}
      </button>
    </header>
  );
}
