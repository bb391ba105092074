import css from './panes.module.css';

interface PanesProps<Name extends string> {
  /** Said to screen readers. */
  readonly label: string;
  readonly panes: readonly { readonly id: Name; readonly text: string }[];
  readonly current: Name;
  readonly onChoose: (pane: Name) => void;
}

/** The parts of a page, one of which shows. */
export function Panes<Name extends string>({ label, panes, current, onChoose }: PanesProps<Name>) {
  return (
    <nav className={css['panes'] ?? ''} aria-label={label}>
      {panes.map(({ id, text }) => (
        <button
          key={id}
          type="button"
          aria-current={id === current ? 'page' : undefined}
          onClick={() => {
            onChoose(id);
          }}
        >
          {text}
        </button>
      ))}
    </nav>
  );
}
