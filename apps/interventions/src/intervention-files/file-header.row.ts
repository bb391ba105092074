/** The header of a file `f`: its own, or what it would begin with where its party became known after it. */
export const FILE_HEADER = `coalesce(f.header, (select h.identity || h.terms from party_header h
  where h.station_id = f.station_id and h.party_id = f.consumer_party_id))`;
