import { Check, CircleDashed, CircleAlert, Clock3, LoaderCircle, ShieldCheck, type LucideIcon } from 'lucide-react';
import css from './state-chip.module.css';

/** One palette for the whole product: what a state asks of whom. */
export type Tone = 'draft' | 'progress' | 'waiting' | 'done' | 'late' | 'warranty';

const ICONS: Record<Tone, LucideIcon> = {
  draft: CircleDashed,
  progress: LoaderCircle,
  waiting: Clock3,
  done: Check,
  late: CircleAlert,
  warranty: ShieldCheck,
};

/** A state as colour, word and icon: never by colour alone. */
export function StateChip({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  const Icon = ICONS[tone];
  return (
    <span className={css['chip'] ?? ''} data-tone={tone}>
      <Icon aria-hidden size="1em" />
      {children}
    </span>
  );
}
