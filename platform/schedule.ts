import { Cron } from 'croner';

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const weekdays = 'sun|mon|tue|wed|thu|fri|sat';

/**
 * The form of each field: what Kubernetes' parser and croner both know. Croner alone knows L, W, #, a 7 for Sunday, and ranges
 * that end on a Sunday or, before a step, after the last value. That a range goes up is left to croner.
 *
 * @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
const fields = [
  field('minute', '0 to 59', '[0-5]?\\d'),
  field('hour', '0 to 23', '[01]?\\d|2[0-3]'),
  field('day of the month', '1 to 31', '0?[1-9]|[12]\\d|3[01]'),
  field('month', '1 to 12, or jan to dec', `0?[1-9]|1[0-2]|${months}`),
  field('day of the week', '0 (Sunday) to 6, or sun to sat', `0?[0-6]|${weekdays}`, '(?!0+(?!\\d)|sun)'),
];

function field(name: string, values: string, value: string, rangeEnd = '') {
  const item = `([*?]/(0?[2-9]|[1-9]\\d)|(${value})(-${rangeEnd}(${value}))?(/\\d{1,2})?)`;
  return { name, values, form: new RegExp(`^([*?](/0?1)?|${item}(,${item})*)$`, 'i') };
}

/** Runs are counted from the year 2000 on, a leap year: synth asks no clock. A run is always later than what is asked about. */
const beginning = new Date('1999-12-31T23:59:59Z');

/**
 * Why Kubernetes would not run a cron expression: `has '25' for the hour; …`. Undefined when it would.
 *
 * Words are refused as well: `@weekly` is Sunday to Kubernetes and Monday to systemd.
 */
export function scheduleProblem(schedule: string): string | undefined {
  const parts = schedule.split(' ');
  if (parts.length !== fields.length) {
    return `is not made of five fields; write ${fields.map(({ name }) => name).join(', ')} with one space between them`;
  }
  for (const [index, { name, values, form }] of fields.entries()) {
    const part = parts[index] as string;
    if (form.test(part) && readable(['*', '*', '*', '*', '*'].with(index, part).join(' '))) continue;
    return `has '${part}' for the ${name}; write ${values}: alone, as a list (1,3), a range (1-3) or with a step (*/3)`;
  }
  return cron(schedule).nextRun(beginning) ? undefined : 'never comes; name a day that the month has';
}

/**
 * The longest time from one run to the next, in hours: between two of one day, or from the last of a day to the first of the
 * next day that has any.
 */
export function longestGapHours(schedule: string): number {
  const [minute, hour, date, month, weekday] = schedule.split(' ') as [string, string, string, string, string];
  const times = runs(`${minute} ${hour} * * *`, new Date('2000-01-02'));
  // Weekdays alone come round in a week; dates and months, leap years among them, in 28 years.
  const round = date === '*' && month === '*' ? new Date('2000-01-16') : new Date('2029-01-01');
  const days = runs(`0 0 ${date} ${month} ${weekday}`, round);
  const fromFirstToLast = (times.at(-1) as number) - (times[0] as number);
  return Math.max(...gaps(times), ...gaps(days).map((gap) => gap - fromFirstToLast)) / 3_600_000;
}

function runs(schedule: string, until: Date): readonly number[] {
  return cron(schedule, until)
    .nextRuns(Number.POSITIVE_INFINITY, beginning)
    .map((run) => run.getTime());
}

function cron(schedule: string, stopAt?: Date): Cron {
  // To Kubernetes `*/1` is `*`, which counts when both a day of the month and a day of the week are named.
  const pattern = schedule.replace(/([*?])\/0?1(?!\d)/g, '$1');
  return new Cron(pattern, { mode: '5-part', utcOffset: 0, sloppyRanges: true, stopAt });
}

function readable(schedule: string): boolean {
  try {
    return cron(schedule) !== undefined;
  } catch {
    return false;
  }
}

function gaps(instants: readonly number[]): readonly number[] {
  return instants.slice(1).map((instant, index) => instant - (instants[index] as number));
}
