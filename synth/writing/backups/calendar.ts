import type { Schedule } from '../../../platform/types.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/**
 * A schedule as systemd's timers write it: `30 4 * * 0` is `Sun *-*-* 04:30:00 UTC`.
 *
 * @throws when it holds more than numbers and `*`: systemd has no word for some of what cron can say.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html#Calendar%20Events
 */
export function calendarOf(schedule: Schedule): string {
  const fields = schedule.split(' ');
  if (!fields.every((field) => /^(\*|\d+)$/.test(field)))
    throw new Error(`the schedule '${schedule}' of a backup holds more than numbers and '*', which a timer cannot say`);
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = fields;
  if (day !== '*' && weekday !== '*')
    throw new Error(`the schedule '${schedule}' of a backup names a day twice: cron runs on either, a timer on both`);
  const weekly = weekday === '*' ? '' : `${days[Number(weekday) % 7]} `;
  return `${weekly}*-${padded(month)}-${padded(day)} ${padded(hour)}:${padded(minute)}:00 UTC`;
}

const padded = (field: string): string => (field === '*' ? field : field.padStart(2, '0'));
