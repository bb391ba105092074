export { partiesService } from './parties.service.js';
