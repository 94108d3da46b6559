/** Who asks. Every stored row of a person is keyed by (enterprise, team, user). */
export interface Viewer {
  /** Slack enterprise id, "" where the workspace belongs to none. */
  readonly enterprise: string;
  readonly team: string;
  readonly user: string;
  /** IANA time zone of the person, when known. */
  readonly zone?: string;
  /** What they may see; part of every cache key. */
  readonly policy: "everything";
}
