package dev.wq.replay;

import java.util.Locale;

/** Who predicts: the full model, or one of the baselines that it has to beat. */
public enum Model {
  /** The kernel's policy. */
  FULL,
  /** The full model without concurrency management: each insertion wakes a worker. */
  NOCM,
  /** The full model with one worker per pool, which runs its works one after the other. */
  SERIAL,
  /** No model: each work starts its recording's median latency after it was queued. */
  BASE;

  /** The name that people use: {@code full}, {@code nocm}, {@code serial}, {@code base}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
