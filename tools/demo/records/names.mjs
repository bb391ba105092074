/** Common French names, of no one in particular. */
export const FIRST_NAMES = [
  'Adrien', 'Aïcha', 'Anaïs', 'Armand', 'Astrid', 'Baptiste', 'Blanche', 'Brigitte', 'Carole', 'Catherine', 'Charlotte', 'Clément',
  'Colette', 'Cyril', 'David', 'Diane', 'Djamel', 'Édith', 'Édouard', 'Élodie', 'Emma', 'Étienne', 'Fanny', 'Félix', 'Franck',
  'Frédéric', 'Geneviève', 'Georges', 'Gilles', 'Guillaume', 'Henri', 'Irène', 'Jacqueline', 'Jérôme', 'Joséphine', 'Juliette',
  'Kévin', 'Laetitia', 'Laurent', 'Léon', 'Loïc', 'Louise', 'Lucie', 'Manon', 'Marcel', 'Marguerite', 'Martine', 'Mehdi',
  'Mireille', 'Monique', 'Nathalie', 'Océane', 'Patrice', 'Pauline', 'Rémi', 'Renée', 'Sandrine', 'Sébastien', 'Simone', 'Thérèse',
  'Tristan', 'Victor', 'Xavier', 'Yasmine',
]; // prettier-ignore

export const NAMES = [
  'Adam', 'Arnaud', 'Aubert', 'Barre', 'Benoist', 'Berger', 'Bertin', 'Besson', 'Blanchard', 'Boucher', 'Bourgeois', 'Bouvier',
  'Carlier', 'Charpentier', 'Clerc', 'Collet', 'Cordier', 'Coulon', 'Courtois', 'Daniel', 'Delaunay', 'Delorme', 'Descamps',
  'Dumas', 'Dumont', 'Dupuis', 'Durand', 'Duval', 'Evrard', 'Faure', 'Ferrand', 'Fleury', 'Gaillard', 'Gauthier', 'Germain',
  'Gillet', 'Girard', 'Grondin', 'Guillot', 'Hubert', 'Huet', 'Jacquet', 'Julien', 'Lacroix', 'Langlois', 'Leclerc', 'Lecomte',
  'Lemoine', 'Lucas', 'Mallet', 'Marchal', 'Marie', 'Marty', 'Mathieu', 'Mercier', 'Michaud', 'Millet', 'Monnier', 'Morin',
  'Nguyen', 'Pelletier', 'Perrin', 'Philippe', 'Poirier', 'Rivière', 'Robin', 'Roche', 'Roussel', 'Royer', 'Schmitt', 'Texier',
  'Vidal', 'Vincent', 'Weber',
]; // prettier-ignore

export const STREETS = [
  'rue des Peupliers', 'rue du Lavoir', 'avenue de la Gare', 'rue Victor-Hugo', 'place de la Mairie', 'rue de l’Église',
  'chemin des Vignes', 'rue des Jardins', 'boulevard Carnot', 'impasse du Puits', 'allée des Marronniers', 'rue de la Fontaine',
  'route de Paris', 'rue du Château', 'quai des Mariniers', 'rue du 11-Novembre',
]; // prettier-ignore

/** First four digits of the numbers that the French regulator keeps for fiction; four more follow. */
export const FICTION_PHONES = ['019900', '026191', '035301', '046571', '053649', '063998'];
