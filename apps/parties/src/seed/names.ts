/** Common French names, of no one in particular. */
export const FIRST_NAMES = [
  'Adèle', 'Agnès', 'Alain', 'Amandine', 'André', 'Anne', 'Antoine', 'Aurélie', 'Béatrice', 'Benoît', 'Bernard', 'Camille',
  'Cécile', 'Chloé', 'Christophe', 'Claire', 'Corinne', 'Damien', 'Denis', 'Élise', 'Émile', 'Éric', 'Fabien', 'Fatima',
  'Florence', 'François', 'Gaëlle', 'Gérard', 'Hélène', 'Hugo', 'Inès', 'Isabelle', 'Jean-Marc', 'Jeanne', 'Joël', 'Julie',
  'Karim', 'Laurence', 'Léa', 'Lucas', 'Maëva', 'Marc', 'Marie-Claude', 'Mathilde', 'Maurice', 'Michèle', 'Nadia', 'Nicolas',
  'Noémie', 'Odile', 'Pascal', 'Paul', 'Quentin', 'Rachid', 'Raphaël', 'Romain', 'Sabine', 'Samuel', 'Solène', 'Sylvie',
  'Théo', 'Valérie', 'Yann', 'Zoé',
] as const; // prettier-ignore

export const NAMES = [
  'Allard', 'Aubry', 'Bailleul', 'Barbier', 'Becquet', 'Blondel', 'Bonnet', 'Boulanger', 'Brunet', 'Caron', 'Carpentier',
  'Chevalier', 'Cousin', 'Dassonville', 'Debruyne', 'Delattre', 'Delcourt', 'Delmotte', 'Denis', 'Deschamps', 'Desmet',
  'Dubois', 'Dufour', 'Dupont', 'Duquesne', 'Fauvarque', 'Fontaine', 'Fournier', 'Garnier', 'Gérard', 'Guérin', 'Hamel',
  'Henry', 'Herbaut', 'Jacquemin', 'Joly', 'Lambert', 'Leblanc', 'Leclercq', 'Lefebvre', 'Lefèvre', 'Legrand', 'Lemaire',
  'Leroy', 'Lesage', 'Lhermitte', 'Maillard', 'Marchand', 'Martin', 'Masson', 'Meunier', 'Moreau', 'Noël', 'Olivier',
  'Parmentier', 'Petit', 'Picard', 'Poulain', 'Prévost', 'Renard', 'Richard', 'Robert', 'Rousseau', 'Simon', 'Thomas',
  'Vandamme', 'Vanhoutte', 'Vasseur', 'Verhaeghe', 'Wattel',
] as const; // prettier-ignore

export const STREETS = [
  'rue des Acacias', 'rue du Moulin', 'avenue de la République', 'rue Pasteur', 'place de l’Église', 'rue de la Gare',
  'rue des Écoles', 'chemin du Canal', 'rue Jean-Jaurès', 'boulevard Victor-Hugo', 'allée des Tilleuls', 'rue Neuve',
  'rue de l’Abbaye', 'impasse des Lilas', 'route de Béthune', 'rue du 8-Mai',
] as const; // prettier-ignore

/** Invented wholesalers with their price bands (PA-9's two examples among them). */
export const SUPPLIERS = [
  { name: 'Pièces du Nord', city: 'Tourcoing', postcode: '59200', bands: [['0', '3.10'], ['15', '2.00']] },
  { name: 'Ménager Distribution', city: 'Nantes', postcode: '44000', bands: [['0', '3'], ['5', '2.5'], ['20', '2']] },
  { name: 'Électro-Composants', city: 'Vénissieux', postcode: '69200', bands: [['0', '2.8'], ['30', '1.9'], ['100', '1.6']] },
  { name: 'Sud Pièces Service', city: 'Vitrolles', postcode: '13127', bands: [['0', '3.2'], ['50', '1.8']] },
] as const; // prettier-ignore
