export { interventionsService } from './interventions.service.js';
