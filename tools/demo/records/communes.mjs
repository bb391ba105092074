import { createRequire } from 'node:module';

/** @typedef {{ postcode: string, city: string }} Commune */

/** Communes of mainland France with their first postcode, in the order of the data package (INSEE's). @returns {Commune[]} */
export function mainlandCommunes() {
  const require = createRequire(import.meta.url);
  /** @type {{ nom: string, type: string, codesPostaux?: string[], departement?: string }[]} */
  const communes = require('@etalab/decoupage-administratif/data/communes.json');
  return communes.flatMap(({ nom, type, codesPostaux = [], departement = '' }) => {
    const [postcode] = codesPostaux;
    const taken = type === 'commune-actuelle' && postcode !== undefined && departement.length === 2;
    return taken ? [{ postcode, city: nom }] : [];
  });
}
