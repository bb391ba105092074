import { createRequire } from 'node:module';
import { SeededRandom } from '@navette/platform/seed';

/**
 * Names as often as people bear them. The shares follow the curve of INSEE's files of names (births 1891–2000 for family
 * names, living people for first names): the commonest family name is borne by 0.4 %, the hundredth by 0.06 %, the
 * ten-thousandth by 0.0015 %. The first ones are the real ones in their order, the long tail is made of syllables.
 *
 * @typedef {{ shown: string, share: number }} Name
 */

/** Shares at some ranks; between them straight lines in logarithms. @type {[number, number][]} */
const FAMILY_SHARES = [[1, 0.004], [10, 0.0015], [100, 0.0006], [1_000, 0.00013], [10_000, 0.000015], [100_000, 0.000001]]; // prettier-ignore
/** @type {[number, number][]} */
const FIRST_SHARES = [
  [1, 0.033],
  [10, 0.013],
  [100, 0.0022],
  [1_000, 0.00008],
  [3_000, 0.00002],
];

const FAMILIES = `Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David
  Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin
  Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson
  Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard
  Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas
  Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot
  Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris
  Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez`
  .split(/\s+/); // prettier-ignore
const FIRSTS = `Marie Jean Pierre Michel André Nathalie Isabelle Catherine Philippe Sylvie Alain Patrick Bernard Christophe Nicolas
  Françoise Stéphane Daniel Laurent Martine Jacqueline Éric Frédéric Anne Valérie Sandrine David Christine Thomas Céline Julien
  Véronique Monique Nicole Olivier Sophie Pascal Dominique Jacques Stéphanie Gérard Sébastien Thierry Claude Christian Julie Camille
  Jeanne Laurence Patricia Alexandre Aurélie Guillaume Léa Hélène Antoine Émilie Brigitte Bruno Corinne Manon Romain Kevin Chantal
  Maxime Marc Serge Louis Didier Denise Yvette Emma Virginie Anthony Claire Mathieu Lucas Jérôme Élodie Hugo Annie Chloé Paul Vincent
  Florence Charlotte Simone Maria Lucie Benjamin Geneviève Karine Gilles Fatima Mohamed Jean-Pierre Marie-Thérèse Jean-Claude
  Anne-Marie Marie-Claude Jean-Luc`.split(/\s+/); // prettier-ignore

const STARTS = 'Bel Ber Bou Bri Cha Che Clé Cor Cou Dan Del Des Dou Du Fa Fer Fon Fou Gar Gau Gi Gou Gra Gui Hau Jac Jou La Lan Le Li Lou Ma Mal Mar Mau Mer Mi Mon Mor Mou Na Ni Pa Pel Per Pi Poi Pou Pré Ra Ré Ri Ro Rou Sa Sau Ser Ta Tes Thi Tou Tri Va Ver Vi Vil'.split(' '); // prettier-ignore
const MIDDLES = 'ba be bi bou ca chan che ci co da de di dou fa fe fi fou ga gan ge gi gne la lan le li lo ma man me mi mo na ne ni pa pe pi ra ran re ri ro sa se si so ta te ti tou va ve vi vou'.split(' '); // prettier-ignore
const ENDS = 'ais ard aud aux bert blanc blin bois bon bourg champ chon cier court dais deau din don douin eau el et ette eux fort gnon gny ier ieux in lat let lier lin lot mont net nier not on oux quet quin rand rat reau ret rey rier rin ron saint sier sot tel tier tin ton trand val vel vert vier vin voisin zet'.split(' '); // prettier-ignore

/** Real towns of the north, the nearest to the workshop first; a customer lives in one of the first far more often. */
const TOWNS = /** @type {{ nom: string, type: string, codesPostaux?: string[], departement?: string }[]} */ (
  createRequire(import.meta.url)('@etalab/decoupage-administratif/data/communes.json')
).filter(({ type, codesPostaux }) => type === 'commune-actuelle' && codesPostaux);

/** @param {[number, number][]} shares @param {number} rank from 1 */
function shareAt(shares, rank) {
  const after = Math.max(1, shares.findIndex(([at]) => at >= rank)); // prettier-ignore
  const [[r1, s1], [r2, s2]] = /** @type {[[number, number], [number, number]]} */ ([shares[after - 1], shares[after]]);
  return s1 * (s2 / s1) ** (Math.log(rank / r1) / Math.log(r2 / r1));
}

/** The known ones, then made ones until the shares add up to all. @param {readonly string[]} known @param {[number, number][]} shares @param {(random: SeededRandom) => string} made @returns {Name[]} */
function ranked(known, shares, made) {
  const random = new SeededRandom(`bench search ${known[0]}`);
  const seen = new Set(known);
  /** @type {Name[]} */
  const names = [];
  const last = shares.at(-1)?.[0] ?? 0;
  for (let left = 1, rank = 1; left > 0 && rank <= last; rank += 1) {
    let shown = known[rank - 1] ?? made(random);
    while (rank > known.length && seen.has(shown)) shown = made(random);
    seen.add(shown);
    names.push({ shown, share: shareAt(shares, rank) });
    left -= shareAt(shares, rank);
  }
  return names;
}

const pick = (/** @type {SeededRandom} */ random, /** @type {string[]} */ from) => random.pick(from);

/** Three in a hundred have a particle, as many two names. @type {() => Name[]} */
export const familyNames = () =>
  ranked(FAMILIES, FAMILY_SHARES, (random) => {
    const one = () => pick(random, STARTS) + (random.int(0, 2) > 0 ? pick(random, MIDDLES) : '') + pick(random, ENDS);
    const kind = random.int(0, 99);
    if (kind < 3) return `${pick(random, ['Le', 'De', 'De La', 'Van'])} ${one()}`;
    return kind < 6 ? `${pick(random, FAMILIES)}-${one()}` : one();
  }); // prettier-ignore

/** @type {() => Name[]} */
export const firstNames = () =>
  ranked(FIRSTS, FIRST_SHARES, (random) =>
    random.int(0, 3) === 0
      ? `${pick(random, FIRSTS)}-${pick(random, FIRSTS)}`
      : pick(random, STARTS) + pick(random, MIDDLES) + pick(random, ['a', 'e', 'ie', 'ine', 'io', 'an', 'el', 'is']),
  );

/** Towns around a workshop, of one department. @param {number} station @param {number} count @returns {{ city: string, postcode: string }[]} */
export function townsAround(station, count) {
  const departments = [...new Set(TOWNS.map(({ departement }) => departement ?? ''))].filter((one) => one.length === 2).sort(); // prettier-ignore
  const department = departments[(station * 7 + 59) % departments.length];
  return TOWNS.filter(({ departement }) => departement === department)
    .slice(0, count)
    .map(({ nom, codesPostaux }) => ({ city: nom, postcode: codesPostaux?.[0] ?? '' }));
}
