import { describe, expect, test } from 'vitest';
import { longestGapHours, scheduleProblem } from '../../platform/schedule.ts';
import { uyoop } from '../../platform/uyoop.ts';

describe('a schedule that Kubernetes runs', () => {
  test.each([
    ['* * * * *', 'every minute'],
    ['*/1 * * * *', 'the same'],
    ['? ? ? ? ?', 'the same: to Kubernetes ? is *'],
    ['5/15 * * * *', 'from 5 on in steps of 15'],
    ['0,30 8-18/2 1-7 jan-MAR,12 Mon-fri', 'lists, ranges, steps and names'],
    ['05 02 * * 6', 'with zeros before'],
    ['0 0 29 2 *', 'in leap years'],
    ['0 0 31 2 1', 'on Mondays of February: either of two named days is enough'],
  ])('%s (%s) is taken', (schedule) => expect(scheduleProblem(schedule)).toBeUndefined());

  test.each(Object.entries(uyoop.backups))('stands in the backup tier %s', (_, { schedule }) => {
    expect(scheduleProblem(schedule)).toBeUndefined();
  });
});

describe('a schedule is refused', () => {
  test.each([
    '',
    'daily',
    'nonsense',
    '@daily',
    '@weekly',
    '@every 1h',
    '* * * *',
    '0 * * * * *',
    'TZ=UTC 0 3 * * *',
    '0  3 * * *',
  ])('when it is not five fields: %j', (schedule) =>
    expect(scheduleProblem(schedule)).toBe(
      'is not made of five fields; write minute, hour, day of the month, month, day of the week with one space between them',
    ),
  );

  const how = 'alone, as a list (1,3), a range (1-3) or with a step (*/3)';
  test.each([
    ['60 * * * *', `has '60' for the minute; write 0 to 59: ${how}`],
    ['x * * * *', `has 'x' for the minute; write 0 to 59: ${how}`],
    ['0 24 * * *', `has '24' for the hour; write 0 to 23: ${how}`],
    ['0 0 32 * *', `has '32' for the day of the month; write 1 to 31: ${how}`],
    ['0 0 * 13 *', `has '13' for the month; write 1 to 12, or jan to dec: ${how}`],
    ['0 0 * * 8', `has '8' for the day of the week; write 0 (Sunday) to 6, or sun to sat: ${how}`],
  ])('with the field that is wrong: %s', (schedule, problem) => expect(scheduleProblem(schedule)).toBe(problem));

  test.each([
    ['0 0 * * 7', 'Sunday is 0'],
    ['0 0 * * fri-sun', 'a week ends on Saturday'],
    ['0 0 * * 5-0', 'the same in numbers'],
    ['0 0 * * sunday', 'names have three letters'],
    ['0 0 L * *', 'no last day of the month'],
    ['0 0 15W * *', 'no nearest weekday'],
    ['0 0 * * fri#2', 'no second Friday'],
    ['0 0 * * 5L', 'no last Friday'],
    ['0 0 1 * +1', 'no plus that asks for both days'],
    ['22-6 * * * *', 'a range goes up'],
    ['*/0 * * * *', 'a step is one at least'],
    ['3-60/24 * * * *', 'a range ends inside the hour, even when no step hits its end'],
    ['60/3,1 * * * *', 'so does a start'],
  ])('which only croner or nobody reads: %s (%s)', (schedule) => expect(scheduleProblem(schedule)).toMatch(/^has '/));

  test.each([
    ['*/90 * * * *', 'a step that leaves the hour comes once an hour, not every ninety minutes'],
    ['*,5 * * * *', 'a list that holds everything'],
    ['*-5 * * * *', 'whatever follows a star is not read'],
    [',5 * * * *', 'a list with a gap'],
    ['+5 * * * *', 'a number with its sign'],
  ])('which Kubernetes takes for something else than it seems: %s (%s)', (schedule) =>
    expect(scheduleProblem(schedule)).toMatch(/^has '/),
  );

  test.each(['0 0 31 2 *', '0 0 30 feb *', '0 0 31 4,6,9,11 *'])('when its day never comes: %s', (schedule) => {
    expect(scheduleProblem(schedule)).toBe('never comes; name a day that the month has');
  });
});

describe('the longest gap between two runs', () => {
  const day = 24;
  test.each([
    ['* * * * *', 1 / 60],
    ['17 * * * *', 1],
    ['5/20 * * * *', 1 / 3],
    ['30 2 * * *', day],
    ['0 8,20 * * *', 12],
    ['0 8-18 * * *', 14],
    ['0 8,20 * * 1-5', 2 * day + 12],
    ['30 4 * * 0', 7 * day],
    ['0 0 1 * 1', 7 * day],
    ['0 0 */1 * 1', 7 * day],
    ['0 0 1,15 * *', 17 * day],
    ['0 0 29-31 * *', 57 * day],
    ['0 0 31 * *', 61 * day],
    ['0 0 * 3-11 *', (31 + 31 + 29 + 1) * day],
    ['0 0 1 1 *', 366 * day],
    ['0 0 29 2 *', (4 * 365 + 1) * day],
  ])('of %s is %d hours', (schedule, hours) => expect(longestGapHours(schedule)).toBeCloseTo(hours, 9));
});
