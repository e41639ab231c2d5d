import { type PageLanguage, pageLanguageNames, pageLanguages } from '@mauzin/shared';

export interface LanguagesProps {
  readonly current: PageLanguage;
  readonly label: string;
  readonly onChoose: (language: PageLanguage) => void;
}

/** The system's own list: large on every phone, and known to everybody. */
export function Languages({ current, label, onChoose }: LanguagesProps) {
  const choose = (value: string): void => {
    const chosen = pageLanguages.find((language) => language === value);
    if (chosen) onChoose(chosen);
  };
  return (
    <select
      className="languages"
      aria-label={label}
      value={current}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {pageLanguages.map((language) => (
        <option key={language} value={language} lang={language}>
          {pageLanguageNames[language]}
        </option>
      ))}
    </select>
  );
}
