import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components';
import css from './progress-bar.module.css';

interface ProgressBarProps {
  /** What is under way and how far it is, in words. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** How far something longer is. */
export function ProgressBar({ label, value, max }: ProgressBarProps) {
  return (
    <AriaProgressBar value={value} maxValue={max} className={css['progress'] ?? ''}>
      {({ percentage }) => (
        <>
          <Label>{label}</Label>
          <span className={css['track'] ?? ''}>
            <span style={{ width: `${String(percentage ?? 0)}%` }} />
          </span>
        </>
      )}
    </AriaProgressBar>
  );
}
