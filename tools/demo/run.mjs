import { StationApi } from './client/station-api.mjs';
import { Journal } from './journal.mjs';
import { mainlandCommunes } from './records/communes.mjs';
import { invent } from './records/invention.mjs';
import { runFolder } from './system.mjs';

/** Code of the station in which all of it happens. */
export const STATION = 'LIL';
/** Requests under way at a time: enough to keep two cores busy, few enough to leave some to others. */
export const IN_FLIGHT = 12;

/**
 * @typedef {import('./records/repair-records.mjs').RepairRecord} RepairRecord
 * @typedef {import('./records/csv-records.mjs').Refusal} Refusal
 */

/** One passage of records through the line: what the steps share. */
export class Run {
  /** Records refused by the file or by a service, by line. @type {Refusal[]} */
  refused = [];
  /** What did not come to its end in time: the checks say what is wrong with it. @type {string[]} */
  unfinished = [];
  #communes = mainlandCommunes();

  /**
   * @param {object} given
   * @param {string} given.id letters and digits
   * @param {import('./system.mjs').System} given.system
   * @param {RepairRecord[]} given.records
   * @param {number} given.patience seconds in which something must happen
   */
  constructor({ id, system, records, patience }) {
    this.id = id;
    this.system = system;
    this.patience = patience;
    this.folder = runFolder(id);
    this.journal = new Journal(this.folder);
    this.person = new StationApi(system.api, system.signIn);
    /** By the number of their mission orders. @type {Map<string, RepairRecord>} */
    this.records = new Map(records.map((record) => [this.numberOf(record), record]));
    /** References of parts that can be ordered, in a fixed order. @type {readonly string[]} */
    this.references = [];
    /** What a repair costs beside its parts: reference of a special item. */
    this.labour = '';
  }

  /** Numbers of all mission orders of this run begin so, and of no other run: an id has no dash. */
  get prefix() {
    return `${this.id}-`;
  }

  /** @param {RepairRecord} record */
  numberOf({ key }) {
    return `${this.prefix}${key}`;
  }

  /** @param {RepairRecord} record */
  invented(record) {
    return invent(record, { communes: this.#communes, references: this.references });
  }

  /**
   * Takes a record out of the run, with its reason.
   *
   * @param {string} number
   * @param {string} reason
   */
  refuse(number, reason) {
    const record = this.records.get(number);
    if (!record) return;
    this.refused.push({ line: record.line, reason });
    this.records.delete(number);
  }

  /** Idempotency key of a command of this run: the same again is the same command. @param {...string} parts */
  key(...parts) {
    return ['demo', this.id, ...parts].join(':');
  }
}
