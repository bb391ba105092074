export { partiesService } from './parties.service.js';
export { demoPartiesOf, seedParties, type PartiesSeed } from './seed/seed-parties.js';
