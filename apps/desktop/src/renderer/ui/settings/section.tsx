import { type ReactNode, useId } from 'react';

export interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** Settings that belong together, under a name. */
export function Section({ children, hint, title }: SectionProps) {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint !== undefined && <p className="settings-hint">{hint}</p>}
      <div className="settings-card">{children}</div>
    </section>
  );
}
