import { billing } from '@navette/billing'; // refused: tags
import { inner } from '../../../../libs/platform/src/database/inner.js'; // refused: packages-by-name

export const asked = [billing, inner];
