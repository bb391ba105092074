export * from './seeded-random.js';
export * from './seeding.js';
