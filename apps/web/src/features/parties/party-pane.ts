import type { Held } from '../../shared/kit/record/use-record.js';
import type { Action } from '../../shared/actions/actions.js';
import type { ReactNode } from 'react';
import type { useRecord } from '../../shared/kit/record/use-record.js';
import type { Party } from './party-values.js';

/** What a pane of a party's record works with. */
export interface PaneProps {
  readonly definition: Parameters<typeof useRecord<Party>>[0];
  readonly held: Held<Party>;
  /** Puts a pane into the record, with its actions before those of all panes. */
  readonly frame: (content: PaneContent) => ReactNode;
}

export interface PaneContent {
  readonly actions: readonly Action[];
  readonly unsaved: boolean;
  readonly children: ReactNode;
}
