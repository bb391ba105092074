import { partyName } from '../features/parties/party-name.js'; // refused: shared-below

export const kit = [partyName];
