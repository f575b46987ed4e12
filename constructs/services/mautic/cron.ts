/** How often, as minutes of the hour, by the console's command. */
const tasks = {
  'mautic:segments:update': '*/15',
  'mautic:campaigns:update': '5-59/15',
  'mautic:campaigns:trigger': '10-59/15',
  'mautic:broadcasts:send': '2-59/5',
  'mautic:messages:send': '4-59/15',
  'mautic:import --limit=2000': '1-59/3',
  'mautic:contacts:scheduled_export': '*/3',
  'mautic:webhooks:process': '*',
  'mautic:reports:scheduler': '8-59/15',
  'mautic:email:fetch': '*/5',
} as const;

/**
 * In place of the image's table, which runs the first three alone and has the rest switched off, or not at all: mails to a segment,
 * marketing messages and reports by mail. One after another: each is a PHP of its own, and the pod has memory for one. What
 * belongs to an account of a plugin, or deletes contacts by age, is left out.
 *
 * @see https://github.com/mautic/docker-mautic/blob/mautic7/common/templates/mautic_cron
 */
export const crontab = [
  'SHELL=/bin/bash',
  'PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin',
  // PHP's settings, which the entrypoint puts there: cron hands no variable on.
  'BASH_ENV=/tmp/cron.env',
  'MAILTO=""',
  ...Object.entries(tasks).map(([command, minutes]) => `${minutes} * * * * ${inTurn(command)}`),
  '',
].join('\n');

function inTurn(command: string): string {
  return `flock -w 840 /tmp/mautic-cron.lock php /var/www/html/bin/console ${command} --no-interaction >/tmp/stdout 2>&1`;
}
