import { Construct } from 'constructs';
import type { Host, Platform } from '../../platform/types.ts';
import { type Endpoint, mailReading, mailSubmission } from '../network/endpoint.ts';
import type { SecretReference } from '../secret/secret.ts';

/** How a service hands mail to Mailcow: STARTTLS and a mailbox's login on the submission port. */
export interface Mail {
  readonly host: Host;
  readonly port: number;
  readonly submission: Endpoint;
  /** The way to a mailbox, for who reads one: what bounces, or asks for no more mail, comes back there. */
  readonly reading: Endpoint;
}

/** A service's own mailbox, which it logs in to when it sends. */
export interface Mailbox extends Mail {
  /** What stands behind the address's `@`. */
  readonly zone: string;
  readonly address: string;
  readonly password: SecretReference;
}

export function mailOf(platform: Platform): Mail {
  const { host, submissionPort: port } = platform.mail;
  return { host, port, submission: mailSubmission(platform), reading: mailReading(platform) };
}

/** A mailbox that the mail host has to have, with the password that its service logs in with. */
export class MailboxClaim extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly address: string,
    readonly password: SecretReference,
  ) {
    super(scope, id);
  }
}
