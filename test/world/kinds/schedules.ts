import { type Kind, open, right, wrong } from './kind.ts';

const fields = ['*', '0', '5', '59', '60', '23', '24', '31', '32', '2', '*/5', '*/0', '1-5', '5-1', '1,2', '?', 'MON', 'JAN', 'x', '', '-1', '7', '8']; // prettier-ignore

export const schedules: Kind<string> = {
  name: 'schedule',
  cases: [
    ...right('0 3 * * *', '*/15 * * * *', '30 4 * * 0', '0 0 29 2 *', '5,35 1-4 * * *', '0 0 1 1 *'),
    ...wrong('no cron expression', 'nonsense', '', ' ', '60 * * * *', '* 24 * * *', '*/0 * * * *', '0 3 * * 8', '0 3 * *', '5-1 * * * *', '0 0 0 * *', '* * * 13 *', '-1 * * * *', '0 3 * * * *', '0 0 3 * * *', 'every day', '1.5 * * * *'),
    ...wrong('a day that never comes', '0 0 31 2 *', '0 0 30 2 *', '0 0 31 4 *'),
    ...wrong('the time zone is said elsewhere', 'TZ=UTC 0 3 * * *', 'CRON_TZ=Europe/Paris 0 3 * * *'),
    ...open('@daily', '@every 1h', '@reboot', '0 3 * * 7', '0 3 * * SUN', '0 3 ? * *', '0  3 * * *', ' 0 3 * * *', '0 3 * * *\n'),
  ],
  draw: (dice) => ({ value: Array.from({ length: 4 + dice.roll(3) }, () => dice.pick(fields)).join(' '), verdict: 'open' }),
};
