import { newId } from '@navette/kernel'; // refused: tags
import { kit } from '../../shared/kit.js';
import { partyName } from '../parties/party-name.js'; // refused: features-apart

export const order = [newId, kit, partyName];
