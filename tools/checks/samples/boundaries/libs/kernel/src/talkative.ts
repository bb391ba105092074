import pino from 'pino'; // refused: kernel-alone
import { door } from '@navette/platform/database'; // refused: tags

export const log = pino({ name: door });
