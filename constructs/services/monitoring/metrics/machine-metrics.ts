/** What is measured on every machine. @see https://github.com/prometheus/node_exporter */
export const machineMetrics = [
  'node_cpu_seconds_total',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemTotal_bytes',
  'node_filesystem_avail_bytes',
  'node_filesystem_size_bytes',
  'node_filesystem_files',
  'node_filesystem_files_free',
  'node_network_receive_bytes_total',
  'node_network_transmit_bytes_total',
  'node_vmstat_oom_kill',
  'node_timex_sync_status',
  'node_textfile_scrape_error',
  'node_textfile_mtime_seconds',
  // Written by the host layer for the textfile collector: docs/decisions/0017 is the contract.
  'uyoop_backup_last_success_timestamp_seconds',
  'uyoop_backup_content_timestamp_seconds',
  'uyoop_drill_last_success_timestamp_seconds',
  'uyoop_volume_used_bytes',
  'uyoop_mail_queue_messages',
  'uyoop_mail_archive_last_success_timestamp_seconds',
] as const;
